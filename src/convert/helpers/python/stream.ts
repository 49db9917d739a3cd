/** Streams of clients. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/** The texts of a stream of messages, as they come */
export async function* textsOf(stream: AsyncIterable<any>): AsyncGenerator<string> {
  for await (const event of stream)
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text
}
