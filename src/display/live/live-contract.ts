/**
 * What a growing answer looks like to those who feed it. Contract only: `live-view` draws it in a notebook,
 * `live-terminal` in a terminal.
 */

/** A tool call of a model, as far as it has arrived. */
export interface ToolCallView {
  /** Name of the function. */
  readonly name: string
  /** Its arguments: JSON, perhaps not complete yet. */
  readonly arguments: string
}

/** An answer on the page. Every method but the last two only notes what came; drawing follows the clock. */
export interface LiveView {
  /** Adds to the text. */
  text(delta: string): void
  /** Adds to the reasoning, folded above the text. */
  reasoning(delta: string): void
  /** Replaces the tool calls, folded above the text. */
  toolCalls(calls: readonly ToolCallView[]): void
  /** Sets the status line under the text; `null` takes it away. */
  note(line: string | null): void
  /** Draws the last frame with a footer; resolves when it has left. Later calls change nothing. */
  end(footer: string): Promise<void>
  /** Draws the last frame, keeps the text and marks it as incomplete; resolves when it has left. */
  fail(line: string): Promise<void>
}
