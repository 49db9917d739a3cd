/**
 * The work of `chat`: options to calls, calls to the cell and to a result; tools are run between calls. Loaded with the
 * first call only.
 */
import { describeError, MagicsError, UsageError } from '../../errors'
import { anatomyBundles } from '../../display/anatomy/anatomy'
import type { AnatomyCall } from '../../display/anatomy/anatomy-data'
import { jsonBundle } from '../../display/json-tree'
import { createLiveView } from '../../display/live/live-view'
import type { LiveView } from '../../display/live/live-contract'
import { oneLine } from '../../display/one-line'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { SnippetRequest } from '../../snippets/request'
import { createRequestScope } from '../../snippets/output-metadata'
import { askServer } from '../call/ask-server'
import type { CallListener, ServerCall } from '../call/try-once'
import type { ChatMessage } from '../answer/chat-message'
import type { ChatOptions } from '../chat-options'
import { readMessages, type RequestFields } from '../call/chat-request'
import { bothListeners, recordAnatomy } from './collect-anatomy'
import { answerFooter, drawDelta, drawOtherChoices, failureLine } from './draw-answer'
import { drawPictures } from './draw-media'
import { type AnswerError, ChatError, isAnswerError, withPartial } from '../answer/errors'
import { EMPTY_ANSWER } from '../answer/message-builder'
import { describeCall } from '../call/describe-call'
import { checkCall } from '../call/check-call'
import { prepareCall } from '../call/prepare-call'
import { answerMessage, type ChatResult, makeResult } from './result'
import { readObject, responseFormat } from '../tools/structured'
import {
  type ChatTools,
  checkCalls,
  describeTools,
  isToolbox,
  runTools,
  toolMessage,
  type ToolOutcome,
  withIds,
  withReadableArguments,
} from '../tools/tools'
import { recordUsage } from '../answer/usage-totals'

const DEFAULT_MAX_STEPS = 8

/**
 * Asks, runs the tools that the model calls, and shows every answer.
 *
 * @param options - Options of the call.
 * @param scope - The cell that asked.
 */
export async function runChat(options: ChatOptions, scope: CellScope): Promise<ChatResult> {
  const beganAt = performance.now()
  checkCall('chat', options)
  const tools = isToolbox(options.tools) ? options.tools : undefined
  const { call, ...request } = prepareRequest(options, tools, scope)
  let { messages } = request
  const maxSteps = options.maxSteps ?? DEFAULT_MAX_STEPS
  for (let step = 1; ; step++) {
    const next = { ...call, beganAt, fields: { ...call.fields, messages } }
    const result = await askAndDraw(next, messages, options, scope)
    if (!tools || result.error || result.toolCalls.length === 0) return result
    if (step > maxSteps) return endLoop(tooManySteps(maxSteps, result), result, messages, options)
    const calls = withIds(result.toolCalls)
    const outcomes = await runTools(calls, tools)
    if (!options.quiet) drawOutcomes(outcomes, scope)
    const asked = answerMessage({ ...result, toolCalls: calls.map(withReadableArguments) })
    messages = [...messages, asked, ...outcomes.map(toolMessage)]
  }
}

function prepareRequest(
  options: ChatOptions,
  tools: ChatTools | undefined,
  scope: CellScope,
): { call: ServerCall; messages: readonly ChatMessage[] } {
  const { maxSteps, schema, anatomy } = options
  if (maxSteps !== undefined && !(Number.isInteger(maxSteps) && maxSteps >= 0)) {
    throw new UsageError('maxSteps is a whole number from 0 on.')
  }
  if (tools && anatomy === 'both') throw new UsageError('anatomy: "both" asks twice; leave tools out of it.')
  const messages = readMessages(options.messages)
  const extra: RequestFields = {
    ...(tools ? { tools: describeTools(tools) } : {}),
    ...(schema ? { response_format: responseFormat(schema) } : {}),
  }
  return { call: prepareCall({ ...options, messages, ...extra }, scope), messages }
}

