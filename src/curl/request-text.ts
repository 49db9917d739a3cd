/**
 * A request and its words without secrets: `$NAME` stands for what a variable holds.
 */
import type { HeaderList, TransferRequest } from '../script/curl-contract'
import { headerSecrets } from '../secrets/secret-headers'
import { addressText, cleanAddress, hiddenHeader } from '../snippets/describe-request'
import { ValueNames, type HiddenValue } from '../snippets/name-values'
import { hasVariable, shownText, textOf, partsOf, type Text } from '../snippets/text'

/** Options whose value is a login; of `name:password` the password is secret. */
const LOGINS = new Set(['-u', '--user', '-U', '--proxy-user', '--oauth2-bearer', '--pass', '-E', '--cert'])

/** Address and headers of a request without secrets. */
export function withoutSecrets({ url, headers }: TransferRequest): { url: string; headers: HeaderList } {
  const names = new ValueNames(url, process.env)
  return {
    url: shownText(cleanAddress(url, names)),
    headers: headers.map(([name, value]) => [name, shownText(hiddenHeader([name, value], names))] as const),
  }
}

/** A body without registered secrets; the same one when there are none in it. */
export function bodyWithoutSecrets(body: Uint8Array, { url }: TransferRequest): Uint8Array {
  const text = new ValueNames(url, process.env).hide(Buffer.from(body).toString('utf8'))
  return hasVariable(text) ? Buffer.from(shownText(text)) : body
}

/**
 * The words of a command without secrets.
 *
 * @param words - After `curl`.
 * @param request - What they sent.
 */
export function wordsWithoutSecrets(words: readonly string[], request: TransferRequest): Text[] {
  const names = new ValueNames(request.url, process.env)
  const sent = request.headers.flatMap(([name, value]) =>
    headerSecrets(name, value).map((secret): HiddenValue => ({ value: secret, fallback: 'SECRET' })),
  )
  // Short ones would be found in any word.
  const known = sent.filter(({ value }) => value.length >= 8)
  return words.map((word, index) => {
    if (LOGINS.has(words[index - 1] ?? '')) return hiddenLogin(word, words[index - 1]!, names)
    const header = words[index - 1] === '-H' ? /^([^:]+): ?(.*)$/s.exec(word) : null
    if (header) return textOf([`${header[1]}: `, ...partsOf(hiddenHeader([header[1]!, header[2]!], names))])
    if (/^https?:\/\//i.test(word)) return addressText(word, names)
    return names.hide(word, known)
  })
}

function hiddenLogin(word: string, option: string, names: ValueNames): Text {
  if (option === '--oauth2-bearer') return names.hide(word, [{ value: word, fallback: 'API_KEY' }])
  const colon = word.indexOf(':')
  if (colon === -1)
    return names.hide(word, option === '--pass' ? [{ value: word, fallback: 'PASSWORD' }] : [])
  const [name, password] = [word.slice(0, colon), word.slice(colon + 1)]
  // Services that take a key for a login take it as the name.
  if (password === '' && name !== '')
    return textOf([{ env: names.nameOf({ value: name, fallback: 'API_KEY' }) }, ':'])
  const rest = password === '' ? [] : [{ env: names.nameOf({ value: password, fallback: 'PASSWORD' }) }]
  return textOf([word.slice(0, colon + 1), ...rest])
}
