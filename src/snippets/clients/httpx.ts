/**
 * A request in Python with httpx. Unlike requests it gives each line of a stream when it has come, not when 512 bytes have.
 * @see https://www.python-httpx.org/api/
 */
import { commentLine } from '../comment'
import { headerOf, isAscii, withoutHeaders } from '../headers'
import { printList, printValue, type Item } from '../print-value'
import { PYTHON, pythonString } from '../python'
import type { FormField, SnippetRequest } from '../request'
import { partsOf } from '../text'
import { fileNameOf } from './fetch'
import { args, braced, headerItem } from './openai-python'
import { readWebRequest, refusalOf, type WebRequest } from './web-request'

/** Writes the request, with what prints its answer. */
export function writeHttpx(request: SnippetRequest): string {
  const refusal = refusalOf(request, 'httpx')
  if (refusal !== undefined) return commentLine('#', `httpx cannot send this: ${refusal}.`)
  const web = readWebRequest(request, 'python')
  const code = web.isStreamed ? streamLines(request, web) : wholeLines(request, web)
  const imports = ['json', 'os'].filter((name) => new RegExp(`\\b${name}\\.(?:loads|environ)\\b`).test(code))
  return [
    ...imports.map((name) => `import ${name}`),
    ...(imports.length > 0 ? [''] : []),
    'import httpx',
    '',
    code,
  ].join('\n')
}

function wholeLines(request: SnippetRequest, web: WebRequest): string {
  const { method, body } = request
  const isShort =
    /^(?:POST|PUT|PATCH)$/.test(method) || (!body && /^(?:GET|DELETE|HEAD|OPTIONS)$/.test(method))
  const name = isShort ? method.toLowerCase() : 'request'
  const items = argumentsOf(request, web)
  const call = args(isShort ? items : [() => pythonString(method), ...items], items.length > 2)
  const print =
    method === 'HEAD'
      ? 'print(response.status_code, dict(response.headers))'
      : web.answer === 'chat'
        ? 'print(response.json()["choices"][0]["message"]["content"])'
        : 'print(response.text)'
  return [`response = httpx.${name}(${call})`, 'response.raise_for_status()', print].join('\n')
}

const PIECES: Readonly<Record<WebRequest['answer'], readonly string[]>> = {
  chat: [
    'for choice in json.loads(line[5:])["choices"]:',
    '    print(choice["delta"].get("content") or "", end="", flush=True)',
  ],
  responses: [
    'event = json.loads(line[5:])',
    'if event["type"] == "response.output_text.delta":',
    '    print(event["delta"], end="", flush=True)',
  ],
  other: [],
}

function streamLines(request: SnippetRequest, web: WebRequest): string {
  const items = [() => pythonString(request.method), ...argumentsOf(request, web)]
  const pieces = PIECES[web.answer]
  const loop =
    pieces.length === 0
      ? ['    for text in response.iter_text():', '        print(text, end="", flush=True)']
      : [
          '    for line in response.iter_lines():',
          '        if line.startswith("data:") and line.strip() != "data: [DONE]":',
          ...pieces.map((piece) => `            ${piece}`),
        ]
  return [
    `with httpx.stream(${args(items, true)}) as response:`,
    '    response.raise_for_status()',
    ...loop,
  ].join('\n')
}

function argumentsOf(request: SnippetRequest, web: WebRequest): Item[] {
  const { url, body } = request
  const form = body && 'form' in body ? body.form : []
  // httpx names the type of what it writes by itself.
  const isOwn = web.json !== undefined && headerOf(web.headers, 'content-type') === 'application/json'
  const headers = form.length > 0 || isOwn ? withoutHeaders(web.headers, ['content-type']) : web.headers
  const items: Item[] = [() => pythonString(url)]
  if (headers.length > 0) items.push((depth) => `headers=${headersText(headers, depth)}`)
  const { json, text } = web
  if (json !== undefined) items.push((depth) => `json=${printValue(json, PYTHON, depth)}`)
  else if (text !== undefined) items.push(() => `content=${pythonString(text)}`)
  if (form.length > 0) items.push((depth) => `files=${formText(form, depth)}`)
  // By itself it waits for five seconds only, and models take longer.
  items.push(() => 'timeout=None')
  return items
}

/** A dictionary, or a list of pairs where a name comes twice. */
function headersText(headers: WebRequest['headers'], depth: number): string {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  if (names.size === headers.length) return braced(headers.map(headerItem), depth)
  const pairs = headers.map(
    ([name, value]): Item =>
      () =>
        `(${pythonString(name)}, ${pythonString(value)}${isAscii(value) ? '' : '.encode()'})`,
  )
  return printList(pairs, { notation: PYTHON, depth, brackets: ['[', ']'], padding: '' })
}

function formText(form: readonly FormField[], depth: number): string {
  const pairs = form.map(({ name, value, file, filename, type }): Item => {
    const ending = type === undefined ? '' : `, ${pythonString(type)}`
    const content =
      file === undefined
        ? `None, ${partsOf(value ?? '').length === 0 ? '""' : pythonString(value ?? '')}`
        : `${pythonString(filename ?? fileNameOf(file))}, open(${pythonString(file)}, "rb")`
    return () => `(${pythonString(name)}, (${content}${ending}))`
  })
  return printList(pairs, { notation: PYTHON, depth, brackets: ['[', ']'], padding: '' })
}
