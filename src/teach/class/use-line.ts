/**
 * A line of the usage file: who asked and what was counted in the end, never what was asked or answered. Pure.
 */
import { isObject } from '../../base/unknown'

/** Tokens of one answer. */
export interface Count {
  readonly prompt: number
  readonly completion: number
  /** Whether the server has told them, they are estimated from the text, or the answer was none of the server's. */
  readonly counted: 'server' | 'estimate' | 'none'
}

/** How an answer ended: whole, broken off by the server, left by the student, or refused by the server. */
export type AnswerEnd = 'whole' | 'cut' | 'left' | 'error'

/** A request was sent. Its estimate counts until the answer has ended: for ever, where the class server was killed. */
export interface AskedLine {
  readonly kind: 'asked'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly id: string
  readonly name: string
  readonly model: string
  /** Tokens of the request, estimated. */
  readonly estimate: number
}

/** Its answer has ended. */
export interface EndedLine extends Count {
  readonly kind: 'ended'
  readonly at: number
  readonly id: string
  readonly name: string
  readonly end: AnswerEnd
}

/** A line. */
export type UseLine = AskedLine | EndedLine

/** Writes a line, without its line break. */
export function printUse({ at, kind, ...rest }: UseLine): string {
  return JSON.stringify({ at: new Date(at).toISOString(), kind, ...rest })
}

/**
 * Reads a line.
 *
 * @param text - The line.
 * @returns `undefined` when it is none, as the last one of a disk that was full.
 */
export function readUse(text: string): UseLine | undefined {
  const line = parsed(text)
  if (!isObject(line)) return undefined
  const { id, name, kind, model, estimate, prompt, completion, counted, end } = line
  const at = Date.parse(String(line['at']))
  if (Number.isNaN(at) || typeof id !== 'string' || typeof name !== 'string') return undefined
  const head = { at, id, name }
  if (kind === 'asked' && typeof model === 'string' && isCount(estimate))
    return { kind, ...head, model, estimate }
  if (kind !== 'ended' || !isCount(prompt) || !isCount(completion)) return undefined
  if (counted !== 'server' && counted !== 'estimate' && counted !== 'none') return undefined
  if (end !== 'whole' && end !== 'cut' && end !== 'left' && end !== 'error') return undefined
  return { kind, ...head, prompt, completion, counted, end }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
