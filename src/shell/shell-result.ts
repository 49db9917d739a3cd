/**
 * What a finished command gives: its output as a value. Knows nothing of how it was run.
 */
import { printsAs, formatBytes } from '../display/one-line'
import { MagicsError } from '../errors'

/** What a command wrote and how it ended. As the last expression of a cell it prints as one short line. */
export interface ShellResult {
  /** All of standard output, exactly as it came. */
  readonly stdout: string
  /** All of standard error. */
  readonly stderr: string
  /** Exit code; 128 plus the number of the signal that ended the command. */
  readonly exitCode: number
  /** The signal that ended the command, e.g. `SIGKILL`; `undefined` when it exited by itself. */
  readonly signal: string | undefined
  /** The lines of standard output; none for no output. */
  lines(): string[]
  /**
   * Standard output read as JSON.
   * @throws MagicsError `json` when it is not JSON; the message does not repeat it.
   */
  json<T = unknown>(): T
}

/**
 * Makes the result.
 *
 * @param name - What ran, in a word: `bash`, `npm install`.
 * @param fields - Output and end.
 */
export function createShellResult(
  name: string,
  fields: Pick<ShellResult, 'stdout' | 'stderr' | 'exitCode' | 'signal'>,
): ShellResult {
  const result = { ...fields }
  const methods = {
    lines: () => splitLines(fields.stdout),
    json: () => parseJson(name, fields.stdout),
  }
  // Not enumerable: a result that is compared, shown or stored is its data.
  for (const [key, value] of Object.entries(methods)) Object.defineProperty(result, key, { value })
  return printsAs(result as ShellResult, () => summarize(name, fields))
}

function summarize(
  name: string,
  { stdout, stderr, exitCode, signal }: Omit<ShellResult, 'lines' | 'json'>,
): string {
  const end = signal === undefined ? `exit code ${exitCode}` : `ended by ${signal}`
  const output = [describeOutput('stdout', stdout), describeOutput('stderr', stderr)].filter(Boolean)
  return `${name}: ${[end, ...output].join(', ')}`
}

function describeOutput(stream: string, text: string): string {
  if (text === '') return ''
  const count = splitLines(text).length
  return `${count} ${count === 1 ? 'line' : 'lines'} (${formatBytes(Buffer.byteLength(text))}) on ${stream}`
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function parseJson<T>(name: string, text: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    const what =
      text.trim() === '' ? 'nothing on stdout' : `no JSON on stdout (${formatBytes(Buffer.byteLength(text))})`
    // Without the parser's own message and cause: both quote the text.
    throw new MagicsError('json', `${name} wrote ${what}. Look at .stdout, or have the command print JSON.`, {
      partial: text,
    })
  }
}
