import { chat } from '../../../src/chat/chat'

/** Asks with `chat`, as a cell does. */
export function runChat(baseURL: string, apiKey: string): Promise<unknown> {
  return chat({ baseURL, apiKey, model: 'm', messages: 'Hi', stream: false })
}
