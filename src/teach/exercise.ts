/**
 * The public `exercise`: a check of what a student's cells have done, with one line for the result. Owns the count of
 * tries and what is told when.
 */
import { checkOptions } from '../base/option-names'
import { processWide } from '../base/process-wide'
import { printsAs } from '../display/one-line'
import { UsageError } from '../errors'
import type { Captured } from '../kernel/cell/capture-stack'
import { captureOutput } from '../kernel/cell/capture'
import { currentScope } from '../kernel/scope/scope'
import { noteShown } from '../kernel/scope/shown-values'
import { exerciseBundle } from './draw-exercise'
import { ExerciseError } from './errors'
import type { Expect } from './expect-types'
import { type Complaint, readComplaint } from './verdict'

/** What a check works with. */
export interface ExerciseTools {
  /** Jest's `expect`, with matchers for requests, answers, output and keys. */
  readonly expect: Expect
  /**
   * Runs code and gives what it printed and drew, instead of showing it.
   * @param run - The code.
   */
  capture(run: () => unknown): Promise<CapturedOutput>
}

/** What code printed and drew. */
export interface CapturedOutput {
  /** What was printed. */
  readonly stdout: string
  /** Warnings and the like. */
  readonly stderr: string
  /** Each display, with its content by media type. */
  readonly outputs: readonly { readonly data: { readonly [mediaType: string]: unknown } }[]
}

/** Settings of {@link exercise}. */
export interface ExerciseOptions {
  /** One hint for each try that failed, from the first on; each opens at a click. @defaultValue none */
  readonly hints?: readonly string[]
  /** What would solve it, as text. @defaultValue none */
  readonly solution?: string
  /** Tries after which the solution can be read. @defaultValue one more than there are hints, and 3 at least */
  readonly solutionAfter?: number
  /** `false`: an exercise that is not solved is told in the result instead of an error. @defaultValue true */
  readonly reject?: boolean
}

/** What came of an exercise. */
export interface ExerciseResult {
  /** Name of the exercise. */
  readonly name: string
  /** Whether it is solved. */
  readonly passed: boolean
  /** Tries that failed in this session. */
  readonly failedTries: number
  /** What is wrong, in one line; missing when it is solved. */
  readonly complaint?: string
}

const MIN_SOLUTION_AFTER = 3

const shared = processWide<Map<string, number>>('exercises')

/**
 * Checks what cells have done, and shows one green or red line. Running it again checks again; the name stands for one
 * exercise, however often it is run.
 *
 * @param name - Its name, the same each time.
 * @param check - Looks at the work: with `expect`, or by returning `true` or `false`.
 * @param options - Hints and solution; `reject`.
 * @returns What came of it.
 * @throws ExerciseError `exercise` when it is not solved; the cell shows why.
 * @throws UsageError when the check asks for nothing, or for an option that there is not.
 * @example
 * ```ts
 * const answer = await chat({ model: 'deci-nano', messages: 'What is a roux?', temperature: 0.2 })
 * await exercise('a first call', ({ expect }) => {
 *   expect(answer).toHaveEnded('whole')
 *   expect(answer.text).toMatch(/./)
 * })
 * ```
 */
export async function exercise(
  name: string,
  check: (tools: ExerciseTools) => unknown,
  options: ExerciseOptions = {},
): Promise<ExerciseResult> {
  if (typeof name !== 'string' || name.trim() === '')
    throw new UsageError('An exercise has a name: exercise("first call", …).')
  if (typeof check !== 'function')
    throw new UsageError(
      `exercise "${name}" needs a function that checks: exercise("${name}", ({ expect }) => …).`,
    )
  checkOptions('exercise', options)
  const scope = currentScope()
  const complaint = await complaintOf(name, check)
  const tries = (shared.value ??= new Map<string, number>())
  const failedTries = (tries.get(name) ?? 0) + (complaint ? 1 : 0)
  tries.set(name, failedTries)
  const { hints = [], solution } = options
  const solutionAfter = options.solutionAfter ?? Math.max(MIN_SOLUTION_AFTER, hints.length + 1)
  const bundle = exerciseBundle({
    name,
    hints: hints.slice(0, failedTries),
    ...(complaint ? { complaint } : {}),
    ...(solution !== undefined && failedTries >= solutionAfter ? { solution } : {}),
  })
  const facts = { name, passed: complaint === undefined, failedTries }
  // So that a report knows exercises without reading texts.
  scope.display({ ...bundle, metadata: { 'tslab-magics': { exercise: { name, passed: facts.passed } } } })
  if (complaint && options.reject !== false)
    throw new ExerciseError(`${name}: ${complaint.line}`, { exercise: name, tries: failedTries })
  const result: ExerciseResult = { ...facts, ...(complaint ? { complaint: complaint.line } : {}) }
  return noteShown(
    printsAs(result, () => `${facts.passed ? '✔' : '✘'} ${name}`),
    scope,
  )
}

async function complaintOf(
  name: string,
  check: (tools: ExerciseTools) => unknown,
): Promise<Complaint | undefined> {
  const { loadExpect } = await import('./load-expect.js')
  const { expect, asked } = await loadExpect()
  let value: unknown
  try {
    value = await check({ expect, capture })
  } catch (error) {
    return readComplaint(error)
  }
  if (value === false) return { line: 'not what is expected', details: [] }
  if (value !== true && asked() === 0)
    throw new UsageError(`exercise "${name}" checks nothing: use expect(…) in it, or return true or false.`)
  return undefined
}

async function capture(run: () => unknown): Promise<CapturedOutput> {
  const into: Captured = { stdout: '', stderr: '', outputs: [] }
  await captureOutput(async () => run(), into)
  return into as CapturedOutput
}
