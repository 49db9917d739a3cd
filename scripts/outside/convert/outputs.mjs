// What a cell shows, in both languages: the text of streams as it stands, then each display by its value. The value of a
// cell's last line is shown by Python's `repr` and drawn here: they are compared as values where the repr is a literal,
// and of an object of a client's class it is asked that something is drawn.
import { inspect } from 'node:util'
import { isSame, plainIds } from './values.mjs'

const ANSI = /\x1b\[[0-9;]*[A-Za-z]/g
const NOTE = /^types: /

/** Type errors that the kernel notes under a cell. */
export const typeNotesOf = (outputs) =>
  outputs.flatMap(({ data }) => {
    const text = data?.['text/plain']
    return typeof text === 'string' && NOTE.test(text) ? text.split('\n') : []
  })

/** @returns {string | undefined} What differs, or nothing. */
export function differenceOfOutputs(python, ours) {
  const [there, here] = [displaysOf(python), displaysOf(ours)]
  const wanted = printedBy(python)
  let got = printedBy(ours)
  // tslab prints the value of the last line where Python shows it.
  if (there.length === here.length + 1 && got.startsWith(wanted) && got.length > wanted.length) {
    here.push({ 'text/plain': got.slice(wanted.length) })
    got = wanted
  }
  if (wanted.trimEnd() !== got.trimEnd()) return `prints ${short(got)} instead of ${short(wanted)}`
  if (there.length !== here.length) return `shows ${here.length} values instead of ${there.length}: ${short(here)} instead of ${short(there)}` // prettier-ignore
  for (const [index, data] of there.entries()) {
    const difference = differenceOfValues(data, here[index])
    if (difference) return `value ${index + 1}: ${difference}`
  }
  return undefined
}

const short = (value) => JSON.stringify(value)?.slice(0, 500)

const printedBy = (outputs) =>
  plainIds(
    outputs
      .filter(({ type, name }) => type === 'stream' && name === 'stdout')
      .map(({ text }) => text)
      .join('')
      .replace(ANSI, '')
      // A variable is named here, and its value is not shown.
      .replace(/^env: (\w+)(?:=.*| is set)$/gm, 'env: $1'),
  )

const displaysOf = (outputs) =>
  outputs
    .filter(({ type, data }) => type === 'display' && !NOTE.test(data['text/plain'] ?? ''))
    .map(({ data }) => data)

const SOUND = /<audio[^]*?;base64,([\w+/=]+)/

const textIn = (data, type) => plainIds([data[type] ?? ''].flat().join('')).trim()

function differenceOfValues(python, ours) {
  // Python takes the kind of an image from its name, this library from its bytes.
  const images = [python, ours].map((data) => data['image/png'] ?? data['image/jpeg'])
  if (images[0] !== undefined) return images[0].trim() === images[1]?.trim() ? undefined : `${short(ours)} instead of an image` // prettier-ignore
  // A player has controls of its own in either.
  const sounds = [python, ours].map((data) => SOUND.exec([data['text/html'] ?? ''].flat().join(''))?.[1])
  if (sounds[0] !== undefined)
    return sounds[0] === sounds[1] ? undefined : `${short(ours)} instead of a sound`
  const rich = ['text/markdown', 'text/html'].find((type) => python[type] !== undefined)
  if (rich && textIn(python, rich) !== textIn(ours, rich)) return `${short(ours)} instead of ${short(python[rich])}` // prettier-ignore
  if (rich) return undefined
  const text = python['text/plain'] ?? ''
  const value = literalOf(text)
  if (value === undefined) return Object.keys(ours).length > 0 ? undefined : `nothing instead of ${text}`
  const drawn = ours['application/json']
  if (drawn !== undefined && isSame(value, drawn)) return undefined
  const shown = textIn(ours, 'text/plain').replace(ANSI, '')
  const expected = plainIds(typeof value === 'string' ? value : inspect(value)).trim()
  if (shown === expected || isSame(value, valueOf(shown))) return undefined
  return `${short(shown)} instead of ${text.slice(0, 300)}`
}

function valueOf(shown) {
  if (typeof shown !== 'string') return shown
  const plain = shown.replace(ANSI, '')
  try {
    // What the kernel shows of an array or object is a literal of JavaScript.
    return new Function(`return (${plain})`)()
  } catch {
    return plain
  }
}

/** A literal of Python as a value; nothing for an object of a class. */
function literalOf(text) {
  const strings = []
  const marked = text.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs,
    (each) => `"@${strings.push(each) - 1}@"`,
  )
  const json = marked
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\bNone\b/g, 'null')
    .replace(/\(/g, '[')
    .replace(/,?\s*\)/g, ']')
  if (/[^\s\w"@{}[\]:,.+-]|\b[A-Za-z_]\w*\[/.test(json)) return undefined
  try {
    const value = new Function(`return (${json})`)()
    return fill(value, (at) => new Function(`return ${strings[at].replace(/\n/g, '\\n')}`)())
  } catch {
    return undefined
  }
}

function fill(value, text) {
  const named = (each) => /^@(\d+)@$/.exec(each)
  if (typeof value === 'string') return named(value) ? text(Number(named(value)[1])) : value
  if (Array.isArray(value)) return value.map((each) => fill(each, text))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      named(key) ? text(Number(named(key)[1])) : key,
      fill(each, text),
    ]),
  )
}
