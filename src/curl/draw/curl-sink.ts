/**
 * The output of one curl command on the screen: bodies are drawn by kind, headers and `-w` text around them are text.
 */
import type { AnswerError } from '../../chat/answer/errors'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { ScreenSink } from '../../script/shell'
import type { OutputPart, ResponseHead } from '../../script/curl-contract'
import type { BodyEnd, BodyView } from './body-view'
import { createHeaderMask } from './header-mask'

/** Chooses the view of a body from its head and first bytes. */
export type ViewFor = (head: ResponseHead | undefined, first: Uint8Array) => { kind: string; view: BodyView }

/** Draws what one curl command writes, in the order in which it writes it. */
export class CurlSink implements ScreenSink {
  readonly #scope: CellScope
  readonly #viewFor: ViewFor
  readonly #stopped: () => AnswerError | undefined
  readonly #mask = createHeaderMask('')
  readonly #decoder = new TextDecoder()
  #head: ResponseHead | undefined
  #view: BodyView | undefined
  #ended: Promise<BodyEnd | void> = Promise.resolve()
  /** What the last body was; `undefined` while none came. */
  lastKind: string | undefined

  /**
   * @param scope - The cell.
   * @param viewFor - Chooses the view of a body.
   * @param stopped - Why the script was ended from outside, if it was.
   */
  constructor(scope: CellScope, viewFor: ViewFor, stopped: () => AnswerError | undefined) {
    this.#scope = scope
    this.#viewFor = viewFor
    this.#stopped = stopped
  }

  /** A response begins: of a retry too, whose failed body was printed before. */
  begin(head: ResponseHead): void {
    this.#endView(undefined)
    this.#head = head
    this.lastKind = undefined
  }

  async write(bytes: Uint8Array, part: OutputPart = 'body'): Promise<boolean> {
    if (bytes.length === 0) return true
    if (part === 'body') {
      if (!this.#view) this.#openView(bytes)
      this.#view?.push(bytes)
      return true
    }
    // Text after a body comes after its drawing.
    this.#endView(undefined)
    await this.#ended
    const text = this.#decoder.decode(bytes, { stream: true })
    this.#writeText(part === 'head' ? this.#mask.push(text) : text)
    return true
  }

  /**
   * The body is over; the next one may follow.
   *
   * @param failure - Why it is not whole, if it is not.
   */
  async finish(failure: AnswerError | undefined): Promise<BodyEnd | void> {
    this.#writeText(this.#mask.end())
    this.#endView(failure)
    const ended = await this.#ended
    this.#ended = Promise.resolve()
    return ended
  }

  async end(): Promise<void> {
    await this.finish(this.#stopped())
  }

  #openView(first: Uint8Array): void {
    this.#writeText(this.#mask.end())
    const { kind, view } = this.#viewFor(this.#head, first)
    this.lastKind = kind
    this.#view = view
  }

  #endView(failure: AnswerError | undefined): void {
    const view = this.#view
    this.#view = undefined
    if (view) this.#ended = this.#ended.then(() => view.end(failure))
  }

  #writeText(text: string): void {
    if (text !== '') this.#scope.write('stdout', text)
  }
}
