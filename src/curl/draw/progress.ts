/**
 * How far a transfer is, once it takes longer than a second. Owns the clock of that one line; draws nothing before.
 */
import { cleanUrl } from '../../display/exchange-card'
import { formatBytes } from '../../display/one-line'
import type { DisplayHandle, MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { withDisplay } from '../../kernel/scope/with-display'
import type { TransferProgress } from '../../script/curl-contract'

const DELAY_MS = 1000
const PACE_MS = 250

/** The progress line of one transfer. */
export interface ProgressLine {
  /** The cell, whose next output takes the place of the line: what is slow looks as what is not. */
  readonly scope: CellScope
  /** Notes how far the transfer is; drawn at most four times a second. */
  report(progress: TransferProgress): void
  /** The body is being drawn as it comes, so there is no need of a line. */
  cancel(): void
  /** The transfer is over; the line stays for an output that is still to come. */
  rest(): void
  /**
   * Puts the final word in the place of the line.
   * @returns Whether there was a line to put it in.
   */
  finish(bundle: MimeBundle | undefined): boolean
}

/**
 * Starts the clock of a transfer.
 *
 * @param url - What is transferred.
 * @param now - Clock in milliseconds, for tests.
 */
export function createProgressLine(
  scope: CellScope,
  url: string,
  now: () => number = () => performance.now(),
): ProgressLine {
  const begun = now()
  const isQuiet = scope.kind === 'terminal'
  let handle: DisplayHandle | undefined
  let latest: TransferProgress | undefined
  let drawnAt = -Infinity
  let isOver = isQuiet
  const draw = (): void => {
    if (isOver || now() - begun < DELAY_MS) return
    drawnAt = now()
    const bundle = { data: { 'text/plain': progressText(url, latest, now() - begun) } }
    if (handle) handle.update(bundle)
    else handle = scope.display(bundle)
  }
  const timer = isQuiet ? undefined : setInterval(draw, DELAY_MS)
  timer?.unref()
  const stop = (): void => {
    isOver = true
    clearInterval(timer)
  }
  const replace = (bundle: MimeBundle): DisplayHandle | undefined => {
    const place = handle
    handle = undefined
    stop()
    place?.update(bundle)
    return place
  }
  return {
    scope: withDisplay(scope, (bundle) => replace(bundle) ?? scope.display(bundle)),
    report(progress) {
      latest = progress
      if (now() - drawnAt >= PACE_MS) draw()
    },
    cancel() {
      if (!isOver && handle) {
        const waited = Math.round((now() - begun) / 1000)
        handle.update({ data: { 'text/plain': `waited ${waited} s for ${placeOf(url)}` } })
      }
      stop()
    },
    rest: stop,
    finish: (bundle) => replace(bundle ?? { data: { 'text/plain': '' } }) !== undefined,
  }
}

/** An address without its query, which may hold secrets. */
function placeOf(url: string): string {
  return cleanUrl(url).replace(/[?#].*$/, '')
}

function progressText(url: string, progress: TransferProgress | undefined, elapsedMs: number): string {
  const where = placeOf(url)
  const seconds = elapsedMs / 1000
  if (!progress || progress.bytes === 0) return `waiting for ${where} \u00b7 ${Math.floor(seconds)} s`
  const { bytes, totalBytes, direction } = progress
  const share = totalBytes
    ? ` of ${formatBytes(totalBytes)} (${Math.floor((bytes / totalBytes) * 100)} %)`
    : ''
  const verb = direction === 'upload' ? 'sending to' : 'receiving'
  return `${verb} ${where} \u00b7 ${formatBytes(bytes)}${share} \u00b7 ${formatBytes(Math.round(bytes / seconds))}/s`
}
