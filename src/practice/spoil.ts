/**
 * Spoils a stream that is being sent: ends it early but politely, or puts an error into it. The faults that aimock does
 * not have; it breaks connections and sets the pace itself.
 */
import type { ServerResponse } from 'node:http'

/**
 * Pieces of a stream that get through before it is spoilt: enough to see it grow, fewer than any canned answer has.
 * Node warns of a leak above ten, for aimock adds a listener to one signal for each piece of a stream it will cut.
 */
export const PIECES_BEFORE_FAULT = 10

const STREAM_ERROR = {
  error: { message: 'The model stopped working.', type: 'server_error', param: null, code: 'model_failed' },
}

/**
 * Arms a response. A response that is not streamed passes untouched: it is written by `end` alone.
 *
 * @param response - Response that nothing has been written to yet.
 * @param fault - `unfinished`: the stream just ends; `stream-error`: an error event ends it.
 */
export function spoilStream(response: ServerResponse, fault: 'unfinished' | 'stream-error'): void {
  const write = response.write.bind(response) as (text: string) => boolean
  let left = PIECES_BEFORE_FAULT
  const spoilt = (text: string): boolean => {
    if (left-- > 0) return write(text)
    if (fault === 'stream-error' && left === -1) write(`data: ${JSON.stringify(STREAM_ERROR)}\n\n`)
    response.end()
    return true
  }
  Object.assign(response, { write: spoilt })
}
