/**
 * How the practice endpoint uses tools, without a model: it calls the first tool whose parameters it can fill with what
 * stands in the prompt, and then repeats what the tool has said. A call that the request insists on is made in any case.
 * Pure.
 * @see https://platform.openai.com/docs/guides/function-calling
 */
import { exampleOf, wordsOf, type Words } from './example-value'

/** A call of a tool, with its arguments as JSON text. */
export interface CannedCall {
  readonly name: string
  readonly arguments: string
}

/**
 * Makes the call of a tool that a prompt asks for.
 *
 * @param tools - The request's `tools`; anything may be in it.
 * @param prompt - Text of the last message of the user.
 * @param choice - The request's `tool_choice`: `'none'`, `'auto'`, `'required'` or the function to call.
 * @returns `undefined` when no tool's required parameters can be filled from the prompt, and none has to be called.
 */
export function callFor(tools: unknown, prompt: string, choice?: unknown): CannedCall | undefined {
  if (!Array.isArray(tools) || choice === 'none') return undefined
  const wanted = (field(choice, 'function') as { name?: unknown }).name
  const callable = (tools as unknown[])
    .map((tool) => field(tool, 'function') as { name?: unknown; parameters?: unknown })
    .filter(({ name }) => typeof name === 'string' && (wanted === undefined || name === wanted))
  for (const { name, parameters } of callable) {
    const properties = field(parameters, 'properties')
    const filled = fill(properties, (parameters as { required?: unknown })?.required, wordsOf(prompt))
    if (filled !== undefined) return { name: name as string, arguments: JSON.stringify(filled) }
  }
  const [first] = callable
  if (!first || (wanted === undefined && choice !== 'required')) return undefined
  const value = exampleOf(first.parameters ?? {}, prompt)
  return { name: first.name as string, arguments: JSON.stringify(value) }
}

/** What is said when a tool has answered. */
export function answerToTool(result: string): string {
  return `The tool says: ${result}`
}

/** Numbers of the prompt for numbers, its names and quoted texts for texts, in their order. */
function fill(properties: object, required: unknown, words: Words): Record<string, unknown> | undefined {
  const wanted = Array.isArray(required)
    ? new Set<unknown>(required)
    : new Set<unknown>(Object.keys(properties))
  const filled: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(properties)) {
    const { type } = (schema ?? {}) as { type?: unknown }
    const value = type === 'number' || type === 'integer' ? words.numbers.shift() : words.texts.shift()
    if (value !== undefined) filled[name] = value
    else if (wanted.has(name)) return undefined
  }
  return Object.keys(filled).length > 0 ? filled : undefined
}

function field(value: unknown, name: string): object {
  const found: unknown =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  return typeof found === 'object' && found !== null ? found : {}
}
