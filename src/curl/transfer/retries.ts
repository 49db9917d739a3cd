/**
 * Whether a transfer is tried again, and after how long. Owns curl's rules for `--retry` and its sisters; waits for
 * nothing itself.
 * @see https://curl.se/docs/manpage.html#--retry
 */
import { EXIT, type CurlError } from '../transfer-error'
import type { Operation } from '../options/operation'
import { headerOf, type WireHead } from '../connection/response-head'

/** How an attempt ended. */
export interface AttemptResult {
  readonly failure: CurlError | undefined
  /** Head of the last response. */
  readonly head: WireHead | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What is to be done after an attempt. */
export type RetryDecision =
  | { readonly again: false; readonly warning?: string }
  | { readonly again: true; readonly waitMs: number; readonly warning: string }

const MAX_WAIT_MS = 600_000
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** The retries of one transfer. */
export class Retries {
  private left: number
  private waitMs: number

  /** @param started - When the first attempt began, in milliseconds since 1970. */
  constructor(
    private readonly operation: Operation,
    private readonly started: number,
  ) {
    this.left = operation.retries
    this.waitMs = operation.retryDelaySeconds > 0 ? operation.retryDelaySeconds * 1000 : 1000
  }

  /** Whether a response with that status will be followed by another attempt. */
  willRetry(status: number): boolean {
    return this.left > 0 && TRANSIENT.has(status)
  }

  /** Decides after an attempt. */
  decide(result: AttemptResult): RetryDecision {
    const { operation } = this
    const elapsedMs = result.now - this.started
    const limitMs = operation.retryMaxSeconds * 1000
    if (this.left <= 0 || (limitMs > 0 && elapsedMs >= limitMs)) return { again: false }
    const reason = this.reason(result)
    if (reason === undefined) return { again: false }
    const askedMs = reason === ': HTTP error' ? retryAfterMs(result) : 0
    if (limitMs > 0 && askedMs > 0 && elapsedMs + askedMs > limitMs) {
      const warning =
        'The Retry-After: time would make this command line exceed the maximum allowed time for retries.'
      return { again: false, warning }
    }
    const waitMs = askedMs > 0 ? askedMs : this.waitMs
    const seconds = Math.trunc(waitMs / 1000)
    const warning = `Problem ${reason}. Will retry in ${seconds} seconds. ${this.left} retries left.`
    this.left--
    if (operation.retryDelaySeconds === 0) this.waitMs = Math.min(this.waitMs * 2, MAX_WAIT_MS)
    return { again: true, waitMs, warning }
  }

  private reason({ failure, head }: AttemptResult): string | undefined {
    const { operation } = this
    const exitCode = failure?.exitCode ?? EXIT.ok
    const timeouts: readonly number[] = [EXIT.timeout, EXIT.hostName, EXIT.proxyName]
    if (timeouts.includes(exitCode)) return ': timeout'
    if (operation.retryRefused && failure?.systemCode === 'ECONNREFUSED') return ': connection refused'
    const isHttp = exitCode === EXIT.ok || exitCode === EXIT.httpStatus
    if (isHttp && TRANSIENT.has(head?.status ?? 0)) return ': HTTP error'
    return exitCode !== EXIT.ok && operation.retryAllErrors ? '(retrying all errors)' : undefined
  }
}

function retryAfterMs({ head, now }: AttemptResult): number {
  const value = head && headerOf(head, 'retry-after')
  if (value === undefined) return 0
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
