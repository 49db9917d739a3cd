/**
 * Headers of a request as a client is told of them. Pure.
 */
import type { SnippetRequest } from './request'
import { partsOf, shownText, textOf, type Text } from './text'

/** A header. */
export type HeaderField = readonly [name: string, value: Text]

/** The value of a header; several of one name are joined as HTTP joins them. @returns `undefined` when it is not there. */
export function headerOf(headers: readonly HeaderField[], name: string): Text | undefined {
  return joinHeaders(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}

/**
 * Headers with each name once, for clients that take an object.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 */
export function joinHeaders(headers: readonly HeaderField[]): HeaderField[] {
  const joined = new Map<string, HeaderField>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = joined.get(key)
    const separator = key === 'cookie' ? '; ' : ', '
    joined.set(
      key,
      before ? [before[0], textOf([...partsOf(before[1]), separator, ...partsOf(value)])] : [name, value],
    )
  }
  return [...joined.values()]
}

/** Headers without those of some names, written in lower case. */
export function withoutHeaders(headers: readonly HeaderField[], names: readonly string[]): HeaderField[] {
  return headers.filter(([name]) => !names.includes(name.toLowerCase()))
}

/** Whether the body is said to be JSON. */
export function isJsonRequest({ headers }: SnippetRequest): boolean {
  const type = headerOf(headers, 'content-type')
  return type !== undefined && /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(shownText(type))
}

/** Whether a header's value needs to be turned into bytes by hand. */
export function isAscii(text: Text): boolean {
  return /^[\t\x20-\x7e]*$/.test(
    partsOf(text)
      .filter((part) => typeof part === 'string')
      .join(''),
  )
}
