/**
 * What bash wrote down about pipelines that failed, see `reportPipes`: read back. Pure.
 */

/** The last pipeline of a script that failed. */
export interface PipeReport {
  /** Its line in the script, from 1. */
  readonly line: number
  /** The exit codes of its commands. */
  readonly codes: readonly number[]
  /** Whether the failure ended the script (`set -e`). */
  readonly isFatal: boolean
}

/**
 * Reads the report.
 *
 * @param text - All that bash wrote.
 * @returns `undefined` when nothing was reported.
 */
export function readPipeReport(text: string): PipeReport | undefined {
  const entries = text.split('\n').flatMap((entry): PipeReport[] => {
    const [, line, codes = '', flags = ''] = /^(\d+)\|([\d ]+)\|(\w*)$/.exec(entry) ?? []
    if (line === undefined) return []
    return [{ line: Number(line), codes: codes.split(' ').map(Number), isFatal: flags.includes('e') }]
  })
  const last = entries.at(-1)
  // The `eval` around a script that runs to its end fails with it, and is reported as well.
  return last?.isFatal ? last : (entries.at(-2) ?? undefined)
}
