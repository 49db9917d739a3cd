/**
 * A request as snippets write it: without values that are secret, with the body as it was sent. Types only.
 */
import type { Text } from './text'

/** One request, in no language yet. It is JSON, so that an output's metadata can hold it. */
export interface SnippetRequest {
  /** Method, e.g. `POST`. */
  readonly method: string
  /** The whole address; a variable stands for its beginning where one holds it. */
  readonly url: Text
  /** Headers that say something: none that every client adds by itself. Secrets are variables. */
  readonly headers: readonly (readonly [name: string, value: Text])[]
  /** Missing when there was none. */
  readonly body?: SnippetBody
}

/** What a request carries. */
export type SnippetBody =
  /** Text as it was sent: digits of numbers and order of fields are kept. */
  | { readonly text: Text }
  /** A form of several parts (`curl -F`). */
  | { readonly form: readonly FormField[] }
  /** Something that no snippet can hold. `why` completes "The body …". */
  | { readonly why: string }

/** A part of a form: a text, or a file. */
export interface FormField {
  readonly name: string
  /** Text of the part; missing for a file. */
  readonly value?: Text
  /** Path of the file. */
  readonly file?: string
  /** Name under which the file is sent. @defaultValue the last part of its path */
  readonly filename?: string
  /** Media type, where the request named one. */
  readonly type?: string
}
