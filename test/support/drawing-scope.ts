/**
 * A cell whose outputs are kept, each in its last state.
 */
import type { MimeBundle } from '../../src/base/mime-bundle'
import { setScopeSource } from '../../src/kernel/scope/scope'

/** What a cell shows. */
export interface Drawing {
  /** The outputs, in order. */
  readonly outputs: MimeBundle[]
  /** Every state that an output had, as plain text. */
  readonly states: string[]
  /** The outputs as plain text. */
  text(): string
}

/** Makes the next helper calls draw into a new cell. */
export function startDrawing(): Drawing {
  const outputs: MimeBundle[] = []
  const states: string[] = []
  const keep = (bundle: MimeBundle): MimeBundle => {
    states.push(String(bundle.data['text/plain']))
    return bundle
  }
  const display = (bundle: MimeBundle) => {
    const at = outputs.push(keep(bundle)) - 1
    return { update: (next: MimeBundle) => void (outputs[at] = keep(next)) }
  }
  const nothing = () => {}
  const { signal } = new AbortController()
  const scope = {
    kind: 'patched' as const,
    signal,
    write: nothing,
    display,
    clearOutput: nothing,
    input: async () => '',
  }
  setScopeSource(() => scope)
  return { outputs, states, text: () => outputs.map(({ data }) => data['text/plain']).join('\n') }
}
