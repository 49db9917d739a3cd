/**
 * Tools as functions: how a model is told of them and how its calls are run.
 */
import { UsageError } from '../../errors'
import type { Answer, ToolCall } from '../answer/answer'
import { ChatError } from '../answer/errors'
import type { ChatMessage } from '../answer/chat-message'
import { serverLine } from '../answer/error-text'
import { parseJson } from '../answer/event-payload'
import { finishWords, isAtLimit, isCutOff } from '../answer/finish-reasons'
import { isObject, type JsonObject } from '../../base/unknown'
import { check, type JsonSchema, type StandardSchema, toJsonSchema } from './schema'

/** A function that a model may call. */
export interface ChatTool<Arguments = never> {
  /** What it does, for the model. */
  readonly description?: string
  /** Schema of its one argument, an object. None for a function without. */
  readonly parameters?: StandardSchema<Arguments> | JsonSchema
  /** Runs it. What it returns goes to the model: text as it is, anything else as JSON. */
  run(parameters: Arguments): unknown
}

/** Tools by name. */
export interface ChatTools {
  readonly [name: string]: ChatTool
}

/**
 * Describes a tool with the type of its argument taken from its schema.
 *
 * @param definition - What it does, the schema of its argument, and the function.
 * @returns The same definition, for `chat({ tools: { name: tool(…) } })`.
 * @example
 * ```ts
 * import { z } from 'zod'
 * const add = tool({
 *   description: 'Adds two numbers',
 *   parameters: z.object({ a: z.number(), b: z.number() }),
 *   run: ({ a, b }) => a + b,
 * })
 * ```
 */
export function tool<Arguments>(definition: ChatTool<Arguments>): ChatTool {
  return definition as unknown as ChatTool
}

/** Tells tools to run apart from the request's own `tools` field, which is a list. */
export function isToolbox(tools: unknown): tools is ChatTools {
  return isObject(tools)
}

/**
 * Tools as the API takes them.
 *
 * @param tools - Tools by name.
 * @throws UsageError for a tool that cannot be called.
 */
export function describeTools(tools: ChatTools): JsonObject[] {
  return Object.entries(tools).map(([name, { description, parameters, run }]) => {
    if (!/^[\w-]{1,64}$/.test(name))
      throw new UsageError(`A tool cannot be called ${JSON.stringify(name)}: letters, digits, _ and - only.`)
    if (typeof run !== 'function') throw new UsageError(`The tool ${name} has no function run.`)
    const schema = parameters === undefined ? { type: 'object', properties: {} } : toJsonSchema(parameters)
    return {
      type: 'function',
      function: { name, ...(description === undefined ? {} : { description }), parameters: schema },
    }
  })
}

/** A call and what it gave. */
export interface ToolOutcome {
  readonly call: ToolCall
  /** What the model is told. */
  readonly text: string
}

/**
 * Runs the calls of an answer at the same time. A call that cannot be made is told to the model, which may try again;
 * what a function throws is thrown.
 *
 * @param calls - Calls, each with an id.
 * @param tools - Tools by name.
 */
export function runTools(calls: readonly ToolCall[], tools: ChatTools): Promise<ToolOutcome[]> {
  return Promise.all(calls.map(async (call) => ({ call, text: await runTool(call, tools) })))
}

async function runTool(call: ToolCall, tools: ChatTools): Promise<string> {
  const found = Object.hasOwn(tools, call.name) ? tools[call.name] : undefined
  if (!found) return `Error: there is no tool ${call.name}.`
  const value = call.arguments.trim() === '' ? {} : parseJson(call.arguments)
  if (value === undefined) return `Error: the arguments are not JSON: ${serverLine(call.arguments)}`
  const checked = found.parameters === undefined ? { value } : await check(found.parameters, value)
  if ('problem' in checked) return `Error: the arguments do not fit: ${checked.problem}`
  const result = await found.run(checked.value as never)
  return typeof result === 'string' ? result : (JSON.stringify(result) ?? 'done')
}

/**
 * Refuses the calls of an answer that was cut off: the last one may be half, and nobody knows what should have followed
 * the others.
 *
 * @param answer - A whole answer.
 * @throws ChatError `truncated` with the answer in `partial`.
 */
export function checkCalls(answer: Answer): void {
  const { finishReason, toolCalls } = answer
  if (toolCalls.length === 0 || !isCutOff(finishReason)) return
  const names = toolCalls.map(({ name }) => name).join(', ')
  throw new ChatError(
    'truncated',
    `${finishWords(finishReason)} while the model asked for tools (${names}), and none of them was run`,
    { partial: answer, hint: isAtLimit(finishReason) ? 'Raise max_tokens.' : undefined },
  )
}

/** A call as it is sent back: servers read the arguments, and refuse the request where they are no JSON. */
export function withReadableArguments(call: ToolCall): ToolCall {
  const { arguments: text } = call
  return text.trim() === '' || parseJson(text) === undefined ? { ...call, arguments: '{}' } : call
}

/** Calls with an id each: some servers give none, and the answer to a call must name one. */
export function withIds(calls: readonly ToolCall[]): ToolCall[] {
  return calls.map((call, index) => (call.id === '' ? { ...call, id: `call_${index}` } : call))
}

/** What a tool gave, as a message. */
export function toolMessage({ call, text }: ToolOutcome): ChatMessage {
  return { role: 'tool', tool_call_id: call.id, content: text }
}
