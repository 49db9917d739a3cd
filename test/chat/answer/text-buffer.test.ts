import { createTextBuffer } from '../../../src/chat/answer/text-buffer'

describe('createTextBuffer', () => {
  test('gives what was added, also when it is read in between', () => {
    const buffer = createTextBuffer()
    expect(buffer.isEmpty).toBe(true)
    let text = ''
    for (let at = 0; at < 2000; at++) {
      buffer.add(`${at},`)
      text += `${at},`
      if (at % 700 === 0) expect(buffer.toString()).toBe(text)
    }
    expect(buffer.toString()).toBe(text)
  })
})
