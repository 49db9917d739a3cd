/**
 * What `compare` takes. Holds no code.
 */
import type { ChatOptions } from './chat-options'

/** A model to compare: its name, or options of `chat` that make it another one (server, temperature, …). */
export type CompareModel =
  string | (Partial<ChatOptions> & { readonly model: string; readonly label?: string })

/** Options of every model. */
export type CompareOptions = Partial<ChatOptions>
