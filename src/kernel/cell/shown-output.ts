/**
 * What a cell has shown, in the form in which a notebook file keeps it. Owns merging, updates and the limit; it is told of
 * each message as it is sent, masked.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs
 */
import type { DisplayData } from '../tslab-types'
import type { StreamName } from '../scope/cell-scope'
import type { SendMessage } from './cell-output'

/** An output of a cell. */
export type NotebookOutput =
  | { readonly output_type: 'stream'; readonly name: StreamName; text: string }
  | { readonly output_type: 'display_data'; data: DisplayData['data']; metadata: Record<string, unknown> }
  | ({ readonly output_type: 'error' } & object)

/** Most characters that are kept of one cell. */
const MAX_CHARS = 4_000_000

/** The output of one cell so far. */
export class ShownOutput {
  #outputs: NotebookOutput[] = []
  readonly #displays = new Map<string, NotebookOutput & { output_type: 'display_data' }>()
  #chars = 0
  #isCut = false
  /** Whether the next output takes the place of all that is there. */
  #isClearing = false

  /** Outputs in their order. */
  get outputs(): readonly NotebookOutput[] {
    return this.#outputs
  }

  /** Whether there was more than is kept. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Takes a message that is being sent. */
  readonly take: SendMessage = (type, content) => {
    if (type === 'clear_output') {
      this.#isClearing = true
      if (!(content as { wait: boolean }).wait) this.#clear()
      return
    }
    if (type === 'update_display_data') return this.#update(content as DisplayData)
    if (this.#isClearing) this.#clear()
    if (!this.#hasRoom(sizeOf(content as object))) return
    if (type === 'stream') this.#stream(content as { name: StreamName; text: string })
    else if (type === 'error') this.#outputs.push({ output_type: 'error', ...(content as object) })
    else if (type === 'display_data') this.#display(content as DisplayData)
  }

  #stream({ name, text }: { name: StreamName; text: string }): void {
    const last = this.#outputs.at(-1)
    if (last?.output_type === 'stream' && 'name' in last && last.name === name) last.text += text
    else this.#outputs.push({ output_type: 'stream', name, text })
  }

  #display({ data, metadata = {}, transient }: DisplayData): void {
    const output = { output_type: 'display_data' as const, data, metadata }
    this.#outputs.push(output)
    if (transient?.display_id !== undefined) this.#displays.set(transient.display_id, output)
  }

  #update({ data, metadata = {}, transient }: DisplayData): void {
    const output = this.#displays.get(transient?.display_id ?? '')
    if (output === undefined) return
    this.#chars -= sizeOf(output)
    if (this.#hasRoom(sizeOf({ data }))) Object.assign(output, { data, metadata })
  }

  #clear(): void {
    this.#outputs = []
    this.#displays.clear()
    this.#chars = 0
    this.#isCut = this.#isClearing = false
  }

  #hasRoom(chars: number): boolean {
    if (this.#chars + chars > MAX_CHARS) this.#isCut = true
    else this.#chars += chars
    return !this.#isCut
  }
}

/** Characters of its texts. */
function sizeOf(content: object): number {
  const { text, data } = content as { text?: string; data?: Record<string, unknown> }
  if (data === undefined) return text?.length ?? 0
  return Object.values(data).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  )
}
