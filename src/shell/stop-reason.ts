/**
 * What a command fails with that was ended before its end: by Stop, by a signal of the caller or by its time limit.
 */
import { TimeLimitError } from '../base/signals'
import { isObject } from '../base/unknown'
import { formatMs } from '../display/one-line'
import { MagicsError, StoppedError } from '../errors'

/** A command that was ended. */
export interface EndedCommand {
  /** What it is called: `bash`, `npm install`, `curl`. */
  readonly name: string
  /** Its output so far. */
  readonly partial: string
}

/**
 * Finds the error for the reason of a signal.
 *
 * @param reason - The reason of the signal.
 * @param command - The command that the signal ended.
 * @returns A MagicsError `timeout` for a time limit, also for that of an `AbortSignal.timeout`, a {@link StoppedError} for a
 * stop; another failure of this library as it is, for that is why the command was ended.
 */
export function stopReason(reason: unknown, { name, partial }: EndedCommand): MagicsError {
  if (reason instanceof TimeLimitError)
    return new MagicsError(
      'timeout',
      `${name} ran longer than ${formatMs(reason.limitMs)} and was ended. Raise timeoutMs if that was too short.`,
      { partial },
    )
  if (isObject(reason) && reason['name'] === 'TimeoutError')
    return new MagicsError('timeout', `${name} ran longer than its signal allows and was ended.`, {
      partial,
      cause: reason,
    })
  if (MagicsError.is(reason) && reason.code !== 'stopped') return reason
  return new StoppedError(`${name} was stopped before it was finished.`, { partial, cause: reason })
}
