/**
 * Whole bodies that are errors under a status that says that all is well. Pure.
 */
import { bareError } from '../../chat/answer/bare-error'
import { ChatError } from '../../chat/answer/errors'
import { describePage } from '../../chat/answer/not-an-answer'
import type { BodyEnd } from './body-view'

/** A body under the label of JSON. */
export interface JsonBody {
  /** What it says; `undefined` when it is no JSON. */
  readonly value: unknown
  readonly text: string
  /** Method of its request. */
  readonly method: string
}

/**
 * Finds what a body reports as failure. What is posted is a call of something: a document that is nothing but an error is
 * how it failed. A page under the label of JSON is a gateway or a login that stands in between.
 *
 * @returns Without an error when there is none.
 */
export function errorInBody({ value, text, method }: JsonBody): BodyEnd {
  const isPage = value === undefined && /^\s*<(?:!doctype|html|head)\b/i.test(text)
  const error = isPage ? describePage(text) : method === 'POST' ? bareError(value) : undefined
  return error === undefined ? {} : { error: new ChatError('not_sse', error) }
}
