/**
 * One transfer: requests and redirects until a final response, its body to where it belongs. One attempt; retries are
 * made by the caller. Owns curl's redirect rules.
 * @see https://everything.curl.dev/http/redirects.html
 */
import { CAN_READ_ZSTD } from '../../base/body/content-codings'
import { CurlError, EXIT } from '../transfer-error'
import type { OutputFile } from './output-file'
import { acceptedEncodings, buildRequest, type BuiltRequest } from '../request/build-request'
import { formatUrl, resolveUrl, type Url } from '../request/url'
import type { TransferInfo } from './transfer-info'
import type { ResponseHead, TransferRequest } from '../../script/curl-contract'
import { headerOf, type WireHead } from '../connection/response-head'
import { findRoute } from '../connection/route'
import { tlsOptions } from '../connection/tls-options'
import { fromWire, toWire } from '../wire-text'
import type { Command } from './command'
import { Deadline } from './deadline'
import { sendRequest, type SentRequest } from './send-request'
import { planRequest, sameServer, type RedirectState } from './redirect-headers'
import { checkProtocol, type PreparedTransfer } from './prepare'
import { receiveBody } from './receive-body'
import { HeaderOutputs } from './header-outputs'
import { registerRequestSecrets } from './request-secrets'

/** What one attempt at a transfer needs. */
export interface AttemptOptions {
  readonly command: Command
  readonly transfer: PreparedTransfer
  readonly info: TransferInfo
  readonly output: OutputFile
  readonly headers: HeaderOutputs
  /** Turns a request into the words that make it again. */
  readonly argvOf: (request: Omit<TransferRequest, 'argv'>) => readonly string[]
  /** Told of the first request. */
  readonly onRequest: (request: TransferRequest) => void
  /** Whether a response with that status will be tried again. */
  readonly willRetry: (status: number) => boolean
}

/** A redirected response longer than this is not read to save a connection. */
const MAX_IGNORED_BYTES = 1024 * 1024
const REDIRECT_PROTOCOLS: ReadonlySet<string> = new Set(['http', 'https'])

/** Makes one attempt at a transfer. */
export async function followRedirects(options: AttemptOptions): Promise<void> {
  await new Attempt(options).run()
}

class Attempt {
  private readonly started: number
  private readonly deadline: Deadline
  private readonly state: RedirectState
  private request: TransferRequest | undefined

  constructor(private readonly options: AttemptOptions) {
    const { command, transfer, info } = options
    const { operation } = transfer
    this.started = command.time.now()
    this.deadline = new Deadline({
      maxTimeMs: operation.maxTimeMs,
      connectTimeoutMs: operation.connectTimeoutMs,
      lowSpeed: operation.lowSpeed,
      outer: command.io.signal,
      now: command.time.now,
      progress: () => ({ received: info.downloadBytes, total: info.downloadSize, sent: info.uploadBytes }),
    })
    const referer = operation.referer === undefined ? undefined : toWire(operation.referer)
    this.state = { url: transfer.url, kind: transfer.kind, referer, isFirst: true }
  }

  async run(): Promise<void> {
    try {
      for (let isDone = false; !isDone;) isDone = await this.sendNext()
    } finally {
      this.options.info.totalMs = this.elapsed()
      this.deadline.dispose()
    }
  }

  private elapsed(): number {
    return this.options.command.time.now() - this.started
  }

  /** One request and its response; true when the response was the final one. */
  private async sendNext(): Promise<boolean> {
    const { command, transfer, info, headers } = this.options
    const { url } = this.state
    const route = findRoute(transfer.operation, url, command.io.env)
    const plan = await planRequest({ transfer, state: this.state, route }, command)
    const request = buildRequest(plan, acceptedEncodings(CAN_READ_ZSTD))
    this.announce(request)
    info.scheme = url.scheme
    info.effectiveUrl = formatUrl(url)
    info.method = request.method
    info.referer = this.state.referer
    info.downloadBytes = 0
    info.decodedBytes = 0
    info.uploadBytes = 0
    const sent = await sendRequest({
      command,
      operation: transfer.operation,
      info,
      deadline: this.deadline,
      route,
      tls: route.secure ? await tlsOptions(transfer.operation, command.io.cwd, command.io.env) : {},
      request,
      elapsed: () => this.elapsed(),
      onHead: async (head, fromProxy) => {
        if (!fromProxy) info.firstByteMs = this.elapsed()
        await headers.receive(head, url, fromProxy)
      },
      onTrailers: (lines) => headers.write(lines),
    })
    const next = this.redirectTarget(sent.exchange.head)
    if (next === undefined) return await this.finish(sent)
    await this.ignoreBody(sent)
    this.redirect(sent.exchange.head.status, next)
    return false
  }

