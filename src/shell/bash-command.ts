/**
 * How bash gets a script. Not as an argument: other users can list those, and their length is limited. Not on standard
 * input: that belongs to the commands of the script. It comes on descriptor 3, ended by NUL, so that a script that
 * arrived in part (the kernel was killed meanwhile) is not run. What the script needs set before comes ahead of it in
 * the same way, so that its own text alone stands in bash's messages.
 */
import { quoteForBash } from '../base/bash-quote'

/** A program with a script for it. */
export interface BashCommand {
  readonly command: 'bash'
  readonly args: readonly string[]
  /** Text for descriptor 3. */
  readonly script?: string
  /** Variables that it needs besides the user's. */
  readonly env?: Readonly<Record<string, string>>
}

/** What bash runs. */
export interface BashScript {
  /** The script, without NUL. */
  readonly body: string
  /** Commands before it, on which bash never reports: values, settings. */
  readonly setup?: string | undefined
  /** Options of bash itself. @defaultValue none */
  readonly flags?: readonly string[] | undefined
  /** What `$1`, `$2` … are. @defaultValue none */
  readonly args?: readonly string[] | undefined
}

// `eval` keeps the script's own line numbers in messages, and its own text alone stands in them. REPLY is where `read` puts
// what it reads, in every bash.
const NEXT = `IFS= read -r -d '' <&3 || exit 1`
const READ = `${NEXT}; eval "$REPLY"; ${NEXT}; exec 3<&-; eval "$REPLY"`
const FROM_VARIABLE = 'REPLY=$__script; eval "$__setup"; unset __script __setup; eval "$REPLY"'

/**
 * The command that runs a script in bash, with `pipefail`.
 *
 * @param script - The script and what belongs to it.
 * @param platform - Windows passes no further descriptors to bash; there the script comes in a variable.
 */
export function bashCommand(
  { body, setup = '', flags = [], args = [] }: BashScript,
  platform: NodeJS.Platform = process.platform,
): BashCommand {
  const text = `${body.replaceAll('\r\n', '\n')}\n`
  const command = (code: string) => [...flags, '-o', 'pipefail', '-c', code, 'bash', ...args]
  if (platform === 'win32')
    return { command: 'bash', args: command(FROM_VARIABLE), env: { __script: text, __setup: setup } }
  return { command: 'bash', args: command(READ), script: `${setup}\0${text}\0` }
}

/**
 * The command that has bash write down each pipeline that failed: its line, the exit codes of its commands, and the
 * options that are on. Unseen by `set -x`; a script that sets a trap for ERR itself takes its place.
 *
 * @param file - Where to; read it with `readPipeReport`.
 */
export function reportPipes(file: string): string {
  const write = `{ printf '%s|%s|%s\\n' "$LINENO" "\${PIPESTATUS[*]}" "$-"; } >>${quoteForBash(file)} 2>/dev/null`
  return `trap ${quoteForBash(write)} ERR`
}
