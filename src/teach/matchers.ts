/**
 * The matchers that know what this library knows: the request, how an answer ended, what was drawn, whether a key shows.
 * Pure; each says in one line what is the matter.
 */
import { isObject, stringOf, type JsonObject } from '../base/unknown'
import { finishWords } from '../chat/answer/finish-reasons'
import { redact } from '../secrets/redact-text'
import { differentFields, type Equals } from './sent-fields'

/** What a matcher finds. */
export interface Finding {
  readonly pass: boolean
  /** One line; with `not`, the line for that. */
  message(): string
}

/** What jest gives a matcher as `this`. */
interface MatcherContext {
  readonly equals: Equals
}

const finding = (pass: boolean, wrong: string, wrongWithNot: string): Finding => ({
  pass,
  message: () => (pass ? wrongWithNot : wrong),
})

/** The matchers by name. */
export const MATCHERS = {
  toHaveSent(this: MatcherContext, value: unknown, fields: object): Finding {
    const body = bodyOf(value)
    if (typeof body === 'string') return finding(false, body, body)
    const lines = differentFields(body.value, { expected: fields, equals: (a, b) => this.equals(a, b) })
    return finding(
      lines.length === 0,
      lines.join('\n'),
      'the request has these fields, and should not have them',
    )
  },
  toHaveEnded(value: unknown, how: string): Finding {
    const end = endOf(value)
    if (end === undefined) return finding(false, ...twice(notAnAnswer(value)))
    const pass = how === 'whole' ? end.isWhole : end.code === how
    return finding(
      pass,
      `the answer ended with ${end.words}, and should end with "${how}"`,
      `the answer ended with ${end.words}, and should not`,
    )
  },
  toHaveAnswered(value: unknown, text: string | RegExp): Finding {
    const answer = answerOf(value)
    if (answer === undefined) return finding(false, ...twice(notAnAnswer(value)))
    return textFinding('the answer', stringOf(answer['text']), text)
  },
  toHaveDrawn(value: unknown, what: string | RegExp): Finding {
    const drawn = drawnOf(value)
    if (drawn === undefined)
      return finding(false, ...twice('this is no captured output: give what `capture` returned'))
    if (typeof what === 'string' && /^[a-z]+\/[\w.+-]+$/.test(what)) {
      const found = drawn.types.length === 0 ? 'nothing' : drawn.types.join(', ')
      return finding(
        drawn.types.includes(what),
        `${found} was drawn, and no ${what}`,
        `${what} was drawn, and should not be`,
      )
    }
    return textFinding('the output', drawn.text, what)
  },
  toHideKeys(value: unknown): Finding {
    const place = keyIn(value)
    return finding(place === undefined, `${place ?? ''} shows a key`, 'no key is shown, and one should be')
  },
}

function twice(line: string): [string, string] {
  return [line, line]
}

/** What is said of a variable that no cell has filled yet. */
const NOTHING_YET = 'there is nothing yet (undefined): write the code that makes it, and run its cell'

/** The JSON body of a request, or why there is none. */
function bodyOf(value: unknown): { readonly value: unknown } | string {
  if (value === undefined) return NOTHING_YET
  const request = isObject(value) && isObject(value['request']) ? value['request'] : value
  if (!isObject(request) || !('body' in request || 'method' in request))
    return `${kindOf(value)} has no request: give what chat, stream or curl returned`
  const { body } = request
  if (body === undefined) return 'the request had no body'
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : body
  try {
    return { value: typeof text === 'string' ? (JSON.parse(text) as unknown) : text }
  } catch {
    return 'the body of the request is not JSON'
  }
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return `${String(value)}`.slice(0, 40) || 'an empty text'
  return typeof (value as { then?: unknown }).then === 'function'
    ? 'a promise (was `await` left out?)'
    : 'this value'
}

function notAnAnswer(value: unknown): string {
  if (value === undefined) return NOTHING_YET
  return `${kindOf(value)} is no answer: give what chat, stream or curl returned`
}

/** A chat result, or the one that curl has read. */
function answerOf(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined
  if (isObject(value['chat'])) return value['chat']
  return 'finishReason' in value ? value : undefined
}

interface End {
  readonly code: string
  readonly words: string
  readonly isWhole: boolean
}

function endOf(value: unknown): End | undefined {
  const answer = answerOf(value)
  if (answer === undefined) return undefined
  const error = isObject(answer['error']) ? answer['error'] : isObject(value) ? value['error'] : undefined
  if (isObject(error)) {
    const code = stringOf(error['code'])
    return { code, words: `"${code}" (${stringOf(error['message'])})`, isWhole: false }
  }
  const reason = typeof answer['finishReason'] === 'string' ? answer['finishReason'] : null
  const words = finishWords(reason)
  return {
    code: reason ?? 'none',
    words: reason === null ? words : `"${reason}" (${words})`,
    isWhole: /^(?:finished|asks for)/.test(words),
  }
}

interface Drawn {
  readonly text: string
  readonly types: readonly string[]
}

function drawnOf(value: unknown): Drawn | undefined {
  if (!isObject(value) || !Array.isArray(value['outputs'])) return undefined
  const bundles = value['outputs'].map((output: unknown) =>
    isObject(output) && isObject(output['data']) ? output['data'] : {},
  )
  const texts = bundles.map((data) => stringOf(data['text/plain']))
  return {
    text: [stringOf(value['stdout']), stringOf(value['stderr']), ...texts].filter(Boolean).join('\n'),
    types: [...new Set(bundles.flatMap((data) => Object.keys(data)))].sort(),
  }
}

function textFinding(what: string, text: string, expected: string | RegExp): Finding {
  const pass = typeof expected === 'string' ? text.includes(expected) : new RegExp(expected).test(text)
  const words =
    typeof expected === 'string' ? `contain ${JSON.stringify(expected)}` : `match ${String(expected)}`
  const shown = text === '' ? 'empty' : JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)
  return finding(
    pass,
    `${what} is ${shown}, and should ${words}`,
    `${what} is ${shown}, and should not ${words}`,
  )
}

const MAX_DEPTH = 8
/** A request has to hold the key that it sends. */
const MAY_HOLD_KEYS: ReadonlySet<string> = new Set(['request', 'argv'])

/** Where a key is; `undefined` when there is none. */
function keyIn(value: unknown, path = 'the value', depth = 0): string | undefined {
  if (typeof value === 'string') return redact(value) === value ? undefined : path
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined
  for (const [field, part] of Object.entries(value)) {
    if (MAY_HOLD_KEYS.has(field)) continue
    const found = keyIn(part, depth === 0 ? `\`${field}\`` : `${path.slice(0, -1)}.${field}\``, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
