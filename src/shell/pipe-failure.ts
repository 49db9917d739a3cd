/**
 * Which failure in a pipeline counts. Owns the rules: a command whose reader had enough has not failed, nor has a
 * search in the middle of a pipe that found nothing; all else counts, as with `pipefail`.
 * @see https://www.gnu.org/software/bash/manual/html_node/Pipelines.html
 */
import type { PipeStage } from './pipe-places'

/** How a pipeline ended. */
export interface PipeEnd {
  readonly stages: readonly PipeStage[]
  /** One exit code for each stage. */
  readonly codes: readonly number[]
  readonly stdout: string
  readonly stderr: string
}

/**
 * Finds the command whose failure counts.
 *
 * @returns Its index; `undefined` when none has failed.
 */
export function findFailure(end: PipeEnd): number | undefined {
  const { codes } = end
  const at = codes.findLastIndex((code, index) => code !== 0 && !isHarmless(end, index))
  return at < 0 ? undefined : at
}

function isHarmless(end: PipeEnd, index: number): boolean {
  const { stages, codes } = end
  if (index === codes.length - 1) return false
  return foundNothing(stages[index] as PipeStage, codes[index] as number) || readerLeft(end, index)
}

/** Programs whose exit code 1 says that there is none, or a difference: an answer, not a failure. */
const ANSWERS_WITH_1 = /^(?:[efz]?grep|xzgrep|bzgrep|rg|ag|ack|pgrep|diff|cmp)$/

function foundNothing({ name = '', words }: PipeStage, code: number): boolean {
  if (code !== 1) return false
  return ANSWERS_WITH_1.test(name) || (name === 'git' && /^(?:grep|diff)$/.test(words[0] ?? ''))
}

/** SIGPIPE, as a shell counts; and what Python ends with when its last output cannot be written. */
const BY_SIGNAL = 141
const PYTHON_FLUSH = 120
/** How programs that ignore SIGPIPE say so, their own words and those of their languages. */
const SAYS_SO =
  /broken ?pipe|\bEPIPE\b|pipe (?:to stdout was|is|was) (?:broken|closed)|fail(?:ed|ure) writing|write error|errno 32\b/i
/** Exit codes with which they end. 74 is EX_IOERR, 101 a panic of Rust. */
const USUAL_CODES = new Set([1, 2, 4, 74, 101, 255])

function readerLeft(end: PipeEnd, index: number): boolean {
  const { name, words, hidesErrors } = end.stages[index] as PipeStage
  const code = end.codes[index] as number
  if (code === BY_SIGNAL || code === PYTHON_FLUSH) return true
  // curl ignores SIGPIPE and has a code for it, which it shares with files that cannot be written.
  if (name === 'curl' && code === 23) return !words.some((word) => TO_FILE.test(word))
  if (name === 'wget' && code === 3) return true
  if (SAYS_SO.test(end.stderr)) return true
  if (!hidesErrors || !USUAL_CODES.has(code)) return false
  return end.stages.slice(index + 1).some(stopsEarly) && hasEnough(end)
}

/** Options of curl that write a file, also at the end of a cluster. */
const TO_FILE = /^(?:-[fgikLnNsSv]*[oO]|--output$|--remote-name)/

/** Readers that may leave before the end of their input. */
function stopsEarly({ name = '', words }: PipeStage): boolean {
  if (/^(?:head|less|more|true|read|\[|test|:)$/.test(name)) return true
  if (/^[efz]?grep$/.test(name))
    return words.some((word) => /^-\w*[qmlL]|^--(?:quiet|silent|max-count)/.test(word))
  if (/^(?:sed|gsed)$/.test(name)) return words.some((word) => /[\dq}/]\s*[qQ]|^[qQ]/.test(word))
  return /^[gnm]?awk$/.test(name) && words.some((word) => /\bexit\b/.test(word))
}

/** Whether the readers got what they were there for, as far as one can see: all lines of `head`, or anything at all. */
function hasEnough({ stages, stdout }: PipeEnd): boolean {
  const last = stages.at(-1)
  if (last?.name === 'head') {
    const count = Number(/^-(?:n=?|-lines=)?(\d+)$/.exec(last.words.join(' ').replace(/ /g, ''))?.[1] ?? 10)
    return stdout.split('\n').length - 1 >= count
  }
  return stdout !== ''
}
