/**
 * What two requests differ in, field by field. Pure.
 */
import { redact } from '../../secrets/redact-text'

/** A field that differs. */
export interface Difference {
  /** Where, e.g. `body.messages[1].content`. */
  readonly field: string
  /** As recorded; `undefined` when it is not there. */
  readonly recorded: unknown
  /** As asked. */
  readonly asked: unknown
}

/**
 * Compares two values. The order of names does not count, nor whether a number is written `1` or `1.0`.
 *
 * @param recorded - One.
 * @param asked - The other.
 * @returns The fields in which they differ, in their order; none when they are the same.
 */
export function differences(recorded: unknown, asked: unknown, field = ''): Difference[] {
  if (Object.is(recorded, asked)) return []
  if (Array.isArray(recorded) && Array.isArray(asked)) {
    const length = Math.max(recorded.length, asked.length)
    return Array.from({ length }, (_, at) =>
      differences(recorded[at] as unknown, asked[at] as unknown, `${field}[${at}]`),
    ).flat()
  }
  if (isFields(recorded) && isFields(asked)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(asked)])
    return [...names].flatMap((name) =>
      differences(own(recorded, name), own(asked, name), field === '' ? name : `${field}.${name}`),
    )
  }
  // JSON has one zero.
  if (recorded === asked) return []
  return [{ field, recorded, asked }]
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** Characters of a value in a message. */
const VALUE_CHARS = 60

/** What a key consists of. A value is not cut inside of such a run, for part of a secret is known to nobody as one. */
const RUN = /[\w.~+/=%-]/
/** Of a path, which is no key as a whole. */
const SEGMENT = /[\w.~+=%-]/

/**
 * A difference in words: `temperature: 0.2 recorded, 0.7 asked`. Of long texts the part that differs, and no secret.
 */
export function describeDifference({ field, recorded, asked }: Difference): string {
  const name = field.replace(/^body\.(?:json\.)?/, '')
  if (recorded === undefined) return `${name}: not in the recording, ${show(asked)} asked`
  if (asked === undefined) return `${name}: ${show(recorded)} recorded, not asked`
  if (typeof recorded === 'string' && typeof asked === 'string') {
    const [one, other] = [redact(recorded), redact(asked)]
    let at = 0
    while (at < one.length && one[at] === other[at]) at++
    const from = Math.max(one.length, other.length) <= VALUE_CHARS ? 0 : Math.max(0, at - 20)
    return `${name}: ${show(one, from)} recorded, ${show(other, from)} asked`
  }
  return `${name}: ${show(recorded)} recorded, ${show(asked)} asked`
}

function show(value: unknown, from = 0): string {
  const isText = typeof value === 'string'
  // Masked before it is cut.
  const text = redact(isText ? value : (JSON.stringify(value) ?? 'nothing'))
  const start = runStart(text, from)
  const end =
    start + VALUE_CHARS < text.length ? Math.max(start, runStart(text, start + VALUE_CHARS)) : text.length
  const cut = `${text.slice(start, end)}${end < text.length ? '…' : ''}`
  return isText ? `${start > 0 ? '…' : ''}${JSON.stringify(cut)}` : cut
}

function runStart(text: string, from: number): number {
  const run = text.startsWith('/') ? SEGMENT : RUN
  const isInRun = (at: number): boolean => run.test(text[at] ?? '') && run.test(text[at - 1] ?? '')
  let at = from
  while (isInRun(at)) at--
  return at
}
