/**
 * Records what came of an answer and when, for its anatomy.
 */
import type { AnatomyCall, AnatomyRow } from '../display/anatomy-data'
import type { Answer } from './answer'
import type { CallListener } from './ask-server'

/** Records one call. */
export interface AnatomyRecorder {
  /** Takes the call's events, beside whoever else listens. */
  readonly listener: CallListener
  /** The call with its rows. */
  call(label: string, answer: Pick<Answer, 'timing'>): AnatomyCall
}

/**
 * Starts to record.
 *
 * @param now - A clock in milliseconds.
 */
export function recordAnatomy(now: () => number = () => performance.now()): AnatomyRecorder {
  const startedAt = now()
  const rows: { -readonly [Field in keyof AnatomyRow]: AnatomyRow[Field] }[] = []
  let text = ''
  return {
    listener: {
      onChunk(chunk, data) {
        rows.push({ atMs: now() - startedAt, raw: data, parsed: chunk, text })
      },
      onDelta(delta) {
        const row = rows.at(-1)
        if (delta.type !== 'text-delta' || delta.choice !== 0 || !row) return
        text += delta.text
        row.text = text
      },
    },
    call: (label, { timing }) => ({ label, rows, timing }),
  }
}

/** Two listeners as one. */
export function bothListeners(first: CallListener, second: CallListener): CallListener {
  return {
    onDelta(delta) {
      first.onDelta?.(delta)
      second.onDelta?.(delta)
    },
    onChunk(chunk, data) {
      first.onChunk?.(chunk, data)
      second.onChunk?.(chunk, data)
    },
    onNote(line) {
      first.onNote?.(line)
      second.onNote?.(line)
    },
  }
}
