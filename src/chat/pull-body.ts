/**
 * A response body that is filled from outside and read at the reader's pace. What was put in before an error is always
 * read before it: a web stream's own queue is thrown away by `error()`, and with it the text so far.
 */

/** A body and the hands that fill it. */
export interface PullBody {
  readonly stream: ReadableStream<Uint8Array>
  /** Adds text. */
  push(text: string | Uint8Array): void
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
  let size = 0
  let ending: { readonly error: Error | undefined } | undefined
  let wake: (() => void) | undefined

  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (waiting.length === 0 && !ending) await new Promise<void>((resolve) => (wake = resolve))
        if (waiting.length > 0) {
          // Everything that came since, in one piece: a reader pays for each turn, not for each byte.
          const piece = waiting.length === 1 ? waiting[0]! : concat(waiting, size)
          waiting = []
          size = 0
          controller.enqueue(piece)
        } else if (ending?.error) controller.error(ending.error)
        else controller.close()
      },
      cancel() {
        waiting = []
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
    push(text) {
      const bytes = typeof text === 'string' ? encoder.encode(text) : text
      waiting.push(bytes)
      size += bytes.length
      rouse()
    },
    end(error) {
      ending ??= { error }
      rouse()
    },
  }
}

function concat(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
