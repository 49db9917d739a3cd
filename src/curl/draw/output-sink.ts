/**
 * The output of one command that is not curl on the screen.
 */
import type { AnswerError } from '../../chat/answer/errors'
import type { ScreenSink } from '../../script/shell'
import type { BodyEnd, BodyView } from './body-view'

/** Draws what a command writes: its first bytes choose the view. */
export class OutputSink implements ScreenSink {
  #output: { view: BodyView; isTree: boolean } | undefined

  /**
   * @param open - Chooses the view.
   * @param onEnd - Told of the end.
   * @param stopped - Why the script was ended from outside, if it was.
   */
  constructor(
    readonly open: (first: Uint8Array) => { view: BodyView; isTree: boolean },
    readonly onEnd: (isTree: boolean, end: BodyEnd | void) => void,
    readonly stopped: () => AnswerError | undefined,
  ) {}

  write(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true
    this.#output ??= this.open(bytes)
    this.#output.view.push(bytes)
    return true
  }

  async end(): Promise<void> {
    const end = await this.#output?.view.end(this.stopped())
    this.onEnd(this.#output?.isTree === true, end)
  }
}
