/**
 * How a script for bash ended once the rules for pipes are applied: which command failed, or that none did. Knows
 * the script's text and what bash reported of it, not how it was run.
 */
import { loadParser } from '../base/unbash'
import { findFailure } from './pipe-failure'
import { listLastPipes, type PipePlace } from './pipe-places'
import { readPipeReport, type PipeReport } from './pipe-report'

/** How a command ended and what it wrote. */
export interface CommandEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What an end means. */
export interface Verdict {
  readonly exitCode: number
  /** The command of a pipe that failed, in words. */
  readonly where?: string | undefined
}

/**
 * Judges the end of a script.
 *
 * @param run - `script`: its text; `report`: what `reportPipes` had bash write.
 * @param end - How bash ended.
 * @returns Exit code 0 where all that failed had a reader that left, or was a search without a find, and nothing of the
 * script was skipped because of it.
 */
export async function judgePipes(
  { script, report }: { readonly script: string; readonly report: string },
  end: CommandEnd,
): Promise<Verdict> {
  const failed = readPipeReport(report)
  const { exitCode } = end
  if (exitCode === 0 || failed === undefined) return { exitCode }
  const { parse } = await loadParser()
  const tree = parse(script)
  if (tree.errors?.length) return { exitCode }
  const place = listLastPipes(tree, script).find((pipe) => isReported(pipe, failed, exitCode))
  if (place === undefined) return { exitCode }
  const { stages } = place
  const at = findFailure({ ...end, codes: failed.codes, stages })
  if (at === undefined) return { exitCode: failed.isFatal && place.isRepeated ? exitCode : 0 }
  const name = stages[at]?.name
  return {
    exitCode: failed.codes[at] as number,
    where:
      stages.length === 1 ? undefined : `${name ?? 'command'}, ${at + 1} of ${stages.length} in the pipe`,
  }
}

function isReported(
  { stages, firstLine, lastLine }: PipePlace,
  report: PipeReport,
  exitCode: number,
): boolean {
  const { codes, line } = report
  const status = codes.findLast((code) => code !== 0)
  return stages.length === codes.length && status === exitCode && line >= firstLine && line <= lastLine
}