  private announce(built: BuiltRequest): void {
    const { command, argvOf, onRequest } = this.options
    const { url } = this.state
    registerRequestSecrets(built.headers, url)
    const bare = {
      method: fromWire(built.method),
      url: fromWire(formatUrl(url, { withoutLogin: true, withoutFragment: true })),
      headers: built.headers,
      ...(built.body?.bytes ? { body: built.body.bytes } : {}),
    }
    const request: TransferRequest = { ...bare, argv: argvOf(bare) }
    this.request = request
    if (this.state.isFirst) onRequest(request)
    command.io.onTransferStart?.(request)
  }

  private async finish(sent: SentRequest): Promise<boolean> {
    const { command, transfer, info, willRetry, output } = this.options
    const { head, size } = sent.exchange
    info.head = head
    info.downloadSize = size
    this.tell(head, size, willRetry(head.status))
    try {
      this.checkStatus(head)
      await receiveBody({ command, transfer, sent, info, output, signal: this.deadline.signal })
    } catch (error) {
      sent.release(false)
      throw error
    }
    sent.release(true)
    return true
  }

  private tell(head: WireHead, size: number | undefined, intermediate: boolean): void {
    const { command, output } = this.options
    const { request } = this
    if (!request) return
    const response: ResponseHead = {
      request,
      status: head.status,
      statusText: fromWire(head.statusText),
      headers: head.headers.map(([name, value]) => [fromWire(name), fromWire(value)] as const),
      url: request.url,
      ...(size === undefined ? {} : { sizeBytes: size }),
      ...(output.path === undefined ? {} : { savedTo: output.path }),
      intermediate,
    }
    command.io.onResponse?.(response)
  }

  private checkStatus(head: WireHead): void {
    if (!this.options.transfer.operation.fail || head.status < 400) return
    throw new CurlError(EXIT.httpStatus, `The requested URL returned error: ${head.status}`)
  }

  /** Where to go next; `undefined` when this response is the final one. */
  private redirectTarget(head: WireHead): Url | undefined {
    const { transfer, info } = this.options
    const { operation } = transfer
    const location = headerOf(head, 'location')
    if (head.status < 300 || head.status >= 400 || !location) return undefined
    const resolve = (): Url => resolveUrl(this.state.url, location, { pathAsIs: operation.pathAsIs })
    if (!operation.follow) {
      try {
        info.redirectUrl = formatUrl(resolve())
      } catch {
        info.redirectUrl = location
      }
      return undefined
    }
    info.head = head
    if (operation.maxRedirects >= 0 && info.redirects >= operation.maxRedirects) {
      this.tell(head, undefined, true)
      throw new CurlError(EXIT.redirects, `Maximum (${operation.maxRedirects}) redirects followed`)
    }
    this.tell(head, undefined, true)
    const next = resolve()
    checkProtocol(next.scheme, operation.redirectProtocols ?? operation.protocols ?? REDIRECT_PROTOCOLS)
    return next
  }

  private async ignoreBody(sent: SentRequest): Promise<void> {
    const { size, body, head } = sent.exchange
    const isShort = (size ?? 0) <= MAX_IGNORED_BYTES && !/close/i.test(headerOf(head, 'connection') ?? '')
    let ignored = 0
    try {
      if (isShort) {
        for await (const bytes of body) {
          ignored += bytes.length
          if (ignored > MAX_IGNORED_BYTES) break
        }
      }
    } catch (error) {
      sent.release(false)
      throw error
    }
    sent.release(isShort)
  }

  /** curl's rules: 301 and 302 turn POST into GET, 303 everything; `--post30x` keeps POST. */
  private redirect(status: number, next: Url): void {
    const { command, transfer, info } = this.options
    const { operation } = transfer
    const { state } = this
    const isPost = state.kind === 'post' || state.kind === 'form'
    const keeps = isPost && (status === 301 || status === 302 || status === 303) && operation.keepPost[status]
    if (!keeps && (status === 303 || ((status === 301 || status === 302) && isPost))) {
      if (isPost) command.messages.verbose('*', 'Switch from POST to GET')
      state.kind = 'get'
    }
    if (operation.autoReferer) {
      state.referer = formatUrl(state.url, { withoutLogin: true, withoutFragment: true })
    }
    command.messages.verbose(
      '*',
      `Issue another request to this URL: '${formatUrl(next, { withoutLogin: true })}'`,
    )
    if (!sameServer(state.url, next)) command.messages.verbose('*', 'Clear auth, redirects to another server')
    state.url = next
    state.isFirst = false
    info.redirects++
    info.redirectMs = this.elapsed()
  }
}
