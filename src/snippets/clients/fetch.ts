/**
 * A request in TypeScript with `fetch`, for Node 20 and newer.
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
import { commentLine } from '../comment'
import { headerOf, joinHeaders, withoutHeaders } from '../headers'
import { printList, printValue, type Item } from '../print-value'
import type { FormField, SnippetRequest } from '../request'
import { typeScriptString, TYPESCRIPT } from '../typescript'
import { braced, headerItem } from './openai-typescript'
import { readWebRequest, refusalOf, type WebRequest } from './web-request'

/** Writes the request, with what prints its answer. */
export function writeFetch(request: SnippetRequest): string {
  const refusal = refusalOf(request, 'fetch') ?? formRefusal(request)
  if (refusal !== undefined) return commentLine('//', `fetch cannot send this: ${refusal}.`)
  const web = readWebRequest(request, 'javascript')
  const { method, url, body } = request
  const form = body && 'form' in body ? body.form : []
  const headers = joinHeaders(form.length > 0 ? withoutHeaders(web.headers, ['content-type']) : web.headers)
  const content = contentOf(request, web)
  const items: Item[] = [
    ...(method === 'GET' ? [] : [() => `method: ${typeScriptString(method)}`]),
    ...(headers.length === 0
      ? []
      : [(depth: number) => `headers: ${braced(headers.map(headerItem), depth)}`]),
    ...(content === undefined ? [] : [content]),
  ]
  const init = items.length === 0 ? '' : `, ${initOf(items)}`
  return [
    ...formLines(form),
    `const response = await fetch(${typeScriptString(url)}${init});`,
    'if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);',
    ...answerLines(web, method),
  ].join('\n')
}

function initOf(items: readonly Item[]): string {
  return printList(items, {
    notation: TYPESCRIPT,
    depth: 0,
    brackets: ['{', '}'],
    padding: ' ',
    isBroken: items.length > 1,
  })
}

function contentOf(request: SnippetRequest, { json, text }: WebRequest): Item | undefined {
  if (request.body && 'form' in request.body) return () => 'body: form'
  if (json !== undefined) return (depth) => `body: JSON.stringify(${printValue(json, TYPESCRIPT, depth)})`
  if (text === undefined) return undefined
  // As text, the body would get a type that the request had not.
  const isTyped = headerOf(request.headers, 'content-type') !== undefined
  const literal = typeScriptString(text)
  return () => `body: ${isTyped ? literal : `new TextEncoder().encode(${literal})`}`
}

function formRefusal({ body }: SnippetRequest): string | undefined {
  const typed =
    body && 'form' in body ? body.form.find(({ file, type }) => file === undefined && type) : undefined
  return typed && `the part "${typed.name}" of its form is a text that names its type`
}

function formLines(form: readonly FormField[]): string[] {
  if (form.length === 0) return []
  const fields = form.map(({ name, value, file, filename, type }) => {
    const key = typeScriptString(name)
    if (file === undefined) return `form.append(${key}, ${typeScriptString(value ?? '')});`
    const options = type === undefined ? '' : `, ${braced([() => `type: ${typeScriptString(type)}`])}`
    const blob = `new Blob([await readFile(${typeScriptString(file)})]${options})`
    return `form.append(${key}, ${blob}, ${typeScriptString(filename ?? fileNameOf(file))});`
  })
  const imports = form.some(({ file }) => file !== undefined)
    ? ['import { readFile } from "node:fs/promises";', '']
    : []
  return [...imports, 'const form = new FormData();', ...fields]
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

const PIECES: Readonly<Record<WebRequest['answer'], string | undefined>> = {
  chat: 'process.stdout.write(event.choices[0]?.delta?.content ?? "");',
  responses: 'if (event.type === "response.output_text.delta") process.stdout.write(event.delta);',
  other: undefined,
}

function answerLines({ answer, isStreamed }: WebRequest, method: string): string[] {
  if (method === 'HEAD') return ['console.log(response.status, Object.fromEntries(response.headers));']
  const piece = PIECES[answer]
  if (isStreamed) return piece === undefined ? PLAIN_STREAM : eventStream(piece)
  if (answer === 'chat')
    return ['const answer: any = await response.json();', 'console.log(answer.choices[0]?.message.content);']
  return ['console.log(await response.text());']
}

const PLAIN_STREAM = [
  'const decoder = new TextDecoder();',
  'for await (const bytes of response.body!) process.stdout.write(decoder.decode(bytes, { stream: true }));',
]

/** A stream may be cut anywhere, so lines are put together first. */
function eventStream(piece: string): string[] {
  return [
    'const decoder = new TextDecoder();',
    'let rest = "";',
    'for await (const bytes of response.body!) {',
    '  const lines = (rest + decoder.decode(bytes, { stream: true })).split("\\n");',
    '  rest = lines.pop() ?? "";',
    '  for (const line of lines) {',
    '    if (!line.startsWith("data:") || line.trim() === "data: [DONE]") continue;',
    '    const event = JSON.parse(line.slice(5));',
    `    ${piece}`,
    '  }',
    '}',
  ]
}
