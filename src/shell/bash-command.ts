/**
 * How bash gets a script. Not as an argument: other users can list those, and their length is limited. Not on standard
 * input: that belongs to the commands of the script. It comes on descriptor 3, ended by NUL, so that a script that
 * arrived in part (the kernel was killed meanwhile) is not run.
 */

/** A program with a script for it. */
export interface BashCommand {
  readonly command: 'bash'
  readonly args: readonly string[]
  /** Text for descriptor 3. */
  readonly script?: string
  /** Variables that it needs besides the user's. */
  readonly env?: Readonly<Record<string, string>>
}

// `eval` on the first line keeps the script's own line numbers in messages, and its own text alone stands in them: nothing
// can be put before it. REPLY is where `read` puts what it reads, in every bash.
const READ = `IFS= read -r -d '' <&3 || exit 1; exec 3<&-; eval "$REPLY"`
const FROM_VARIABLE = 'REPLY=$__script; unset __script; eval "$REPLY"'
const OPTIONS = ['-o', 'pipefail', '-c']

/**
 * The command that runs a script in bash, with `pipefail`.
 *
 * @param script - The script, without NUL.
 * @param platform - Windows passes no further descriptors to bash; there the script comes in a variable.
 */
export function bashCommand(script: string, platform: NodeJS.Platform = process.platform): BashCommand {
  const text = `${script.replaceAll('\r\n', '\n')}\n`
  if (platform === 'win32')
    return { command: 'bash', args: [...OPTIONS, FROM_VARIABLE, 'bash'], env: { __script: text } }
  return { command: 'bash', args: [...OPTIONS, READ, 'bash'], script: `${text}\0` }
}
