/**
 * Masks secrets in the events of a stream, also where one is spread over several of them: each text of an event goes on that
 * of the event before at the same place. Events without a secret pass as they came. Pure.
 */
import { createRedactor, type Redactor } from '../../secrets/redact-stream'
import { redact } from '../../secrets/redact-text'

/** Masks one stream. */
export interface EventMask {
  /**
   * Takes an event.
   *
   * @param event - As it came, with the blank line behind it.
   * @param json - Its data, parsed; `undefined` when that is no JSON.
   * @returns What can be passed on now: events that end in what may be half a secret stay back.
   */
  push(event: string, json: unknown): string
  /** Gives what is held back. */
  end(): string
}

/** A text of an event. */
interface Leaf {
  readonly path: string
  readonly before: string
  readonly holder: Record<string, unknown>
  readonly name: string
  after: string
}

interface Held {
  readonly event: string
  readonly json: unknown
  readonly leaves: readonly Leaf[]
}

/** Events that are held back at most: a secret has fewer characters. */
const MAX_HELD = 512
/** Texts at different places of an event that are looked at; the rest is searched event by event. */
const MAX_PATHS = 256
/** Fewer may be a part of a secret that has it twice. */
const MIN_REPEATED_CHARS = 12

/** Starts a stream. */
export function createEventMask(): EventMask {
  const redactors = new Map<string, Redactor>()
  const last = new Map<string, Leaf>()
  /** What is the same in each event, as the name of the model, is looked at once. */
  const repeated = new Map<string, string>()
  let held: Held[] = []

  const redactorOf = (path: string): Redactor | undefined => {
    const known = redactors.get(path)
    if (known !== undefined || redactors.size >= MAX_PATHS) return known
    const redactor = createRedactor()
    redactors.set(path, redactor)
    return redactor
  }
  const settle = (): string => {
    const isClean = held.every(({ leaves }) => leaves.every(({ before, after }) => before === after))
    const out = isClean || isSame(held) ? held.map(({ event }) => event) : held.map(rewrite)
    held = []
    last.clear()
    // What stands elsewhere in an event, or is no JSON.
    return out.map((event) => redact(event)).join('')
  }
  const flush = (): string => {
    for (const [path, leaf] of last) leaf.after += redactors.get(path)?.flush() ?? ''
    return settle()
  }
  return {
    push(event, json) {
      const leaves = leavesOf(json)
      for (const leaf of leaves) {
        if (leaf.before.length >= MIN_REPEATED_CHARS && repeated.get(leaf.path) === leaf.before) continue
        repeated.set(leaf.path, leaf.before)
        const redactor = redactorOf(leaf.path)
        if (redactor === undefined) continue
        leaf.after = redactor.push(leaf.before) + redactor.release()
        last.set(leaf.path, leaf)
      }
      held.push({ event, json, leaves })
      if (held.length >= MAX_HELD) return flush()
      for (const path of last.keys()) if ((redactors.get(path)?.peekHeld() ?? 0) > 0) return ''
      return settle()
    },
    end: () => (held.length > 0 ? flush() : ''),
  }
}

/** Whether what came and what goes out are the same texts, if in other pieces. */
function isSame(held: readonly Held[]): boolean {
  const joined = new Map<string, { before: string; after: string }>()
  for (const { path, before, after } of held.flatMap(({ leaves }) => leaves)) {
    const texts = joined.get(path) ?? { before: '', after: '' }
    texts.before += before
    texts.after += after
    joined.set(path, texts)
  }
  return [...joined.values()].every(({ before, after }) => before === after)
}

function rewrite({ event, json, leaves }: Held): string {
  if (leaves.every(({ before, after }) => before === after)) return event
  for (const { holder, name, after } of leaves) holder[name] = after
  const data = `data: ${JSON.stringify(json)}`
  const [lineEnd = '\n'] = /\r\n|\n|\r/.exec(event) ?? []
  const others = event.split(/\r\n|\n|\r/).filter((line) => line !== '' && !/^data:/.test(line))
  return [...others, data, '', ''].join(lineEnd)
}

function leavesOf(json: unknown): Leaf[] {
  const leaves: Leaf[] = []
  const walk = (holder: Record<string, unknown>, path: string): void => {
    // Several answers in one stream take turns in the same place, and have a number.
    if (typeof holder['index'] === 'number') path += `#${holder['index']}`
    for (const [name, value] of Object.entries(holder)) {
      const place = `${path}/${name}`
      if (typeof value === 'string') leaves.push({ path: place, before: value, after: value, holder, name })
      else if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>, place)
    }
  }
  if (typeof json === 'object' && json !== null) walk(json as Record<string, unknown>, '')
  return leaves
}
