/**
 * Deltas in batches: what one read of the socket brought is drawn in one go.
 */
import type { AnswerDelta } from './answer'

/** Collects deltas. */
export interface DeltaBatch {
  /** Takes a delta; pieces of the same text are joined. */
  add(delta: AnswerDelta): void
  /** Passes on what was collected. */
  flush(): void
}

/**
 * Makes an empty batch. Order is kept: a delta of another kind passes on what came before it.
 *
 * @param onDelta - Where deltas go.
 */
export function createDeltaBatch(onDelta: (delta: AnswerDelta) => void): DeltaBatch {
  let held: AnswerDelta | undefined
  let text = ''
  const flush = (): void => {
    if (!held) return
    const delta = held
    held = undefined
    onDelta('text' in delta ? { ...delta, text } : delta)
  }
  return {
    add(delta) {
      if (held && held.type === delta.type && held.choice === delta.choice) {
        if ('text' in delta) text += delta.text
        else held = delta
        return
      }
      flush()
      held = delta
      text = 'text' in delta ? delta.text : ''
    },
    flush,
  }
}
