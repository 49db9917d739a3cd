/**
 * Text as it arrives, to the cell's stdout, without escape sequences that could do harm. What is too long for a page is
 * left out and said; the value of the call holds all of it.
 */
import { formatBytes } from '../../display/one-line'
import { createControlStripper } from '../../display/terminal-text'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { BodyView } from './body-view'

/** Most bytes of one text that are shown. */
const MAX_SHOWN_BYTES = 1024 * 1024

/** Makes a view of text. */
export function createTextView(scope: CellScope, charset = 'utf-8'): BodyView {
  const decoder = new TextDecoder(charset)
  const stripper = createControlStripper()
  let shown = 0
  let hidden = 0
  const write = (text: string): void => {
    if (text !== '') scope.write('stdout', text)
  }
  return {
    push(bytes) {
      const room = Math.max(MAX_SHOWN_BYTES - shown, 0)
      const part = bytes.subarray(0, room)
      shown += part.length
      hidden += bytes.length - part.length
      if (part.length > 0) write(stripper.push(decoder.decode(part, { stream: true })))
    },
    end() {
      write(stripper.push(decoder.decode()) + stripper.end())
      if (hidden > 0) write(`\n\u2026 ${formatBytes(hidden)} more, not shown. The result holds all of it.\n`)
      return Promise.resolve()
    },
  }
}
