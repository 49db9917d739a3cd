/**
 * What two requests differ in, field by field. Pure.
 */

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

/**
 * A difference in words: `temperature: 0.2 recorded, 0.7 asked`. Of long texts the part that differs.
 */
export function describeDifference({ field, recorded, asked }: Difference): string {
  const name = field.replace(/^body\.(?:json\.)?/, '')
  if (recorded === undefined) return `${name}: not in the recording, ${show(asked)} asked`
  if (asked === undefined) return `${name}: ${show(recorded)} recorded, not asked`
  if (typeof recorded === 'string' && typeof asked === 'string') {
    let at = 0
    while (at < recorded.length && recorded[at] === asked[at]) at++
    const from = at + VALUE_CHARS > Math.max(recorded.length, asked.length) ? 0 : Math.max(0, at - 20)
    return `${name}: ${show(recorded, from)} recorded, ${show(asked, from)} asked`
  }
  return `${name}: ${show(recorded)} recorded, ${show(asked)} asked`
}

function show(value: unknown, from = 0): string {
  const isText = typeof value === 'string'
  const text = isText ? value.slice(from) : (JSON.stringify(value) ?? 'nothing')
  const cut = text.length > VALUE_CHARS ? `${text.slice(0, VALUE_CHARS)}…` : text
  return isText ? `${from > 0 ? '…' : ''}${JSON.stringify(cut)}` : cut
}
