/**
 * A call of the official client for Python.
 * @see https://github.com/openai/openai-python
 */
import { isAscii, type HeaderField } from '../headers'
import { printList, printValue, type Item } from '../print-value'
import { fieldOf, type Entry } from '../read-json'
import { PYTHON, pythonString } from '../python'
import type { ClientCall } from './find-call'
import { splitFields } from './known-fields'

/** Writes the call, with what prints its answer. */
export function writeOpenAIPython(call: ClientCall): string {
  const code = [`client = OpenAI(${args(clientItems(call))})`, '', ...callLines(call)].join('\n')
  const names = ['OpenAI', ...(hasLogin(call) ? [] : ['Omit'])].sort()
  const imports = [
    ...(/\bos\.environ\b/.test(code) ? ['import os', ''] : []),
    `from openai import ${names.join(', ')}`,
    ...(code.includes('CreateEmbeddingResponse') ? ['from openai.types import CreateEmbeddingResponse'] : []),
  ]
  return [...imports, '', code].join('\n')
}

function clientItems({ baseUrl, apiKey, query }: ClientCall): Item[] {
  return [
    () => `base_url=${pythonString(baseUrl)}`,
    // The client asks for one, also where none is sent.
    () => `api_key=${apiKey === undefined ? '"none"' : pythonString(apiKey)}`,
    ...(query.length === 0
      ? []
      : [
          (depth: number) =>
            `default_query=${braced(
              query.map(
                ([name, value]) =>
                  () =>
                    PYTHON.key(name) + pythonString(value),
              ),
              depth,
            )}`,
        ]),
  ]
}

function callLines(call: ClientCall): string[] {
  const { kind, isStreamed, model } = call
  switch (kind) {
    case 'models':
      return [`for model in client.models.list(${args(optionItems(call))}):`, '    print(model.id)']
    case 'model':
      return [`print(client.models.retrieve(${args([() => pythonString(model), ...optionItems(call)])}))`]
    case 'embeddings':
      return embeddingLines(call)
    case 'chat':
      if (isStreamed)
        return [
          `stream = client.chat.completions.create(${fields(call)})`,
          'for chunk in stream:',
          '    if chunk.choices:',
          '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
        ]
      return [
        `completion = client.chat.completions.create(${fields(call)})`,
        `print(completion.choices[0].message${fieldOf(call.body, 'tools') ? '' : '.content'})`,
      ]
    case 'responses':
      if (isStreamed)
        return [
          `stream = client.responses.create(${fields(call)})`,
          'for event in stream:',
          '    if event.type == "response.output_text.delta":',
          '        print(event.delta, end="", flush=True)',
        ]
      return [`response = client.responses.create(${fields(call)})`, 'print(response.output_text)']
  }
}

function embeddingLines(call: ClientCall): string[] {
  const print = 'print([len(item.embedding) for item in answer.data])'
  if (fieldOf(call.body, 'encoding_format'))
    return [`answer = client.embeddings.create(${fields(call)})`, print]
  const headers = optionItems(call)
  const items: Item[] = [
    () => '"/embeddings"',
    (depth) => `body=${printValue(call.body, PYTHON, depth)}`,
    () => 'cast_to=CreateEmbeddingResponse',
    ...headers.map(
      (item): Item =>
        (depth) =>
          `options={"headers": ${item(depth).replace(/^extra_headers=/, '')}}`,
    ),
  ]
  return [
    '# embeddings.create() would add "encoding_format": "base64" to the request.',
    `answer = client.post(${args(items)})`,
    print,
  ]
}

/** The arguments of a call; fields that the client does not know go into `extra_body`. */
function fields(call: ClientCall): string {
  const { known, extras } = splitFields(call.kind, call.body)
  const items: Item[] = known.map(([name, value]) => argument([name, value]))
  if (extras.length > 0)
    items.push((depth) => `extra_body=${printValue({ kind: 'object', entries: extras }, PYTHON, depth)}`)
  return args([...items, ...optionItems(call)], true)
}

function argument([name, value]: Entry): Item {
  return (depth) => `${String(name)}=${printValue(value, PYTHON, depth)}`
}

function hasLogin({ apiKey, headers }: ClientCall): boolean {
  return apiKey !== undefined || headers.some(([name]) => /^authorization$/i.test(name))
}

function optionItems(call: ClientCall): Item[] {
  const items = [
    ...(hasLogin(call) ? [] : [() => '"Authorization": Omit()']),
    ...call.headers.map(headerItem),
  ]
  return items.length === 0 ? [] : [(depth) => `extra_headers=${braced(items, depth)}`]
}

/** A header of a dictionary; httpx takes bytes beyond ASCII only as bytes. */
export function headerItem([name, value]: HeaderField): Item {
  return () => PYTHON.key(name) + pythonString(value) + (isAscii(value) ? '' : '.encode()')
}

/** Items in braces. */
export function braced(items: readonly Item[], depth = 0): string {
  return printList(items, { notation: PYTHON, depth, brackets: ['{', '}'], padding: '' })
}

/** What stands between the parentheses of a call. */
export function args(items: readonly Item[], isBroken = false): string {
  return printList(items, { notation: PYTHON, depth: 0, brackets: ['(', ')'], padding: '', isBroken }).slice(
    1,
    -1,
  )
}
