/**
 * A call of the official client for TypeScript.
 * @see https://github.com/openai/openai-node
 */
import { isAscii, type HeaderField } from '../headers'
import { itemsOf, printList, printValue, type Item } from '../print-value'
import { fieldOf, type ObjectNode } from '../read-json'
import { partsOf } from '../text'
import { typeScriptOption, typeScriptString, TYPESCRIPT } from '../typescript'
import type { ClientCall } from './find-call'
import { markExtras, splitFields } from './known-fields'

/** Writes the call, with what prints its answer. */
export function writeOpenAITypeScript(call: ClientCall): string {
  return [
    'import OpenAI from "openai";',
    '',
    `const client = new OpenAI(${braced(clientItems(call))});`,
    '',
    ...callLines(call),
  ].join('\n')
}

function clientItems({ baseUrl, apiKey, query }: ClientCall): Item[] {
  return [
    () => `baseURL: ${typeScriptOption(baseUrl)}`,
    // The client asks for one, also where none is sent.
    () => `apiKey: ${apiKey === undefined ? '"none"' : typeScriptOption(apiKey)}`,
    ...(query.length === 0
      ? []
      : [
          (depth: number) =>
            `defaultQuery: ${braced(
              query.map(
                ([name, value]) =>
                  () =>
                    TYPESCRIPT.key(name) + typeScriptString(value),
              ),
              depth,
            )}`,
        ]),
  ]
}

function callLines(call: ClientCall): string[] {
  const { kind, isStreamed, model } = call
  const options = optionsOf(call)
  const first = options === '' ? '' : `, ${options}`
  switch (kind) {
    case 'models':
      return [`for await (const model of client.models.list(${options})) {`, '  console.log(model.id);', '}']
    case 'model':
      return [`console.log(await client.models.retrieve(${typeScriptString(model)}${first}));`]
    case 'embeddings':
      return embeddingLines(call)
    case 'chat':
      if (isStreamed)
        return [
          `const stream = await client.chat.completions.create(${bodyOf(call)}${first});`,
          'for await (const chunk of stream) {',
          '  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");',
          '}',
        ]
      return [
        `const completion = await client.chat.completions.create(${bodyOf(call)}${first});`,
        `console.log(completion.choices[0]?.message${fieldOf(call.body, 'tools') ? '' : '.content'});`,
      ]
    case 'responses':
      if (isStreamed)
        return [
          `const stream = await client.responses.create(${bodyOf(call)}${first});`,
          'for await (const event of stream) {',
          '  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);',
          '}',
        ]
      return [
        `const response = await client.responses.create(${bodyOf(call)}${first});`,
        'console.log(response.output_text);',
      ]
  }
}

function embeddingLines(call: ClientCall): string[] {
  const options = optionItems(call)
  if (fieldOf(call.body, 'encoding_format')) {
    const second = options.length === 0 ? '' : `, ${braced(options)}`
    return [`const { data } = await client.embeddings.create(${bodyOf(call)}${second});`, ...PRINT_VECTORS]
  }
  const items: Item[] = [(depth) => `body: ${printValue(call.body, TYPESCRIPT, depth)}`, ...options]
  return [
    '// embeddings.create() would add "encoding_format": "base64" to the request.',
    `const { data }: OpenAI.CreateEmbeddingResponse = await client.post("/embeddings", ${braced(items)});`,
    ...PRINT_VECTORS,
  ]
}

const PRINT_VECTORS = ['console.log(data.map(({ embedding }) => embedding.length));']

/** Fields that the types do not know are spread: TypeScript checks only those that are written out. */
function bodyOf({ kind, body }: ClientCall): string {
  const { known, extras } = splitFields(kind, body)
  const entries = known.map(
    ([name, value]) => [name, name === 'messages' ? markExtras(value) : value] as const,
  )
  const node: ObjectNode = { kind: 'object', entries, extras }
  return printList(itemsOf(node, TYPESCRIPT), {
    notation: TYPESCRIPT,
    depth: 0,
    brackets: ['{', '}'],
    padding: ' ',
    isBroken: true,
  })
}

function optionsOf(call: ClientCall): string {
  const items = optionItems(call)
  return items.length === 0 ? '' : braced(items)
}

function optionItems({ headers, apiKey }: ClientCall): Item[] {
  const hasLogin = apiKey !== undefined || headers.some(([name]) => /^authorization$/i.test(name))
  const items = [...(hasLogin ? [] : [() => 'Authorization: null']), ...headers.map(headerItem)]
  return items.length === 0 ? [] : [(depth) => `headers: ${braced(items, depth)}`]
}

/** A header of an object; bytes beyond ASCII are given one by one, as `fetch` takes them. */
export function headerItem([name, value]: HeaderField): Item {
  const text = isAscii(value)
    ? headerText(value)
    : `Buffer.from(${typeScriptString(value)}).toString("latin1")`
  return () => TYPESCRIPT.key(name) + text
}

function headerText(value: HeaderField[1]): string {
  return partsOf(value).length === 0 ? '""' : typeScriptString(value)
}

/** Items in braces. */
export function braced(items: readonly Item[], depth = 0): string {
  return printList(items, { notation: TYPESCRIPT, depth, brackets: ['{', '}'], padding: ' ' })
}
