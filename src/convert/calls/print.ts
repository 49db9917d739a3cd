/** `print`, as `console.log` and `process.stdout.write`. */
import { NONE, present, type Type } from '../facts/types'
import { walk } from '../facts/walk'
import type { Expression } from '../python/ast'
import { CHANGES, changesValues } from '../write/effects'
import { BINDS, type Code, operand, primary, quoted } from '../write/code'
import { asIterated } from '../write/iteration'
import { moduleOf } from '../write/names'
import { refuse } from '../write/refusal'
import { isAnswer, shownText, template, textOf } from '../write/text'
import type { Arguments, CallParts } from './arguments'
import { fileOf, writeFile } from './library/open'

/** Writes a call of `print`. */
export function print(args: Arguments, { node, context }: CallParts): Code {
  const [sep, end] = [args.named('sep'), args.named('end')]
  args.named('flush')
  const file = args.named('file')
  const isError = file !== undefined && moduleOf(file, context) === 'sys.stderr'
  const opened = file && fileOf(file, context)
  const own = file?.type === 'Name' && !opened ? context.write(file) : undefined
  const isOwn = own?.type.kind === 'sdk' && own.type.of === 'text-file'
  if (file && !opened && !isOwn && !isError && moduleOf(file, context) !== 'sys.stdout')
    refuse('print to a file', file, 'Use appendFileSync of node:fs.')
  const [log, write] = isError
    ? ['console.error', 'process.stderr.write']
    : ['console.log', 'process.stdout.write']
  const separator = constantText(sep, ' ') ?? worked(sep!, context)
  const ending = constantText(end, '\n') ?? worked(end!, context)
  const [starred] = node.args
  const isWritten = isOwn || (opened && opened.mode !== 'r')
  if ((opened || isOwn) && (!isWritten || starred?.type === 'Starred')) refuse('print to this file', node)
  if (node.args.length === 1 && starred?.type === 'Starred') {
    args.all()
    return spread(starred.value, { context, log, write, separator, ending })
  }
  const codes: Code[] = []
  const nodes = [...node.args]
  // Python shows all values at the end, and a list as it is by then.
  if (nodes.length > 1) for (const each of nodes) checkChanges(each)
  for (const each of nodes) if (each.type === 'JoinedStr') context.isShown.add(each)
  while (args.count > 0) codes.push(args.need('value'))
  const held = codes.findIndex(({ type }) => HOLDERS.has(present(type).kind))
  const later = held < 0 ? [] : nodes.slice(held + 1)
  for (const each of later) if (changesValues(each, context)) refuseChange(each)
  if (opened || isOwn) {
    const texts = codes.map((code, index) => asPart(textOf(code, context, nodes[index])))
    const parts = texts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
    const text = template([...parts, ending])
    return opened ? writeFile(opened, text, context) : primary(`${own!.text}.write(${text})`, NONE)
  }
  if (ending === '\n') {
    if (codes.length === 0) return primary(`${log}()`, NONE)
    if (codes.length === 1) return primary(`${log}(${single(codes[0]!, context, nodes[0]!)})`, NONE)
    if (separator === ' ' && codes.every(({ type }) => isRaw(type)) && isSafeFirst(codes[0]!))
      return primary(`${log}(${codes.map(({ text }) => text).join(', ')})`, NONE)
  }
  const written = codes.flatMap((code, index) => {
    const text = shownText(code, context, nodes[index])
    const part = asPart(text)
    return index === 0 ? [part] : [separator, part]
  })
  if (ending !== '\n') {
    const [only] = codes
    // `write` takes nothing but texts.
    if (codes.length === 1 && ending === '' && only!.type.kind === 'str')
      return primary(`${write}(${only!.text})`, NONE)
    return primary(`${write}(${template([...written, ending])})`, NONE)
  }
  return primary(`${log}(${template(written)})`, NONE)
}

/** A separator or an end that is worked out. */
function worked(node: Expression, context: CallParts['context']): { code: string } {
  const code = context.write(node)
  if (code.type.kind !== 'str') refuse('print with a separator or an end that may be no text', node)
  return { code: code.text }
}

type Part = string | { code: string }

/** `print(*values)` */
function spread(
  node: Expression,
  {
    context,
    log,
    write,
    separator,
    ending,
  }: { context: CallParts['context']; log: string; write: string; separator: Part; ending: Part },
): Code {
  const values = asIterated(context.write(node), { context, node })
  if (values.isAsync) refuse('print of a stream', node, 'Write a for await loop.')
  const each = textOf(primary('each', values.item), context, node)
  const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
  const texts = each === 'each' ? all : `${all}.map((each) => ${each})`
  const between = typeof separator === 'string' ? quoted(separator) : separator.code
  const text = `${texts}.join(${between})`
  return primary(
    ending === '\n' ? `${log}(${text})` : `${write}(${template([{ code: text }, ending])})`,
    NONE,
  )
}

function checkChanges(node: Expression): void {
  walk(node, (each) => {
    if (each.type === 'Attribute' && CHANGES.test(each.attr)) refuseChange(each)
  })
}

const refuseChange = (node: Expression) =>
  refuse('print of a value and of what changes one', node, 'Change it in a line before.')

/** Types whose text is another when they are changed. */
const HOLDERS = new Set(['list', 'dict', 'record', 'map', 'set', 'any', 'instance'])

/** A literal is part of a template; what a template literal holds is as well. */
function asPart(text: string): string | { code: string } {
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return JSON.parse(text) as string
  return { code: text }
}

/** One value: an answer of a server is drawn by the notebook. */
function single(code: Code, context: CallParts['context'], node: CallParts['node']['args'][number]): string {
  const type = present(code.type)
  if (!isAnswer(type)) return shownText(code, context, node)
  context.note('an object of an answer is printed as JavaScript shows it')
  return node.type === 'Attribute' && OBJECTS.has(node.attr)
    ? code.text
    : `${context.helper('printed')}(${code.text})`
}

/** Fields of answers that are objects or missing. */
const OBJECTS = new Set(['message', 'delta', 'usage', 'function', 'usage_metadata'])

/** What console.log shows as Python does. */
const isRaw = (type: Type) => type.kind === 'str' || type.kind === 'int'

/** console.log reads `%s` and the like in its first argument. */
const isSafeFirst = ({ text }: Code) => /^(["'])[^%]*\1$/.test(text) || /^`[^%$]*`$/.test(text)

/** The text of an argument; `undefined` where it is worked out. */
function constantText(node: unknown, otherwise: string): string | undefined {
  if (node === undefined) return otherwise
  const constant = node as { type: string; kind?: string; value?: unknown }
  if (constant.type !== 'Constant') return undefined
  if (constant.kind === 'none') return otherwise
  return constant.kind === 'str' ? String(constant.value) : undefined
}
