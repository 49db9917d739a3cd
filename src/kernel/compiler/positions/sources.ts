/**
 * The texts that code in this process was compiled from, by the name that V8 knows the code under. What an error shows of
 * them is made in stack-traces.ts.
 */
import type { ToSource } from './source-maps'

/** A text that was compiled. */
export interface Source {
  /** What people call it: `cell [3]`, a path. */
  readonly label: string
  readonly text: string
  readonly toSource: ToSource
}

const sources = new Map<string, Source>()

/** So many cells and files are remembered; an error of an older one shows no place. */
const MAX_SOURCES = 5_000

/** Remembers a text under the name of its code; a later one of that name takes its place. */
export function registerSource(name: string, source: Source): void {
  sources.delete(name)
  sources.set(name, source)
  const [oldest] = sources.keys()
  if (sources.size > MAX_SOURCES && oldest !== undefined) sources.delete(oldest)
}

/** The text of a name; `undefined` for code that was not compiled here. */
export function sourceOf(name: string): Source | undefined {
  return sources.get(name)
}

/** The newest text with a label, as it stands in a stack trace. */
export function sourceLabelled(label: string): Source | undefined {
  return [...sources.values()].findLast((source) => source.label === label)
}
