/**
 * Masked text to streams that have no exit of ours: in a terminal, and in a tslab that could not be patched. A secret
 * may arrive cut into any number of writes; what may be the beginning of one waits a moment for the rest.
 */
import { createRedactor, type Redactor } from '../../secrets/redact-stream'
import type { StreamName } from './cell-scope'

/** How long the beginning of a secret waits for its rest: longer than a pipe takes from one write to the next. */
const WAIT_MS = 250

const { setTimeout } = globalThis
const realLater = (run: () => void, ms: number): void => void setTimeout(run, ms).unref()

/** Writes text to a stream. */
export type WriteText = (name: StreamName, text: string) => void

/**
 * Makes a writer that masks secrets.
 *
 * @param write - Where masked text goes.
 * @param later - Timer, to be replaced in tests.
 */
export function createMaskedWrites(write: WriteText, later = realLater): WriteText & { flush(): void } {
  const redactors: Record<StreamName, Redactor> = { stdout: createRedactor(), stderr: createRedactor() }
  let writes = 0
  const send = (name: StreamName, text: string): void => {
    if (text !== '') write(name, text)
  }
  const flush = (): void => {
    for (const name of ['stdout', 'stderr'] as const) send(name, redactors[name].flush())
  }
  const put: WriteText = (name, text) => {
    const other = name === 'stdout' ? 'stderr' : 'stdout'
    send(other, redactors[other].release())
    send(name, redactors[name].push(text))
    const count = ++writes
    if (redactors.stdout.peekHeld() + redactors.stderr.peekHeld() > 0)
      later(() => {
        if (count === writes) flush()
      }, WAIT_MS)
  }
  return Object.assign(put, { flush })
}
