/**
 * What the kernel and the worker that looks at types say to each other. Types only; knows nothing of TypeScript.
 * A message without `id` wants no answer.
 */

/** What the worker is started with; it reads it before any message. */
export interface CheckerWorkerData {
  /** Where TypeScript is loaded from. */
  readonly typescriptPath: string
  /** One 32-bit counter: how many questions the kernel has asked. Raised before the question is sent. */
  readonly asked: SharedArrayBuffer
  /** The notebook, as far as it does not change. */
  readonly settings: CheckerSettings
}

/** What is fixed about a notebook. */
export interface CheckerSettings {
  /** The folder that cells import from. */
  readonly root: string
  /** Whether cells are JavaScript. */
  readonly isJs: boolean
  /** The folder of the package that `import "tslab"` means. */
  readonly tslabFolder: string
  /** A folder of `@types` that is used when none of the notebook's own has `@types/node`. */
  readonly fallbackTypeRoots: string
  /** What was declared before the first cell, as the text of a `.d.ts` file. */
  readonly declarations?: string | undefined
}

/** A cell that has been run, or has begun to run. */
export interface CellSource {
  /** Told apart by this; given in the order of running. */
  readonly id: number
  /** The text of the cell. */
  readonly code: string
}

/** A cell that is a module: `import "./name"` finds it. */
export interface ModuleSource {
  /** The name, without `./` and extension. */
  readonly name: string
  /** The text of the cell. */
  readonly code: string
  /** Whether it holds JSX. */
  readonly jsx: boolean
}

/** A place in code that has not been run yet. */
export interface Place {
  /** The text of the cell. */
  readonly code: string
  /** Characters before the cursor. */
  readonly offset: number
}

/** One problem that TypeScript sees. */
export interface Note {
  /** Path relative to the notebook; absent for the cell itself. */
  readonly file?: string
  /** Line, from 1. */
  readonly line: number
  /** Column in UTF-16 units, from 1. */
  readonly column: number
  /** TypeScript's number of the problem, e.g. 2322. */
  readonly code: number
  /** What is wrong, in one line or more; the first says it. */
  readonly message: string
  /** How bad it is. */
  readonly category: 'error' | 'warning'
}

/** What can be written at a place. */
export interface Completion {
  /** Where the text begins that a match replaces. */
  readonly start: number
  /** Where it ends. */
  readonly end: number
  /** Best first. */
  readonly matches: readonly CompletionMatch[]
}

/** One thing that can be written. */
export interface CompletionMatch {
  /** What is written. */
  readonly text: string
  /** What it is, in the words of JupyterLab: `function`, `class`, `keyword`, `instance`, `module`, `property`, `path`. */
  readonly kind: string
  /** TypeScript's rank of it: less is better. */
  readonly sortText?: string
}

/** What is known of the thing at a place. */
export interface Inspection {
  /** Signature, documentation and tags; absent when there is nothing to say. */
  readonly text?: string
}

/** Orders, which are not answered. */
export type Order =
  | ({ readonly kind: 'add' } & CellSource)
  | ({ readonly kind: 'module' } & ModuleSource)
  | { readonly kind: 'invalidate' }

/** What is to be checked: a cell by its number, a module by its name. */
export type CheckTarget = { readonly cell: number } | { readonly module: string }

/** Requests, each of which gets one {@link Reply}. */
export type Request =
  | { readonly kind: 'check'; readonly id: number; readonly target: CheckTarget }
  | ({ readonly kind: 'complete'; readonly id: number } & Place)
  | ({ readonly kind: 'inspect'; readonly id: number } & Place)
  | { readonly kind: 'names'; readonly id: number }

/** The answers by the kind of the request. */
export interface Answers {
  readonly check: readonly Note[]
  readonly complete: Completion
  readonly inspect: Inspection
  /** The names that a new cell would see. */
  readonly names: readonly string[]
}

/** What comes back for a request. */
export type Reply =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string }
