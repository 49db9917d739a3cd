/** Streams of clients. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/** The events of a stream of messages as Python's client gives them: after a part, what it adds; at the end, the whole */
export async function* eventsOf(stream: any): AsyncGenerator<any> {
  let text = ''
  for await (const event of stream) {
    const whole = async () => stream.currentMessage ?? (await stream.finalMessage())
    if (event.type === 'content_block_start') text = ''
    if (event.type === 'content_block_stop') event.content_block = (await whole()).content[event.index]
    if (event.type === 'message_stop') event.message = await stream.finalMessage()
    yield event
    const { delta } = event
    if (event.type !== 'content_block_delta') continue
    if (delta.type === 'text_delta' || delta.type === 'thinking_delta') {
      const kind = delta.type.slice(0, -'_delta'.length)
      text += delta[kind]
      yield { type: kind, [kind]: delta[kind], snapshot: text }
    }
    if (delta.type === 'input_json_delta') yield { type: 'input_json', partial_json: delta.partial_json }
    if (delta.type === 'citations_delta') yield { type: 'citation', citation: delta.citation }
    if (delta.type === 'signature_delta') yield { type: 'signature', signature: delta.signature }
  }
}

/** What is sent to a model of Google: a file that it keeps is a part by its address */
export function partsOf(contents: any): any {
  if (Array.isArray(contents)) return contents.map(partsOf)
  const isFile = contents?.uri !== undefined && contents.mimeType !== undefined
  return isFile ? { fileData: { fileUri: contents.uri, mimeType: contents.mimeType } } : contents
}

/** The texts of a stream of messages, as they come */
export async function* textsOf(stream: AsyncIterable<any>): AsyncGenerator<string> {
  for await (const event of stream)
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text
}
