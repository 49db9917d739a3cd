/**
 * The screen of one script: gives every command whose output nobody pipes away a place in the cell, and draws what
 * curl brings by what it is. Owns the order of outputs; the views beside it own their looks.
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BodyLimits } from '../../base/body/body-limits'
import type { Answer } from '../../chat/answer/answer'
import type { ChatError } from '../../chat/answer/errors'
import { exchangeBundle } from '../../display/exchange-card'
import { createControlStripper } from '../../display/terminal-text'
import type { MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { findJsonTool } from '../../script/commands/json-tool'
import type { CurlRun, Origin, ScreenSink } from '../../script/shell'
import type { ResponseHead, Transfer, TransferProgress, TransferRequest } from '../../script/curl-contract'
import { bodyKind, charsetOf, mediaTypeOf, type BodyEnd, type BodyView } from './body-view'
import { createEventView } from './event-view'
import { fileBundle } from './file-link'
import { CurlSink } from './curl-sink'
import { createHeaderMask } from './header-mask'
import { createJsonView } from './json-view'
import { createBinaryView, createMediaView } from './media-view'
import { createProgressLine, type ProgressLine } from './progress'
import { createTextView } from './text-view'

/** Draws the outputs of a script in a cell. */
export class Screen {
  readonly #scope: CellScope
  readonly #base: string
  readonly #limits: BodyLimits
  readonly #stderrMask = createHeaderMask('[<>] ')
  readonly #stderrStripper = createControlStripper()
  readonly #stderrDecoder = new TextDecoder()
  /** Cards of exchanges whose body went into a pipe: they follow the tree that comes out of it. */
  #cards: MimeBundle[] = []
  #progress: ProgressLine | undefined
  #startedAt = 0
  #head: ResponseHead | undefined
  #open: CurlSink | undefined
  /** The last answer of a model that was drawn. */
  answer: Answer | undefined
  /** Transfers that brought an answer to its end: how their connections ended does not matter. */
  readonly answered = new Set<Transfer>()
  /** The first stream that did not arrive whole. */
  answerError: ChatError | undefined

  /**
   * @param scope - The cell.
   * @param base - Folder of the notebook, for links to files.
   * @param limits - How much of a stream is read.
   */
  constructor(scope: CellScope, base: string, limits: BodyLimits) {
    this.#scope = scope
    this.#base = base
    this.#limits = limits
  }

  /** Opens the screen for one command. */
  open(origin: Origin): ScreenSink {
    if (origin.curl)
      return (this.#open = new CurlSink(this.#scope, (head, first) => this.#viewFor(head, first)))
    const isFilter =
      origin.command === 'jq' || (/^python/.test(origin.command) && findJsonTool(origin.args) !== undefined)
    return new OutputSink(
      (first) => this.#outputView(first, isFilter),
      (isTree) => this.#endPipe(isTree),
    )
  }

  /** Takes what commands write to standard error. */
  stderr(bytes: Uint8Array): void {
    const text = this.#stderrDecoder.decode(bytes, { stream: true })
    this.#writeStderr(this.#stderrMask.push(this.#stderrStripper.push(text)))
  }

  startTransfer(request: TransferRequest): void {
    this.#startedAt = performance.now()
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
    const end = onScreen ? await this.#open?.finish(transfer.error) : undefined
    this.#keep(end)
    if (end?.answer && !end.error) this.answered.add(transfer)
    const card = this.#needsCard(run, transfer, onScreen ? this.#open?.lastKind : undefined)
      ? exchangeBundle(exchangeOf(transfer))
      : undefined
    const file = await this.#fileOf(transfer.savedTo)
    const isDrawn = this.#progress?.finish(card ?? file) === true
    this.#progress = undefined
    if (card && !isDrawn) {
      if (run.output === 'pipe' && transfer.status < 400) this.#cards.push(card)
      else this.#scope.display(card)
    }
    if (file && (card || !isDrawn)) this.#scope.display(file)
  }

  /** Shows a file that a command wrote. */
  async showFile(path: string): Promise<void> {
    const file = await this.#fileOf(path)
    if (file) this.#scope.display(file)
  }

  /** Ends all drawing; after Stop with the reason, so that a half answer says that it is one. */
  async close(failure?: string): Promise<void> {
    this.#keep(await this.#open?.finish(failure))
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
    if (kind === 'events' || kind === 'text') {
      this.#progress?.cancel()
      this.#progress = undefined
    }
    return { kind, view: this.#makeView(kind, mediaType, head) }
  }

  #makeView(kind: ReturnType<typeof bodyKind>, mediaType: string, head: ResponseHead | undefined): BodyView {
    switch (kind) {
      case 'json':
        return createJsonView(this.#scope)
      case 'events':
        return this.#eventView()
      case 'text':
        return createTextView(this.#scope, charsetOf(head))
      case 'binary':
        return createBinaryView(this.#scope, mediaType)
      default:
        return createMediaView(this.#scope, { kind, mediaType })
    }
  }

  #eventView(): BodyView {
    return createEventView(this.#scope, { startedAt: this.#startedAt, ...this.#limits })
  }

  /** Output of other commands: a tree for JSON out of a JSON filter, text or a picture otherwise. */
  #outputView(first: Uint8Array, isFilter: boolean): { view: BodyView; isTree: boolean } {
    const other = (view: BodyView): { view: BodyView; isTree: boolean } => ({ view, isTree: false })
    const start = Buffer.from(first.subarray(0, 64)).toString('latin1').trimStart()
    if (isFilter && /^[[{]/.test(start)) return { view: createJsonView(this.#scope), isTree: true }
    const kind = bodyKind('text/plain', first)
    if (!isFilter && this.#head && bodyKind(mediaTypeOf(this.#head), first) === 'events')
      return other(this.#eventView())
    return other(this.#makeView(kind === 'image' || kind === 'binary' ? kind : 'text', '', undefined))
  }

  #endPipe(isTree: boolean): void {
    const cards = this.#cards.splice(0)
    if (isTree) for (const card of cards) this.#scope.display(card)
  }
}

/** Whether a command has one of some flags, alone or in a cluster of flags without values. */
function hasFlag({ argv }: CurlRun, letters: string, ...names: readonly string[]): boolean {
  return argv.some(
    (word) =>
      names.includes(word) ||
      (/^-[sSfLkNgGiIvw#jJq]+$/.test(word) && [...letters].some((letter) => word.includes(letter))),
  )
}

function exchangeOf(transfer: Transfer): Parameters<typeof exchangeBundle>[0] {
  const { request, status, statusText, timing, bytes, headers, error } = transfer
  return {
    method: request.method,
    url: request.url,
    status,
    statusText,
    elapsedMs: timing.totalMs,
    sizeBytes: bytes,
    requestHeaders: request.headers,
    responseHeaders: headers,
    ...(error === undefined ? {} : { error }),
  }
}

/** Output of one command that is not curl: its first bytes choose the view. */
class OutputSink implements ScreenSink {
  #output: { view: BodyView; isTree: boolean } | undefined

  constructor(
    readonly open: (first: Uint8Array) => { view: BodyView; isTree: boolean },
    readonly onEnd: (isTree: boolean) => void,
  ) {}

  write(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true
    this.#output ??= this.open(bytes)
    this.#output.view.push(bytes)
    return true
  }

  async end(): Promise<void> {
    await this.#output?.view.end()
    this.onEnd(this.#output?.isTree === true)
  }
}
