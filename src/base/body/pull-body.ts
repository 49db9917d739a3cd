/**
 * A response body that is filled from outside and read at the reader's pace. What was put in before an error is always
 * read before it: a web stream's own queue is thrown away by `error()`, and with it the text so far.
 */

/** Text is handed on in pieces of this length: for each event the official client copies what is left of a piece. */
const PIECE_BYTES = 2048

/** A body and the hands that fill it. */
export interface PullBody {
  readonly stream: ReadableStream<Uint8Array>
  /** Adds text or bytes. */
  push(piece: string | Uint8Array): void
  /** Ends the body, with an error if one is given. */
  end(error?: Error): void
}

/**
 * Makes a body.
 *
 * @param onCancel - Called when the reader leaves before the end.
 */
export function createPullBody(onCancel: () => void): PullBody {
  const encoder = new TextEncoder()
  let waiting: Uint8Array[] = []
  let text = ''
  let ending: { readonly error: Error | undefined } | undefined
  let wake: (() => void) | undefined

  const settleText = (): void => {
    if (text === '') return
    const bytes = encoder.encode(text)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) waiting.push(bytes.subarray(at, at + PIECE_BYTES))
    text = ''
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (waiting.length === 0 && text === '' && !ending)
          await new Promise<void>((resolve) => (wake = resolve))
        settleText()
        if (waiting.length > 0) {
          for (const piece of waiting) controller.enqueue(piece)
          waiting = []
        } else if (ending?.error) controller.error(ending.error)
        else controller.close()
      },
      cancel() {
        waiting = []
        text = ''
        onCancel()
      },
    },
    { highWaterMark: 0 },
  )
  const rouse = (): void => {
    wake?.()
    wake = undefined
  }
  return {
    stream,
    push(piece) {
      if (typeof piece === 'string') text += piece
      else {
        settleText()
        waiting.push(piece)
      }
      rouse()
    },
    end(error) {
      ending ??= { error }
      rouse()
    },
  }
}
