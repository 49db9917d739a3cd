/**
 * Passes one request of a student on and its answer back as it comes: with backpressure, to the same kind of end, without
 * the key. A student who leaves ends the request, so that what nobody reads is not paid for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { contentCodings } from '../../base/body/content-codings'
import { codeOf } from '../../base/unknown'
import { refuse, type Refusal } from '../../practice/refusals'
import { containsSecret, redact } from '../../secrets/redact-text'
import { createAnswerFilter } from './answer-filter'
import { createAnswerCounter } from './count-answer'
import { sendUpstream, type OutgoingRequest, type SentRequest, type Upstream } from './upstream'
import type { AnswerEnd, Count } from './use-line'

/** How it went. */
export interface Relayed {
  readonly end: AnswerEnd
  readonly count: Count
  /** What the student is still to be told: nothing of an answer has been sent. */
  readonly refusal?: Refusal
  /** For the teacher, in words without a secret. */
  readonly note?: string
}

/** What a relay needs beside the request. */
export interface RelayOptions {
  readonly upstream: Upstream
  /** Tokens of the request, estimated. */
  readonly estimate: number
  /** How long a student who does not read is waited for, in milliseconds. */
  readonly stallMs: number
}

/** Headers of answers that clients read, and that tell nothing of the key's owner. */
const PASSED =
  /^(?:content-type|retry-after|retry-after-ms|x-should-retry|x-request-id|request-id|openai-processing-ms|cache-control|content-language)$/

const NOTHING: Count = { prompt: 0, completion: 0, counted: 'server' }

/**
 * Asks and passes the answer on.
 *
 * @param outgoing - What is asked.
 * @param response - Response that nothing has been written to yet.
 * @param options - The server, the estimate, the limit of time.
 */
export async function relay(
  outgoing: OutgoingRequest,
  response: ServerResponse,
  options: RelayOptions,
): Promise<Relayed> {
  const left = new Promise<undefined>((resolve) => response.once('close', () => resolve(undefined)))
  if (response.destroyed) return { end: 'left', count: NOTHING }
  let sent: SentRequest
  let back: Back | undefined
  for (let isKept = true; ; isKept = false) {
    sent = await sendUpstream(outgoing, { upstream: options.upstream, isKept })
    back = await Promise.race([answerTo(sent), left])
    // A server may close a connection that it has promised to keep; a new one costs milliseconds.
    if (!(back !== undefined && 'error' in back && isKept && sent.watched.isSilent())) break
  }
  if (back === undefined) {
    sent.request.destroy()
    return { end: 'left', count: { prompt: options.estimate, completion: 0, counted: 'estimate' } }
  }
  if ('error' in back) return unreached(back.error)
  const { answer } = back
  const refused = refusalFor(answer)
  if (refused === undefined) return await passOn(answer, response, options)
  answer.destroy()
  return { end: 'error', count: NOTHING, ...refused }
}

type Back = { readonly answer: IncomingMessage } | { readonly error: Error }

function answerTo({ request }: SentRequest): Promise<Back> {
  return new Promise((resolve) => {
    request.once('response', (answer: IncomingMessage) => resolve({ answer }))
    request.on('error', (error) => resolve({ error }))
    // Without a listener Node would close the connection, and nobody would hear of it.
    request.once('upgrade', (_answer, socket: Duplex) => {
      socket.destroy()
      resolve({ error: new Error('it changes to another protocol') })
    })
  })
}

function unreached(error: Error): Relayed {
  const code = codeOf(error) ?? error.name
  const message = `The server of the class cannot be asked (${code}). Tell your teacher, or try again later.`
  const refusal = refuse(message, { status: 502, type: 'server_error', code: 'server_unreachable' })
  return {
    end: 'error',
    count: NOTHING,
    refusal,
    note: `The server cannot be asked: ${redact(error.message)}`,
  }
}

/** Answers that are no student's business: they are about the key, lead elsewhere, or cannot be searched. */
function refusalFor({
  statusCode = 0,
  headers,
}: IncomingMessage): Pick<Relayed, 'refusal' | 'note'> | undefined {
  const details = { status: 502, type: 'server_error', isFinal: true }
  if (statusCode === 401 || statusCode === 403 || statusCode === 407) {
    const note = `The server answers ${statusCode}: check the key, and what it may be used for.`
    const message = `The server does not take the key of the class for this (${statusCode}). Tell your teacher.`
    return { note, refusal: refuse(message, { ...details, code: 'class_key_refused' }) }
  }
  if (statusCode < 200 || (statusCode >= 300 && statusCode < 400)) {
    const note = `The server answers ${statusCode}, a redirect: set its address to where that leads.`
    const message = 'The server of the class points elsewhere. Tell your teacher.'
    return { note, refusal: refuse(message, { ...details, code: 'class_server_moved' }) }
  }
  if (contentCodings(headers['content-encoding']).length === 0) return undefined
  const note = 'The server packs its answers though it was asked not to: they cannot be passed on.'
  const message = 'The server of the class answers in a form that cannot be read. Tell your teacher.'
  return { note, refusal: refuse(message, { ...details, code: 'class_answer_packed' }) }
}

async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  options: RelayOptions,
): Promise<Relayed> {
  const { upstream, estimate, stallMs } = options
  const { statusCode = 502, headers } = answer
  const passed = Object.entries(headers).filter(
    ([name, value]) => PASSED.test(name) && !containsSecret(String(value)),
  )
  response.writeHead(statusCode, {
    ...Object.fromEntries(passed),
    // A reverse proxy is not to collect a stream.
    'x-accel-buffering': 'no',
    ...(upstream.standIn !== undefined && { 'x-class-answer': upstream.standIn }),
  })
  response.flushHeaders()
  const counter = createAnswerCounter()
  const filter = createAnswerFilter(headers['content-type'] ?? '', counter)
  let isLeft = false
  let stall: NodeJS.Timeout | undefined
  const leave = (): void => {
    isLeft = !response.writableFinished
    clearTimeout(stall)
    // Also one that has all arrived and waits to be passed on.
    if (isLeft) answer.destroy()
  }
  response.once('close', leave)
  answer.on('data', (bytes: Buffer) => {
    const text = filter.push(bytes)
    if (text === '' || response.write(text)) return
    answer.pause()
    stall = setTimeout(() => response.destroy(), stallMs).unref()
    response.once('drain', () => {
      clearTimeout(stall)
      answer.resume()
    })
  })
  await new Promise<void>((resolve) => answer.once('close', resolve).on('error', () => {}))
  const isWhole = answer.complete && !isLeft
  const rest = filter.end()
  const end: AnswerEnd = isLeft ? 'left' : statusCode >= 400 ? 'error' : isWhole ? 'whole' : 'cut'
  if (!isLeft) stall = setTimeout(() => response.destroy(), stallMs).unref()
  if (isWhole) response.end(rest)
  else if (!isLeft) breakOff(response, rest)
  const isCounted = statusCode < 400 && upstream.standIn === undefined
  const counted = upstream.standIn === undefined ? 'server' : 'none'
  const count: Count = isCounted ? counter.count(estimate, isWhole) : { ...NOTHING, counted }
  return { end, count, ...(end === 'cut' && { note: 'The server has broken off an answer.' }) }
}

/** Sends what there is and closes the connection before the end of the body, which no client takes for a whole one. */
function breakOff(response: ServerResponse, rest: string): void {
  if (rest !== '') response.write(rest)
  response.socket?.destroySoon()
}
