/**
 * What a curl command line asks for, as a request that can be written in other languages. Nothing is sent.
 */
import type { Operation } from '../../curl/options/operation'
import { parseOptions } from '../../curl/options/parse-options'
import { CurlError } from '../../curl/transfer-error'
import { hiddenHeader } from '../../snippets/describe-request'
import { ValueNames } from '../../snippets/name-values'
import type { FormField, SnippetBody, SnippetRequest } from '../../snippets/request'
import { textOf, type Text, type Variable } from '../../snippets/text'
import type { ReadCommand } from './read-script'

/** Surroundings of a command. */
export interface CommandPlace {
  readonly marks: ReadonlyMap<string, Variable>
  /** Reads a file beside the notebook; `undefined` when there is none that may be read. */
  readBeside(path: string): Uint8Array | undefined
}

/** Options of the way to the server that change nothing in the request. */
const HARMLESS =
  /^--(?:no-)?(?:location|location-trusted|max-redirs|post30[123]|max-time|connect-timeout|ipv[46]|tls.*|path-as-is)$/

/**
 * Reads a command.
 *
 * @param command - Its words.
 * @param place - Its variables and files.
 * @returns Its requests; `undefined` when one of them cannot be told from the words, or says how the server is reached.
 */
export async function readCommand(
  { words, stdin }: ReadCommand,
  place: CommandPlace,
): Promise<SnippetRequest[] | undefined> {
  const read = (path: string): Promise<Buffer> => {
    const bytes =
      path === '-' ? (stdin === undefined ? undefined : Buffer.from(stdin)) : place.readBeside(path)
    return bytes === undefined ? Promise.reject(new CurlError(26, path)) : Promise.resolve(Buffer.from(bytes))
  }
  try {
    const line = await parseOptions(words, {
      read,
      modified: () => Promise.resolve(undefined),
      warn: () => {},
    })
    if (line.information !== undefined) return undefined
    const requests = line.operations.flatMap((operation) =>
      operation.entries.map(({ url, hasUpload }) =>
        hasUpload || url === undefined ? undefined : requestOf(operation, url, place),
      ),
    )
    return requests.every((request) => request !== undefined) ? requests : undefined
  } catch (error) {
    if (error instanceof CurlError) return undefined
    throw error
  }
}

function requestOf(operation: Operation, url: string, { marks }: CommandPlace): SnippetRequest | undefined {
  const { route, user, data, useGet, globOff, cookies, cookieFiles } = operation
  const unmark = (text: string): Text => textOf([...text].map((char) => marks.get(char) ?? char))
  const isReached = route.some((word) => word.startsWith('--') && !HARMLESS.test(word))
  // A login is encoded, and patterns stand for several addresses.
  if (isReached || user !== undefined || cookieFiles.length > 0 || (!globOff && /[{}[\]]/.test(url)))
    return undefined
  const query = useGet ? data?.toString('utf8') : operation.query
  // A variable that is encoded is no variable any more.
  if (query !== undefined && /%F4%8/i.test(query)) return undefined
  const body = bodyOf(operation, unmark)
  if (body === undefined) return undefined
  const lines = headerLines(operation, cookies)
  const names = new ValueNames('', {})
  return {
    method: methodOf(operation),
    url: unmark(addressOf(url, query, marks)),
    headers: lines.map(([name, value]) => {
      const text = unmark(value)
      return [name, typeof text === 'string' ? hiddenHeader([name, text], names) : text] as const
    }),
    ...(body === 'none' ? {} : { body }),
  }
}

function methodOf({ method, noBody, form, data, useGet }: Operation): string {
  if (method !== undefined) return method
  if (noBody) return 'HEAD'
  return form.length > 0 || (data !== undefined && !useGet) ? 'POST' : 'GET'
}

function addressOf(url: string, query: string | undefined, marks: ReadonlyMap<string, Variable>): string {
  const [first = ''] = url
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || marks.has(first) ? url : `http://${url}`
  const address = whole.replace(/#.*$/s, '')
  if (query === undefined || query === '') return address
  return `${address}${address.includes('?') ? '&' : '?'}${query}`
}

/** Headers as curl would send them: those of options, `Name:` taken away, `Name;` empty. */
function headerLines(operation: Operation, cookies: readonly string[]): (readonly [string, string])[] {
  const { headers, isJson, data, useGet, bearer, userAgent, referer, range } = operation
  const given = headers.flatMap((line): (readonly [string, string])[] => {
    const [, name = '', mark, value = ''] = /^([^:;]+)([:;])\s*(.*?)\s*$/s.exec(line) ?? []
    if (name === '') return []
    return [[name, mark === ';' ? '' : value === '' ? '\0' : value]]
  })
  const has = (name: string): boolean => given.some(([key]) => key.toLowerCase() === name)
  const own: (readonly [string, string | undefined])[] = [
    [
      'Content-Type',
      isJson ? 'application/json' : data && !useGet ? 'application/x-www-form-urlencoded' : undefined,
    ],
    ['Accept', isJson ? 'application/json' : undefined],
    ['Authorization', bearer && `Bearer ${bearer}`],
    ['User-Agent', userAgent],
    ['Referer', referer],
    ['Range', range && `bytes=${range}`],
    ['Cookie', cookies.length > 0 ? cookies.join('; ') : undefined],
  ]
  const added = own.flatMap(([name, value]): (readonly [string, string])[] =>
    value === undefined || has(name.toLowerCase()) ? [] : [[name, value]],
  )
  return [...given, ...added].filter(
    ([name, value]) => value !== '\0' && !/^(?:host|content-length|expect|connection)$/i.test(name),
  )
}

/** The body; `undefined` when it is not text, or a variable is encoded in it. */
function bodyOf(
  { data, form, useGet }: Operation,
  unmark: (text: string) => Text,
): SnippetBody | 'none' | undefined {
  if (form.length > 0) {
    const fields = form.map(
      ({ name, kind, value, type, filename, encoder, headers }): FormField | undefined => {
        if (kind === 'content' || value === '-' || encoder !== undefined || headers.length > 0)
          return undefined
        const named = {
          ...(filename === undefined ? {} : { filename }),
          ...(type === undefined ? {} : { type }),
        }
        return kind === 'file' ? { name, file: value, ...named } : { name, value: unmark(value), ...named }
      },
    )
    return fields.every((field) => field !== undefined) ? { form: fields } : undefined
  }
  if (data === undefined || useGet) return 'none'
  const text = data.toString('utf8')
  if (!Buffer.from(text).equals(data) || text.includes('\0') || /%F4%8/i.test(text)) return undefined
  return { text: unmark(text) }
}
