/**
 * The answer of a model as a body of a transfer: text that grows, with a footer. Holds what comes until it is known that
 * the body is an answer.
 */
import type { BodyLimits } from '../../base/body/body-limits'
import type { Answer, AnswerDelta } from '../../chat/answer/answer'
import { type AnswerReader, createAnswerReader } from '../../chat/answer/answer-reader'
import { type AnswerError, isAnswerError } from '../../chat/answer/errors'
import { answerFooter, drawDelta, drawOtherChoices, failureLine } from '../../chat/cell/draw-answer'
import { drawPictures } from '../../chat/cell/draw-media'
import { createLiveView } from '../../display/live/live-view'
import type { LiveView } from '../../display/live/live-contract'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { CurlError, EXIT } from '../transfer-error'
import type { BodyEnd } from './body-view'

/** Settings of a body that may be an answer. */
export interface AnswerOptions extends BodyLimits {
  /** When the request was sent, by `performance.now`. */
  readonly startedAt: number
}

/** Draws one answer. */
export interface AnswerDrawing {
  /** What the body is, as far as it is known. */
  readonly mode: AnswerReader['mode']
  /** Reads bytes. @throws CurlError when the answer is longer than allowed, as for an output that cannot be written. */
  push(bytes: Uint8Array): void
  /** The body is an answer: what came of it is drawn, and what comes from now on. */
  start(): void
  /** Draws its end. @param failure - Why the body is not whole, if it is not. */
  end(failure: AnswerError | undefined): Promise<BodyEnd>
}

/**
 * Makes the drawing of one body.
 *
 * @param scope - The cell.
 * @param options - When it began, and how much of it is read.
 */
export function createAnswerDrawing(scope: CellScope, options: AnswerOptions): AnswerDrawing {
  let view: LiveView | undefined
  const early: AnswerDelta[] = []
  const reader = createAnswerReader({
    ...options,
    formats: 'wire',
    onDelta(delta) {
      if (view) drawDelta(view, delta)
      else early.push(delta)
    },
  })
  const start = (): LiveView => {
    view ??= createLiveView(scope)
    for (const delta of early.splice(0)) drawDelta(view, delta)
    return view
  }
  return {
    get mode() {
      return reader.mode
    },
    push(bytes) {
      reader.push(bytes)
      if (reader.overflow) throw new CurlError(EXIT.write, reader.overflow.message)
    },
    start: () => void start(),
    async end(failure) {
      const shown = start()
      const finish = async (answer: Answer, error?: AnswerError): Promise<BodyEnd> => {
        drawOtherChoices(shown, answer)
        await (error ? shown.fail(failureLine(error)) : shown.end(answerFooter(answer)))
        drawPictures(scope, answer)
        return { answer, ...(error ? { error } : {}) }
      }
      let answer: Answer
      try {
        answer = reader.end(failure)
      } catch (error) {
        if (!isAnswerError(error) || !error.partial) throw error
        return finish(error.partial, error)
      }
      return finish(answer)
    },
  }
}
