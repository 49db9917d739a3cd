/**
 * The screen of one script: gives every command whose output nobody pipes away a place in the cell, and draws what
 * curl brings by what it is. Owns the order of outputs; the views beside it own their looks.
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type BodyLimits, NO_LIMITS } from '../../base/body/body-limits'
import type { Answer } from '../../chat/answer/answer'
import { type AnswerError, ChatError } from '../../chat/answer/errors'
import { describeStop } from '../../chat/answer/transport-errors'
import { createControlStripper } from '../../display/terminal-text'
import type { MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { findJsonTool } from '../../script/commands/json-tool'
import type { CurlRun, Origin, ScreenSink } from '../../script/shell'
import type { ResponseHead, Transfer, TransferProgress, TransferRequest } from '../../script/curl-contract'
import { bodyKind, charsetOf, mediaTypeOf, type BodyEnd, type BodyView } from './body-view'
import { createEventView } from './event-view'
import { errorInBody } from './body-error'
import { hasFlag, passesAll } from './command-words'
import { fileBundle } from './file-link'
import { CurlSink } from './curl-sink'
import { createHeaderMask } from './header-mask'
import { createJsonView } from './json-view'
import { createLineView } from './line-view'
import { createBinaryView, createMediaView } from './media-view'
import { OutputSink } from './output-sink'
import { createProgressLine, type ProgressLine } from './progress'
import { createTextView } from './text-view'
import { transferCard } from './transfer-card'

/** Settings of a {@link Screen}. */
export interface ScreenOptions extends BodyLimits {
  /** Ends the script. */
  readonly signal: AbortSignal
}

/** Draws the outputs of a script in a cell. */
export class Screen {
  readonly #scope: CellScope
  readonly #base: string
  readonly #limits: BodyLimits
  readonly #signal: AbortSignal
  readonly #stderrMask = createHeaderMask('[<>] ')
  readonly #stderrStripper = createControlStripper()
  readonly #stderrDecoder = new TextDecoder()
  /** Cards of exchanges whose body went into a pipe: they follow the tree that comes out of it. */
  #cards: MimeBundle[] = []
  #progress: ProgressLine | undefined
  #startedAt = 0
  #method = ''
  #head: ResponseHead | undefined
  #open: CurlSink | undefined
  /** The last answer of a model that was drawn. */
  answer: Answer | undefined
  /** Transfers that brought an answer to its end: how their connections ended does not matter. */
  readonly answered = new Set<Transfer>()
  /** The first stream that did not arrive whole, or body that is an error under a status that says that all is well. */
  answerError: AnswerError | undefined

  /**
   * @param scope - The cell.
   * @param base - Folder of the notebook, for links to files.
   * @param options - How much of a stream is read, and the signal that ends the script.
   */
  constructor(scope: CellScope, base: string, { signal, ...limits }: ScreenOptions) {
    this.#scope = scope
    this.#base = base
    this.#limits = limits
    this.#signal = signal
  }

