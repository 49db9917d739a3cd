/**
 * A notebook run as text: each cell with its output, written while it arrives. Pure: events in, text out.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
import { stripControls } from '../../display/terminal-text'

/** A step of a run, as `run-notebook.py` reports it. */
export type RunEvent =
  | { readonly event: 'start'; readonly cells: number }
  | { readonly event: 'cell'; readonly type: string; readonly number: number; readonly source: string }
  | { readonly event: 'output'; readonly type: string; readonly content: OutputContent }
  | {
      readonly event: 'end'
      readonly failure: RunFailure | null
      /** Outputs of each code cell, as they would be saved. */
      readonly outputs?: readonly (readonly unknown[])[]
    }

/** The cell that ended a run. */
export interface RunFailure {
  /** Its number among the code cells, from 1. */
  readonly cell: number
  readonly ename: string
  readonly evalue: string
}

/** Content of an output message; which fields are there depends on its type. */
export interface OutputContent {
  readonly text?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly transient?: { readonly display_id?: string }
  readonly ename?: string
  readonly evalue?: string
  readonly traceback?: readonly string[]
}

/** Draws the steps of one run. */
export interface RunPrinter {
  /** Takes the next step. */
  take(event: RunEvent): void
}

/** A display that may still grow: what it holds, and how much of that is written. */
interface Growing {
  readonly id: string
  text: string
  written: string
}

const WIDTH = 100

/**
 * Makes the printer of one run.
 *
 * @param write - Gets the text, piece by piece.
 */
export function createRunPrinter(write: (text: string) => void): RunPrinter {
  let cells = 0
  let isLineOpen = false
  let growing: Growing | undefined
  /** What is written of the displays before: a late update of one is told from its beginning. */
  const settled = new Map<string, string>()

  const put = (text: string) => {
    const clean = stripControls(text)
    if (clean === '') return
    write(clean)
    isLineOpen = !clean.endsWith('\n')
  }
  const endLine = () => {
    if (isLineOpen) put('\n')
  }
  /** Writes what is left of a display before anything else is written. */
  const settle = () => {
    if (!growing) return
    const { id, text, written } = growing
    growing = undefined
    settled.set(id, text)
    // A display that changed what is written already is written again, whole.
    if (text.startsWith(written)) put(text.slice(written.length))
    else {
      endLine()
      put(text)
    }
    endLine()
  }
  const block = (text: string) => {
    settle()
    endLine()
    put(text)
    endLine()
  }
  const show = (content: OutputContent) => {
    const text = plainOf(content)
    const id = content.transient?.display_id
    if (id === undefined) return block(text)
    settle()
    endLine()
    growing = { id, text, written: '' }
  }
  const update = (content: OutputContent) => {
    const id = content.transient?.display_id
    const text = plainOf(content)
    if (id === undefined) return
    if (growing?.id !== id) {
      show(content)
      // `show` has made it the growing one. Of a display written before only what is new is written, on a line of its own.
      const before = settled.get(id)
      if (growing && before !== undefined && text.startsWith(before))
        growing.written = before + (/^\n+/.exec(text.slice(before.length))?.[0] ?? '')
      return
    }
    const { written } = growing
    // Written is what two states in a row agree on, in whole lines: the last line of a live text is often provisional.
    const agreed = commonLines(growing.text, text)
    growing.text = text
    if (agreed.length <= written.length || !agreed.startsWith(written)) return
    put(agreed.slice(written.length))
    growing.written = agreed
  }
  const cell = (type: string, number: number, source: string) => {
    settle()
    endLine()
    if (type !== 'code') return put(`\n${source}\n`)
    const title = `── cell ${number} of ${cells} `
    put(`\n${title.padEnd(WIDTH, '─')}\n${source}\n${'┄'.repeat(WIDTH)}\n`)
  }

  return {
    take(event) {
      if (event.event === 'start') cells = event.cells
      else if (event.event === 'cell') cell(event.type, event.number, event.source)
      else if (event.event === 'end') {
        settle()
        endLine()
      } else if (event.type === 'stream') {
        settle()
        put(event.content.text ?? '')
      } else if (event.type === 'error') block(errorText(event.content))
      else if (event.type === 'update_display_data') update(event.content)
      else if (event.type !== 'clear_output') show(event.content)
    },
  }
}

function plainOf({ data }: OutputContent): string {
  const plain = data?.['text/plain']
  if (typeof plain === 'string') return plain
  return data ? `[${Object.keys(data).join(', ')}]` : ''
}

function errorText({ traceback, ename, evalue }: OutputContent): string {
  return traceback && traceback.length > 0 ? traceback.join('\n') : `${ename}: ${evalue}`
}

/** The whole lines with which both texts begin. */
function commonLines(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, a.lastIndexOf('\n', length - 1) + 1)
}
