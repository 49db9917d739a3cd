/**
 * A JSON body, or the output of a JSON filter, as a tree once it is whole.
 */
import { isNewlineJson } from '../../chat/answer/not-an-answer'
import { parseExactJson } from '../../display/exact-json'
import { jsonBundle } from '../../display/json-tree'
import { formatBytes } from '../../display/one-line'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { BodyEnd, BodyView } from './body-view'
import { createTextView } from './text-view'

/** Largest document that is drawn as a tree; JupyterLab itself is slow far below that. */
const MAX_TREE_BYTES = 32 * 1024 * 1024

/** Settings of {@link createJsonView}. */
export interface JsonViewOptions {
  /** Name of the tree's root. */
  readonly root?: string
  /** Finds what a body reports as failure; its value is `undefined` when it is no JSON. @defaultValue nothing is looked for */
  readonly findError?: (value: unknown, text: string) => BodyEnd
  /** Draws several documents, one a line. @defaultValue as text */
  readonly createLines?: () => BodyView
}

/** Makes a view of one JSON document. */
export function createJsonView(scope: CellScope, options: JsonViewOptions = {}): BodyView {
  const chunks: Uint8Array[] = []
  let size = 0
  let tooLong: BodyView | undefined
  return {
    push(bytes) {
      size += bytes.length
      if (tooLong) return tooLong.push(bytes)
      chunks.push(bytes)
      if (size <= MAX_TREE_BYTES) return
      tooLong = createTextView(scope)
      for (const chunk of chunks.splice(0)) tooLong.push(chunk)
    },
    async end(failure) {
      if (tooLong) {
        scope.write('stderr', `${formatBytes(size)} of JSON: too much for a tree.\n`)
        return tooLong.end(failure)
      }
      const body = Buffer.concat(chunks)
      const text = body.toString('utf8')
      const value = parse(text)
      if (value === undefined) {
        const lines = isNewlineJson(text) ? options.createLines?.() : undefined
        const view = lines ?? createTextView(scope)
        view.push(body)
        const end = await view.end(failure)
        return lines ? end : options.findError?.(undefined, text)
      }
      scope.display(
        jsonBundle(parseExactJson(text, value), options.root === undefined ? {} : { root: options.root }),
      )
      return options.findError?.(value, text)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
