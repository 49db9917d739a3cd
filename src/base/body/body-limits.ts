/**
 * How much of a body is read and kept: the two limits, their defaults, and the words in which each is told. Nothing that a
 * server sends is kept without a bound.
 */
import { UsageError } from '../../errors'

/** Limits of one body. */
export interface BodyLimits {
  /**
   * Most characters that are held for one event of a stream that has not come to its end, and most of one whole event. The
   * blank line that ends it counts. `Infinity` for no limit.
   * @defaultValue 8,388,608 (8 Mi)
   */
  readonly maxEventChars?: number | undefined
  /**
   * Most bytes of one body, after decompression; of a stream all of it counts. `Infinity` for no limit.
   * @defaultValue 268,435,456 (256 MiB)
   */
  readonly maxBodyBytes?: number | undefined
}

/** Limits that are all set. */
export interface SetLimits {
  readonly maxEventChars: number
  readonly maxBodyBytes: number
}

/** What holds where nothing else is asked for: an answer of a million tokens fits, and so does it in memory. */
export const DEFAULT_LIMITS: SetLimits = { maxEventChars: 8 * 1024 ** 2, maxBodyBytes: 256 * 1024 ** 2 }

/** No limits, for what is in memory already. */
export const NO_LIMITS: SetLimits = { maxEventChars: Infinity, maxBodyBytes: Infinity }

/**
 * Reads the limits among the options of a call.
 *
 * @param options - The options.
 * @returns Both limits.
 * @throws UsageError for a limit that is no number from 1 on.
 */
export function readLimits(options: BodyLimits): SetLimits {
  const { maxEventChars = DEFAULT_LIMITS.maxEventChars, maxBodyBytes = DEFAULT_LIMITS.maxBodyBytes } = options
  for (const [name, value] of Object.entries({ maxEventChars, maxBodyBytes }))
    if (typeof value !== 'number' || !(value >= 1))
      throw new UsageError(`${name} is a number from 1 on; Infinity is no limit.`)
  return { maxEventChars, maxBodyBytes }
}

/**
 * One sentence about a body that passed `maxBodyBytes`, and what to do.
 *
 * @param what - What it is a body of, e.g. `the answer`.
 * @param maxBodyBytes - The limit.
 */
export function bodyTooLarge(what: string, maxBodyBytes: number): string {
  return `${what} is larger than ${inUnits(maxBodyBytes, ['bytes', 'KiB', 'MiB', 'GiB'])}. Raise maxBodyBytes if that is meant.`
}

/**
 * One sentence about an event that passed `maxEventChars`, and what to do.
 *
 * @param maxEventChars - The limit.
 */
export function eventTooLong(maxEventChars: number): string {
  const limit = inUnits(maxEventChars, ['characters', 'Ki characters', 'Mi characters'])
  return `an event of the stream is longer than ${limit}. Raise maxEventChars if that is meant.`
}

/** A limit as whoever set it would write it: in the largest unit of which it is a whole number. */
function inUnits(count: number, units: readonly string[]): string {
  let rest = count
  let at = 0
  while (rest % 1024 === 0 && at < units.length - 1) {
    rest /= 1024
    at++
  }
  return `${rest.toLocaleString('en-US')} ${units[at]}`
}
