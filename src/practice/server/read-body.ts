/**
 * Reads the JSON body of a request.
 */
import type { IncomingMessage } from 'node:http'
import { refuse, type Refusal } from '../refusals'
import { isJsonObject, type JsonObject } from '../served'

/** Most bytes of a body; Anthropic's own limit. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/**
 * Reads a body to its end.
 *
 * @param request - The request.
 * @returns The body in a wrapper, or a refusal when it is too large or no JSON object.
 * @throws Error When the caller goes before the end.
 */
export async function readJsonBody(
  request: IncomingMessage,
): Promise<{ readonly body: JsonObject } | Refusal> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // What is too much is read all the same: a caller that still sends would not see the refusal.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES)
    return refuse(`The body has more than ${MAX_BODY_BYTES} bytes.`, { status: 413 })
  let body: unknown
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return refuse('The body is no JSON. In curl, quote it in single quotes.', { code: 'invalid_json' })
  }
  return isJsonObject(body) ? { body } : refuse('The body must be a JSON object.', { code: 'invalid_json' })
}
