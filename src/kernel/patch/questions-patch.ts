/**
 * The front end's questions about a cell: completion, inspection, whether it is complete. First the cell language is asked,
 * then the checker; where there is none, tslab.
 */
import { redact } from '../../secrets/redact-text'
import { redactJson } from '../../secrets/redact-bundle'
import { around } from './around'
import type { Engine } from '../compiler/engine'
import { toCharacters, toUnits } from './cursor'
import { cellLanguage, type NotebookView } from '../language'
import { engineOf } from './make-engine'
import type { JupyterHandler, LiveTslab, Reply, RequestMessage, ZmqServer } from '../tslab-types'

/** Content of a completion or inspection request. */
interface Question {
  readonly code: string
  readonly cursor_pos: number
}

type Answer = Reply | Promise<Reply>

/** Answers on their way from the handler to the server, which sends what the handler gives at once. */
const ready = new WeakMap<object, Reply>()

/** Patches the prototype of tslab's handler. */
export function patchQuestions(prototype: JupyterHandler, tslab: LiveTslab): void {
  for (const [name, answer] of [
    ['handleComplete', complete],
    ['handleInspect', inspect],
  ] as const)
    around(
      prototype,
      name,
      (original) =>
        function (this: JupyterHandler, request): Answer {
          const ask = (passed: Question) => original.call(this, passed) as Reply
          return ready.get(request) ?? answer(this, request, tslab, ask)
        },
    )
  around(
    prototype,
    'handleIsComplete',
    (original) =>
      function (this: JupyterHandler, request): Reply {
        const answer = cellLanguage()?.isComplete(request.code, viewOf(this, tslab))
        if (answer?.kind === 'complete') return { status: 'complete' }
        if (answer?.kind === 'incomplete') return { status: 'incomplete', indent: answer.indent }
        return original.call(this, answer === undefined ? request : { ...request, code: answer.code })
      },
  )
}

/** Has the server wait for an answer before it sends it. */
export function patchAnswers(prototype: ZmqServer): void {
  for (const name of ['handleComplete', 'handleInspect'] as const)
    around(
      prototype,
      name,
      (original) =>
        async function (this: ZmqServer, socket, message: RequestMessage): Promise<void> {
          const content = message.content as Question
          ready.set(content, await this.handler[name](content))
          original.call(this, socket, message)
        },
    )
}

function engineFor(handler: JupyterHandler, tslab: LiveTslab): Engine | undefined {
  return engineOf(handler, tslab)
}

function viewOf(handler: JupyterHandler, tslab: LiveTslab): NotebookView {
  return {
    get ts() {
      return (engineFor(handler, tslab) ?? tslab).ts
    },
    isJs: handler.isJs,
    locals: handler.executor.locals,
  }
}

async function complete(
  handler: JupyterHandler,
  request: Question,
  tslab: LiveTslab,
  ask: (passed: Question) => Reply,
): Promise<Reply> {
  const { code } = request
  const cursor = toUnits(code, request.cursor_pos)
  const answer = cellLanguage()?.complete(code, cursor, viewOf(handler, tslab))
  const reply = (matches: readonly string[], start: number, end: number, metadata: object = {}): Reply =>
    redactJson({
      status: 'ok',
      matches,
      cursor_start: toCharacters(code, start),
      cursor_end: toCharacters(code, end),
      metadata,
    })
  if (answer?.kind === 'matches') return reply(answer.matches, answer.start, answer.end)
  const text = answer?.code ?? code
  const variable = environmentVariable(text, cursor)
  if (variable !== undefined) return reply(variable.matches, variable.start, cursor)
  const engine = engineFor(handler, tslab)
  if (engine === undefined) {
    const stock = ask({ ...request, code: text, cursor_pos: cursor })
    return reply(stock['matches'] as string[], stock['cursor_start'] as number, stock['cursor_end'] as number)
  }
  const { start, end, matches } = await engine.checker.complete({ code: text, offset: cursor })
  const types = matches.map(({ text: match, kind }) => ({
    start: toCharacters(code, start),
    end: toCharacters(code, end),
    text: match,
    type: kind,
  }))
  const found = matches.map((match) => match.text)
  return reply(found, start, end, types.length > 0 ? { _jupyter_types_experimental: types } : {})
}

/** `process.env.NAM|`: the variables that there are, by name. */
function environmentVariable(
  code: string,
  cursor: number,
): { readonly matches: readonly string[]; readonly start: number } | undefined {
  const typed = /\bprocess\.env(?:\.|\[(["'`]))(\w*)$/.exec(code.slice(0, cursor))
  if (typed === null) return undefined
  const word = typed[2] as string
  const names = Object.keys(process.env).filter((name) => name.startsWith(word))
  const fitting = typed[1] === undefined ? names.filter((name) => /^[A-Za-z_]\w*$/.test(name)) : names
  return { matches: fitting.sort(), start: cursor - word.length }
}

async function inspect(
  handler: JupyterHandler,
  request: Question,
  tslab: LiveTslab,
  ask: (passed: Question) => Reply,
): Promise<Reply> {
  const { code } = request
  const cursor = toUnits(code, request.cursor_pos)
  const answer = cellLanguage()?.inspect(code, cursor, viewOf(handler, tslab))
  const reply = (text: string | undefined): Reply => ({
    status: 'ok',
    found: text !== undefined,
    data: text === undefined ? {} : { 'text/plain': redact(text) },
    metadata: {},
  })
  if (answer?.kind === 'none') return reply(undefined)
  if (answer?.kind === 'text') return reply(answer.text)
  const passed = answer?.code ?? code
  const engine = engineFor(handler, tslab)
  if (engine === undefined) return redactJson(ask({ ...request, code: passed, cursor_pos: cursor }))
  return reply((await engine.checker.inspect({ code: passed, offset: cursor })).text)
}
