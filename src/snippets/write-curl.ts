/**
 * A request as a curl command.
 * @see https://curl.se/docs/manpage.html
 */
import { commentLine } from './comment'
import { quoteWord } from '../base/bash-quote'
import { headerOf } from './headers'
import { printValue, type Notation } from './print-value'
import { readJson } from './read-json'
import type { FormField, SnippetBody, SnippetRequest } from './request'
import { shellWord } from './shell-text'
import { hasVariable, partsOf, shownText, textOf, type Text } from './text'

/** JSON, laid out. Strings are written anew, which changes nothing in what they say. */
const JSON_NOTATION: Notation = {
  string: (text) => JSON.stringify(partsOf(text).join('')),
  key: (name) => `${JSON.stringify(partsOf(name).join(''))}: `,
  number: (text) => text,
  constant: (value) => String(value),
  padding: '',
  indent: 2,
  trailingComma: false,
}

/** Shorter bodies stay as they were sent. */
const MAX_LINE_BODY = 60
/** The type that `-d` gives a body by itself. */
const FORM_TYPE = 'application/x-www-form-urlencoded'

/**
 * Writes the command.
 *
 * @param request - The request.
 * @returns Text for bash. Secrets are variables in double quotes, the body is in single quotes.
 */
export function writeCurl(request: SnippetRequest): string {
  const { url, body } = request
  if (body && 'why' in body)
    return commentLine('#', `curl cannot send this from text alone: the body ${body.why}.`)
  const words = [
    `curl ${[...flagsOf(request), shellWord(url)].join(' ')}`,
    ...headerWords(request),
    ...(body ? bodyWords(body) : []),
  ]
  return words.join(' \\\n  ')
}

function flagsOf({ method, url, body }: SnippetRequest): string[] {
  const flags: string[] = []
  const isStreamed = body && 'text' in body && /"stream"\s*:\s*true/.test(shownText(body.text))
  if (isStreamed) flags.push('-N')
  const address = partsOf(url)
    .filter((part) => typeof part === 'string')
    .join('')
  // Without these, curl would read patterns and dot segments in the address.
  if (/[{}[\]]/.test(address)) flags.push('--globoff')
  if (/\/\.{1,2}([/?]|$)/.test(address)) flags.push('--path-as-is')
  if (method === 'HEAD' && !body) flags.push('--head')
  else if (method !== (body ? 'POST' : 'GET')) flags.push('-X', quoteWord(method))
  return flags
}

function headerWords({ headers, body }: SnippetRequest): string[] {
  const words = headers
    .filter(([name, value]) => !(isText(body) && /^content-type$/i.test(name) && value === FORM_TYPE))
    .map(([name, value]) => {
      const isEmpty = partsOf(value).length === 0
      return `-H ${shellWord(isEmpty ? `${name};` : textOf([`${name}: `, ...partsOf(value)]))}`
    })
  if (isText(body) && headerOf(headers, 'content-type') === undefined) words.push(`-H 'Content-Type:'`)
  return words
}

function bodyWords(body: SnippetBody): string[] {
  if ('form' in body) return body.form.map(formWord)
  if (!isText(body)) return []
  const text = laidOut(body.text)
  const isFile = partsOf(text)[0]?.toString().startsWith('@')
  const word = shellWord(text)
  return [`${isFile ? '--data-raw' : '-d'} ${word}`]
}

function isText(body: SnippetBody | undefined): body is { readonly text: Text } {
  return body !== undefined && 'text' in body
}

/** JSON that came in one line, in several. */
function laidOut(text: Text): Text {
  if (hasVariable(text)) return text
  const plain = partsOf(text).join('')
  if (plain.length <= MAX_LINE_BODY || plain.includes('\n')) return text
  const node = readJson(plain)
  return node === undefined ? text : printValue(node, JSON_NOTATION)
}

function formWord({ name, value, file, filename, type }: FormField): string {
  const ending = type === undefined ? '' : `;type=${type}`
  if (file === undefined) {
    // Taken as it is, whatever it begins with.
    if (type === undefined) return `--form-string ${shellWord(textOf([`${name}=`, ...partsOf(value ?? '')]))}`
    return `-F ${shellWord(textOf([`${name}="`, ...partsOf(value ?? '').map(escapedForm), `"${ending}`]))}`
  }
  const sentAs = filename === undefined ? '' : `;filename="${escapedForm(filename)}"`
  const path = /[;,"]/.test(file) ? `"${escapedForm(file)}"` : file
  return `-F ${shellWord(`${name}=@${path}${ending}${sentAs}`)}`
}

function escapedForm<Part>(part: Part): Part {
  return typeof part === 'string' ? (part.replace(/[\\"]/g, '\\$&') as Part) : part
}
