/**
 * The line under a `practice()` cell: who answers, and which variables were set.
 */
import { html as h } from '../display/html'
import type { MimeBundle } from '../base/mime-bundle'
import type { RecordingSession } from '../recording/start/session'

/** Who answers: the practice endpoint, the server that the environment names, or nobody, for answers are recorded. */
export type EndpointKind = 'canned' | 'named' | 'recorded'

/** What the line tells. */
export interface BadgeFacts {
  readonly kind: EndpointKind
  /** Address of the server. */
  readonly baseURL: string
  /** Names of the variables that were set just now. */
  readonly set: readonly string[]
  /** Fault that every request meets; `none` is not mentioned. */
  readonly fault?: string
  /** What is recorded or replayed. */
  readonly session?: RecordingSession | undefined
}

/**
 * Draws the line.
 * @param facts - What to tell; no values of secrets.
 */
export function badgeBundle(facts: BadgeFacts): MimeBundle {
  const { session } = facts
  const [label, ...rest] = beginning(facts)
  if (session?.mode === 'record') rest.push(`Recording into ${fileName(session)}`)
  if (facts.set.length > 0) rest.push(`Set: ${facts.set.join(', ')}`)
  if (facts.fault && facts.fault !== 'none') rest.push(`Fault: ${facts.fault}`)
  const text = rest.join(' · ')
  const markup = h`<p><kbd>${label}</kbd> ${text}</p>`
  return { data: { 'text/html': String(markup), 'text/plain': `[${label}] ${text}` } }
}

function beginning({ kind, baseURL, session }: BadgeFacts): [label: string, text: string] {
  if (kind === 'canned') return ['practice', `Answers are canned: no model is asked. Endpoint: ${baseURL}`]
  if (kind === 'named') return ['server', `No practice endpoint started: this notebook talks to ${baseURL}`]
  const { recordedAt = '', exchanges = 0 } = session ?? {}
  const count = exchanges === 1 ? '1 answer' : `${exchanges} answers`
  const from = session ? ` in ${fileName(session)}` : ''
  return [
    'recorded',
    `Answers were recorded on ${recordedAt.slice(0, 10)}: no model is asked. ${count}${from}`,
  ]
}

function fileName({ file }: RecordingSession): string {
  return file.split(/[\\/]/).at(-1) ?? file
}
