/**
 * Spoils a stream of chat completions that is being sent: ends it early but politely, or puts an error into it. The
 * faults that aimock does not have; it breaks connections and sets the pace itself.
 */
import type { ServerResponse } from 'node:http'
import { PIECES_BEFORE_FAULT } from '../pace'
import { MODEL_FAILED } from '../served'

const STREAM_ERROR = {
  error: { message: MODEL_FAILED, type: 'server_error', param: null, code: 'model_failed' },
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
