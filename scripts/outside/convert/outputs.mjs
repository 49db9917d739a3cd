// What a cell shows, in both languages: the text of streams as it stands, then each display by its value. The value of a
// cell's last line is shown by Python's `repr` and drawn here: they are compared as values where the repr is a literal,
// and of an object of a client's class it is asked that something is drawn.
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
  const [wanted, got] = [printedBy(python), printedBy(ours)]
  if (wanted !== got) return `prints ${JSON.stringify(got.slice(0, 500))} instead of ${JSON.stringify(wanted.slice(0, 500))}` // prettier-ignore
  const [there, here] = [displaysOf(python), displaysOf(ours)]
  if (there.length !== here.length) return `shows ${here.length} values instead of ${there.length}: ${JSON.stringify(here).slice(0, 300)} instead of ${JSON.stringify(there).slice(0, 300)}` // prettier-ignore
  for (const [index, data] of there.entries()) {
    const difference = differenceOfValues(data, here[index])
    if (difference) return `value ${index + 1}: ${difference}`
  }
  return undefined
}

const printedBy = (outputs) =>
  plainIds(
    outputs
      .filter(({ type, name }) => type === 'stream' && name === 'stdout')
      .map(({ text }) => text)
      .join('')
      .replace(ANSI, ''),
  ).trimEnd()

const displaysOf = (outputs) =>
  outputs
    .filter(({ type, data }) => type === 'display' && !NOTE.test(data['text/plain'] ?? ''))
    .map(({ data }) => data)

function differenceOfValues(python, ours) {
  for (const type of ['text/markdown', 'text/html', 'image/png', 'image/jpeg'])
    if (python[type] !== undefined)
      return plainIds([python[type]].flat().join('')).trim() ===
        plainIds([ours[type] ?? ''].flat().join('')).trim()
        ? undefined
        : `${type} ${JSON.stringify(ours).slice(0, 300)} instead of ${JSON.stringify(python[type]).slice(0, 300)}`
  const text = python['text/plain'] ?? ''
  const value = literalOf(text)
  if (value === undefined) return Object.keys(ours).length > 0 ? undefined : `nothing instead of ${text}`
  const shown = ours['application/json'] ?? ours['text/plain']
  const isText = typeof value === 'string'
  if (isText ? plainIds(String(shown)).trim() === plainIds(value).trim() : isSame(value, valueOf(shown))) return undefined // prettier-ignore
  return `${JSON.stringify(shown)?.slice(0, 300)} instead of ${text.slice(0, 300)}`
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
  const marked = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs, (each) => `"@${strings.push(each) - 1}@"`)
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
    Object.entries(value).map(([key, each]) => [named(key) ? text(Number(named(key)[1])) : key, fill(each, text)]),
  )
}
