/**
 * What the words of a command say about how its output is drawn. Pure.
 */
import type { CurlRun } from '../../script/shell'

/** Commands that give all that they take, so that a stream behind them is still one. */
const PASSING = /(?:^|\/)(?:cat|tee|pv)$/

/** Whether a command gives all that it takes. */
export function passesAll(command: string): boolean {
  return PASSING.test(command)
}

/** Whether a command has one of some flags, alone or in a cluster of flags without values. */
export function hasFlag({ argv }: CurlRun, letters: string, ...names: readonly string[]): boolean {
  return argv.some(
    (word) =>
      names.includes(word) ||
      (/^-[sSfLkNgGiIvw#jJq]+$/.test(word) && [...letters].some((letter) => word.includes(letter))),
  )
}
