/**
 * A cell for tests: what helpers write and draw is kept as a list, in order.
 */
import { setScopeSource } from '../../../src/kernel/scope/scope'
import type { CellScope } from '../../../src/kernel/scope/cell-scope'
import type { MimeBundle } from '../../../src/base/mime-bundle'

/** One output: text of a stream, or a display with every bundle it showed. */
export type Output =
  { readonly stream: 'stdout' | 'stderr'; text: string } | { readonly bundles: MimeBundle[] }

/** A cell that is running. */
export interface TestCell {
  readonly outputs: Output[]
  readonly stop: (reason?: unknown) => void
  /** All text of a stream. */
  text(stream: 'stdout' | 'stderr'): string
  /** The last bundle of each display. */
  displays(): MimeBundle[]
}

/** Makes a cell the current one. */
export function openCell(kind: CellScope['kind'] = 'patched'): TestCell {
  const outputs: Output[] = []
  const controller = new AbortController()
  const scope: CellScope = {
    kind,
    signal: controller.signal,
    write(stream, text) {
      const last = outputs.at(-1)
      if (last && 'stream' in last && last.stream === stream) last.text += text
      else outputs.push({ stream, text })
    },
    display(bundle) {
      const bundles = [bundle]
      outputs.push({ bundles })
      return { update: (next) => void bundles.push(next) }
    },
    clearOutput: () => void outputs.splice(0),
    input: () => Promise.reject(new Error('nobody answers in a test')),
  }
  setScopeSource(() => scope)
  return {
    outputs,
    stop: (reason) => controller.abort(reason),
    text: (stream) =>
      outputs
        .flatMap((output) => ('stream' in output && output.stream === stream ? output.text : []))
        .join(''),
    displays: () => outputs.flatMap((output) => ('bundles' in output ? (output.bundles.at(-1) ?? []) : [])),
  }
}
