/**
 * The line under a `practice()` cell: who answers, and which variables were set.
 */
import { html as h } from '../display/html'
import type { MimeBundle } from '../base/mime-bundle'

/** What the line tells. */
export interface BadgeFacts {
  /** Whether answers come from the practice endpoint. */
  readonly isCanned: boolean
  /** Address of the endpoint. */
  readonly baseURL: string
  /** Names of the variables that were set just now. */
  readonly set: readonly string[]
  /** Fault that every request meets; `none` is not mentioned. */
  readonly fault?: string
}

/**
 * Draws the line.
 * @param facts - What to tell; no values of secrets.
 */
export function badgeBundle(facts: BadgeFacts): MimeBundle {
  const [label, ...rest] = facts.isCanned
    ? ['practice', `Answers are canned: no model is asked. Endpoint: ${facts.baseURL}`]
    : ['server', `No practice endpoint started: this notebook talks to ${facts.baseURL}`]
  if (facts.set.length > 0) rest.push(`Set: ${facts.set.join(', ')}`)
  if (facts.fault && facts.fault !== 'none') rest.push(`Fault: ${facts.fault}`)
  const text = rest.join(' · ')
  const markup = h`<p><kbd>${label}</kbd> ${text}</p>`
  return { data: { 'text/html': String(markup), 'text/plain': `[${label}] ${text}` } }
}
