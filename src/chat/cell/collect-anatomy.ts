/**
 * Records what came of an answer and when, for its anatomy.
 */
import type { AnatomyCall, AnatomyRow } from '../../display/anatomy/anatomy-data'
import type { Answer, Usage } from '../answer/answer'
import type { CallListener } from '../call/try-once'
import { createShownEvents } from './shown-events'
import { reasoningTokens } from '../answer/token-counts'

/** Records one call. */
export interface AnatomyRecorder {
  /** Takes the call's events, beside whoever else listens. */
  readonly listener: CallListener
  /** The call with its rows. */
  call(label: string, answer: Pick<Answer, 'timing' | 'usage'>): AnatomyCall
}

/**
 * Starts to record.
 *
 * @param now - A clock in milliseconds.
 */
export function recordAnatomy(now: () => number = () => performance.now()): AnatomyRecorder {
  const startedAt = now()
  const rows: { -readonly [Field in keyof AnatomyRow]: AnatomyRow[Field] }[] = []
  const shown = createShownEvents()
  let isShown = false
  let text = ''
  return {
    listener: {
      onChunk(chunk, data) {
        isShown = shown.take()
        if (isShown) rows.push({ atMs: now() - startedAt, raw: data, parsed: chunk, text })
      },
      onDelta(delta) {
        const row = rows.at(-1)
        if (delta.type !== 'text-delta' || delta.choice !== 0 || !row || !isShown) return
        text += delta.text
        row.text = text
      },
    },
    call: (label, { timing, usage }) => {
      const tokens = textTokens(usage)
      const rest = shown.rest().trim()
      return {
        label: rest === '' ? label : `${label} (${rest})`,
        rows,
        timing,
        ...(tokens === undefined ? {} : { tokens }),
      }
    },
  }
}

/** Tokens of the text: those of the answer without its reasoning. */
function textTokens(usage: Usage | null): number | undefined {
  const all = usage?.completion_tokens
  return usage && typeof all === 'number' ? Math.max(0, all - reasoningTokens(usage)) : undefined
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