/** One call, drawn, with its result. */
async function askAndDraw(
  call: ServerCall,
  messages: readonly ChatMessage[],
  options: ChatOptions,
  cell: CellScope,
): Promise<ChatResult> {
  const request = (): SnippetRequest => describeCall(call)
  const { scope, begin } = createRequestScope(cell)
  begin(request)
  const isDrawn = options.quiet !== true
  // JSON that grows is text; its tree comes when it is whole.
  const as = options.as ?? (options.schema ? 'text' : 'markdown')
  const view = isDrawn ? createLiveView(scope, { as }) : undefined
  const recorder = options.anatomy ? recordAnatomy() : undefined
  const drawing = view ? listenerFor(view) : {}
  let result: ChatResult
  try {
    const answer = await askServer(call, recorder ? bothListeners(recorder.listener, drawing) : drawing)
    if (isToolbox(options.tools)) checkCalls(answer)
    recordUsage(answer)
    const object = options.schema ? { object: await readObject(answer, options.schema) } : {}
    if (view) {
      drawOtherChoices(view, answer)
      await view.end(answerFooter(answer))
    }
    if (isDrawn) drawPictures(scope, answer)
    if (isDrawn && 'object' in object) scope.display(jsonBundle(object.object, { root: 'answer' }))
    result = makeResult(answer, messages, { ...object, request })
  } catch (error) {
    if (!isAnswerError(error)) {
      await view?.fail(describeError(error))
      throw error
    }
    if (recorder)
      drawCalls([recorder.call(`${labelOf(call)}, incomplete`, error.partial ?? EMPTY_ANSWER)], scope)
    try {
      return await failWith(error, { messages, options, view, request })
    } finally {
      if (isDrawn) drawPictures(scope, error.partial ?? EMPTY_ANSWER)
    }
  }
  if (recorder) {
    const other = options.anatomy === 'both' ? [await askOtherWay(call)] : []
    drawCalls([recorder.call(labelOf(call), result), ...other], scope)
  }
  return result
}

interface FailedCall {
  readonly messages: readonly ChatMessage[]
  readonly options: Pick<ChatOptions, 'reject'>
  readonly view: LiveView | undefined
  readonly request: () => SnippetRequest
}

/** Shows a failure below what arrived, and gives or throws it. */
async function failWith(
  error: AnswerError,
  { messages, options, view, request }: FailedCall,
): Promise<ChatResult> {
  if (view && error.partial) drawOtherChoices(view, error.partial)
  await view?.fail(failureLine(error))
  if (error.partial?.usage && error.code !== 'parse') recordUsage(error.partial)
  const partial = makeResult(error.partial ?? EMPTY_ANSWER, messages, { error, request })
  if (options.reject === false) return partial
  throw withPartial(error, partial)
}

function drawCalls(calls: readonly AnatomyCall[], scope: CellScope): void {
  for (const bundle of anatomyBundles(calls)) scope.display(bundle)
}

/** The same question, streamed if it was not and in one piece if it was. That it fails takes nothing from the first. */
async function askOtherWay(call: ServerCall): Promise<AnatomyCall> {
  const { stream_options: _, ...fields } = call.fields
  const other = { ...call, fields: { ...fields, stream: call.fields['stream'] !== true } }
  const recorder = recordAnatomy()
  try {
    const answer = await askServer(other, recorder.listener)
    recordUsage(answer)
    return recorder.call(labelOf(other), answer)
  } catch (error) {
    if (!ChatError.is(error)) throw error
    return recorder.call(`${labelOf(other)}, failed: ${error.message}`, error.partial ?? EMPTY_ANSWER)
  }
}

function labelOf({ fields }: ServerCall): string {
  return fields['stream'] === true ? 'streamed' : 'in one piece'
}

function drawOutcomes(outcomes: readonly ToolOutcome[], scope: CellScope): void {
  const lines = outcomes.map(
    ({ call, text }) => `${call.name}(${oneLine(call.arguments, 80)}) → ${oneLine(text, 200)}`,
  )
  scope.display({ data: { 'text/plain': lines.join('\n') } })
}

/** The model goes on asking for tools: the last answer is whole, but it is none. */
function endLoop(
  error: MagicsError,
  last: ChatResult,
  messages: readonly ChatMessage[],
  { reject }: Pick<ChatOptions, 'reject'>,
): ChatResult {
  if (reject !== false) throw error
  // The request is a getter that a copy would lose.
  const result = makeResult(last, messages, { error })
  return Object.defineProperty(result, 'request', { get: () => last.request, enumerable: false })
}

function tooManySteps(maxSteps: number, result: ChatResult): MagicsError {
  const names = result.toolCalls.map((call) => call.name).join(', ')
  return new MagicsError(
    'tool-loop',
    `The model still asks for tools (${names}) after ${maxSteps} rounds. Raise maxSteps, or change the tools.`,
    { partial: result },
  )
}

/** What a live view does with a call. */
function listenerFor(view: LiveView): CallListener {
  return { onDelta: (delta) => drawDelta(view, delta), onNote: (line) => view.note(line) }
}
