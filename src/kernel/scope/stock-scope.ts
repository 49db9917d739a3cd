/**
 * The scope in a tslab that could not be patched: text goes to the process's streams, displays through tslab's public
 * functions, one media type at a time. There is no prompt and no clearing.
 */
import { UsageError, StoppedError } from '../../errors'
import { redactBundle } from '../../secrets/redact-bundle'
import type { MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from './cell-scope'
import { createMaskedWrites } from './masked-writes'
import type { LiveTslab } from '../tslab-types'

/** Media types in the order in which a page shows them best. */
const RANK = [
  'text/html',
  'text/markdown',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'text/latex',
  'text/plain',
]

interface PublicDisplay {
  raw(mediaType: string, content: string): void
}

const { setImmediate } = globalThis

/** Makes the scope for all cells of an unpatched kernel. */
export function createStockScope(tslab: LiveTslab): CellScope {
  const { newDisplay } = tslab.require('./public.js') as { newDisplay(): PublicDisplay }
  let abort = new AbortController()
  // Not at once: a listener added while a cell starts makes the next Stop end the process.
  setImmediate(() =>
    process.on('SIGINT', () => {
      abort.abort(new StoppedError('The cell was stopped.'))
      abort = new AbortController()
    }),
  )
  const draw = (target: PublicDisplay, bundle: MimeBundle) => {
    const data = redactBundle(bundle).data as Record<string, unknown>
    const type = RANK.find((candidate) => typeof data[candidate] === 'string') ?? 'text/plain'
    target.raw(type, String(data[type]))
  }
  return {
    kind: 'stock',
    get signal() {
      return abort.signal
    },
    write: createMaskedWrites((name, text) => void process[name].write(text)),
    display(bundle) {
      const target = newDisplay()
      draw(target, bundle)
      return { update: (next) => draw(target, next) }
    },
    clearOutput() {},
    input: (prompt) =>
      Promise.reject(
        new UsageError(
          `${JSON.stringify(prompt.trim())} cannot be asked in this kernel. Set the value in the environment or in .env.`,
        ),
      ),
  }
}
