/** What Python's parser gives of one source. */
import type { Statement } from './statements'

export interface Comment {
  readonly line: number
  readonly col: number
  /** With its `#`. */
  readonly text: string
  /** Whether nothing else is on its line. */
  readonly alone: boolean
}

/** What came of one source. */
export type Parsed =
  | { readonly body: readonly Statement[]; readonly comments: readonly Comment[] }
  | { readonly error: { readonly message: string; readonly line: number } }
