/**
 * Output of a cell that is caught instead of shown. Owns which of several captures takes what; knows no messages.
 */
import type { DisplayData } from '../tslab-types'

/** Output that was caught. */
export interface Captured {
  stdout: string
  stderr: string
  readonly outputs: DisplayData[]
}

/** What a capture takes; the rest goes to the one around it, or is shown. */
export interface CapturedKinds {
  readonly stdout: boolean
  readonly stderr: boolean
  readonly displays: boolean
}

const EVERYTHING: CapturedKinds = { stdout: true, stderr: true, displays: true }

/** The captures of one cell, one inside the other. */
export class Captures {
  private readonly running: { readonly into: Captured; readonly kinds: CapturedKinds }[] = []

  get areRunning(): boolean {
    return this.running.length > 0
  }

  start(into: Captured, kinds: CapturedKinds = EVERYTHING): void {
    this.running.push({ into, kinds })
  }

  stop(into: Captured): void {
    const at = this.running.findLastIndex((capture) => capture.into === into)
    if (at >= 0) this.running.splice(at, 1)
  }

  /** Takes text; `false` when no capture does. */
  takeText(name: 'stdout' | 'stderr', text: string): boolean {
    const into = this.innermost(name)
    if (into !== undefined) into[name] += text
    return into !== undefined
  }

  /** Takes a display, or its next state; `false` when no capture does, or the display was shown before. */
  takeDisplay(content: DisplayData, update: boolean): boolean {
    const into = this.innermost('displays')
    if (into === undefined) return false
    const id = content.transient?.display_id
    const at = update ? into.outputs.findIndex((output) => output.transient?.display_id === id) : -1
    if (update && at < 0) return false
    if (at >= 0) into.outputs[at] = content
    else into.outputs.push(content)
    return true
  }

  private innermost(kind: keyof CapturedKinds): Captured | undefined {
    if (this.running.length === 0) return undefined
    return this.running.findLast(({ kinds }) => kinds[kind])?.into
  }
}