  /** Opens the screen for one command. */
  open(origin: Origin): ScreenSink {
    if (origin.curl)
      return (this.#open = new CurlSink(
        this.#scope,
        (head, first) => this.#viewFor(head, first),
        () => this.#stopped(),
      ))
    const isFilter =
      origin.command === 'jq' || (/^python/.test(origin.command) && findJsonTool(origin.args) !== undefined)
    return new OutputSink(
      (first) => this.#outputView(first, origin.command, isFilter),
      (isTree, end) => {
        this.#keep(end)
        this.#endPipe(isTree)
      },
      () => this.#stopped(),
    )
  }

  /** Takes what commands write to standard error. */
  stderr(bytes: Uint8Array): void {
    const text = this.#stderrDecoder.decode(bytes, { stream: true })
    this.#writeStderr(this.#stderrMask.push(this.#stderrStripper.push(text)))
  }

  startTransfer(request: TransferRequest): void {
    this.#startedAt = performance.now()
    this.#method = request.method
    this.#progress?.cancel()
    this.#progress = createProgressLine(this.#scope, request.url)
  }

  respond(run: CurlRun, head: ResponseHead): void {
    this.#head = head
    if (run.output === 'screen') this.#open?.begin(head)
  }

  report(progress: TransferProgress): void {
    this.#progress?.report(progress)
  }

  /** Ends a transfer: the body's view draws its last state, then come the card and the file. */
  async endTransfer(run: CurlRun, transfer: Transfer): Promise<void> {
    const onScreen = run.output === 'screen' && transfer.savedTo === undefined
    const failure = transfer.error === undefined ? undefined : new ChatError('truncated', transfer.error)
    const end = onScreen ? await this.#open?.finish(this.#stopped() ?? failure) : undefined
    // A status that refuses says more.
    this.#keep(transfer.status >= 400 && end?.answer ? { answer: end.answer } : end)
    if (end?.answer && !end.error) this.answered.add(transfer)
    const card = this.#needsCard(run, transfer, onScreen ? this.#open?.lastKind : undefined)
      ? transferCard(transfer)
      : undefined
    if (card && run.output === 'pipe' && transfer.status < 400) {
      this.#cards.push(card)
      return this.#progress?.rest()
    }
    const file = await this.#fileOf(transfer.savedTo)
    const isDrawn = this.#progress?.finish(card ?? file) === true
    this.#progress = undefined
    if (card && !isDrawn) this.#scope.display(card)
    if (file && (card || !isDrawn)) this.#scope.display(file)
  }

  /** Shows a file that a command wrote. */
  async showFile(path: string): Promise<void> {
    const file = await this.#fileOf(path)
    if (file) this.#scope.display(file)
  }

  /** Ends all drawing; after Stop a half answer says that it is one. */
  async close(): Promise<void> {
    this.#keep(await this.#open?.finish(this.#stopped()))
    this.#progress?.cancel()
    this.#writeStderr(
      this.#stderrMask.push(
        this.#stderrStripper.push(this.#stderrDecoder.decode()) + this.#stderrStripper.end(),
      ),
    )
    this.#writeStderr(this.#stderrMask.end())
  }

  async #fileOf(path: string | undefined): Promise<MimeBundle | undefined> {
    if (path === undefined) return undefined
    const absolute = resolve(this.#base, path)
    const info = await stat(absolute).catch(() => undefined)
    return info?.isFile() ? fileBundle({ path: absolute, sizeBytes: info.size }, this.#base) : undefined
  }

  /** Why the script was ended from outside, if it was. */
  #stopped(): AnswerError | undefined {
    return this.#signal.aborted ? describeStop(this.#signal.reason) : undefined
  }

  #keep(end: BodyEnd | void): void {
    if (end?.answer) this.answer = end.answer
    if (end?.error) this.answerError ??= end.error
  }

  #writeStderr(text: string): void {
    if (text !== '') this.#scope.write('stderr', text)
  }

  /** A card says what a body cannot: how a refused, an empty or a JSON exchange went. Growing text speaks for itself. */
  #needsCard(run: CurlRun, transfer: Transfer, kind: string | undefined): boolean {
    if (hasFlag(run, 'v', '--verbose')) return true
    if (this.#scope.kind === 'terminal' || transfer.savedTo !== undefined) return false
    if (hasFlag(run, 'iIw', '--include', '--head', '--write-out')) return false
    if (transfer.status === 0 || (run.output === 'elsewhere' && transfer.status < 400)) return false
    return transfer.status >= 400 || kind === 'json' || kind === undefined || kind === 'binary'
  }

  #viewFor(head: ResponseHead | undefined, first: Uint8Array): { kind: string; view: BodyView } {
    const mediaType = mediaTypeOf(head)
    const kind = bodyKind(mediaType, first)
    if (kind === 'events' || kind === 'lines' || kind === 'text') {
      this.#progress?.cancel()
      this.#progress = undefined
    }
    return { kind, view: this.#makeView(kind, mediaType, head) }
  }

  #makeView(kind: ReturnType<typeof bodyKind>, mediaType: string, head: ResponseHead | undefined): BodyView {
    switch (kind) {
      case 'json':
        return createJsonView(this.#place(), {
          findError: (value, text) => errorInBody({ value, text, method: this.#method }),
          createLines: () => this.#lineView(NO_LIMITS),
        })
      case 'lines':
        return this.#lineView(this.#limits)
      case 'events':
        return this.#eventView()
      case 'text':
        return createTextView(this.#scope, charsetOf(head))
      case 'binary':
        return createBinaryView(this.#place(), mediaType)
      default:
        return createMediaView(this.#place(), { kind, mediaType })
    }
  }

  /** The cell, with the place of the progress line for its next output. */
  #place(): CellScope {
    return this.#progress?.scope ?? this.#scope
  }

  #lineView(limits: BodyLimits): BodyView {
    return createLineView(this.#scope, { startedAt: this.#startedAt, ...limits })
  }

  #eventView(): BodyView {
    return createEventView(this.#scope, { startedAt: this.#startedAt, ...this.#limits })
  }

  /** Output of other commands: a tree for JSON out of a JSON filter, text or a picture otherwise. */
  #outputView(first: Uint8Array, command: string, isFilter: boolean): { view: BodyView; isTree: boolean } {
    const other = (view: BodyView): { view: BodyView; isTree: boolean } => ({ view, isTree: false })
    const start = Buffer.from(first.subarray(0, 64)).toString('latin1').trimStart()
    if (isFilter && /^[[{]/.test(start)) return { view: createJsonView(this.#place()), isTree: true }
    const kind = bodyKind('text/plain', first)
    // What takes lines away, or cuts them, gives a text: it does not end as an answer does.
    if (passesAll(command) && this.#head && bodyKind(mediaTypeOf(this.#head), first) === 'events')
      return other(this.#eventView())
    return other(this.#makeView(kind === 'image' || kind === 'binary' ? kind : 'text', '', undefined))
  }

  #endPipe(isTree: boolean): void {
    const cards = this.#cards.splice(0)
    if (isTree) for (const card of cards) this.#scope.display(card)
    else this.#progress?.finish(cards.at(-1))
    this.#progress = undefined
  }
}
