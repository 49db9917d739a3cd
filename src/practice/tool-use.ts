/**
 * How the practice endpoint uses tools, without a model: it calls the first tool whose parameters it can fill with what
 * stands in the prompt, and then repeats what the tool has said. Pure.
 * @see https://platform.openai.com/docs/guides/function-calling
 */

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
 * @returns `undefined` when no tool's required parameters can be filled from the prompt.
 */
export function callFor(tools: unknown, prompt: string): CannedCall | undefined {
  if (!Array.isArray(tools)) return undefined
  for (const tool of tools as unknown[]) {
    const { name, parameters } = field(tool, 'function') as { name?: unknown; parameters?: unknown }
    if (typeof name !== 'string') continue
    const filled = fill(
      field(parameters, 'properties'),
      (parameters as { required?: unknown })?.required,
      prompt,
    )
    if (filled !== undefined) return { name, arguments: JSON.stringify(filled) }
  }
  return undefined
}

/** What is said when a tool has answered. */
export function answerToTool(result: string): string {
  return `The tool says: ${result}`
}

/** Numbers of the prompt for numbers, its names and quoted texts for texts, in their order. */
function fill(properties: object, required: unknown, prompt: string): Record<string, unknown> | undefined {
  const numbers = prompt.match(/-?\d+(?:\.\d+)?/g) ?? []
  const texts = [...prompt.matchAll(/"([^"]+)"|(?<=\s)(\p{Lu}\p{Ll}+)/gu)].map(
    ([, quoted, name]) => quoted ?? name,
  )
  const wanted = Array.isArray(required)
    ? new Set<unknown>(required)
    : new Set<unknown>(Object.keys(properties))
  const filled: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(properties)) {
    const { type } = (schema ?? {}) as { type?: unknown }
    const value = type === 'number' || type === 'integer' ? toNumber(numbers.shift()) : texts.shift()
    if (value !== undefined) filled[name] = value
    else if (wanted.has(name)) return undefined
  }
  return Object.keys(filled).length > 0 ? filled : undefined
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function field(value: unknown, name: string): object {
  const found: unknown =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  return typeof found === 'object' && found !== null ? found : {}
}
