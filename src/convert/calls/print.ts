/** `print`, as `console.log` and `process.stdout.write`. */
import type { Expression } from '../python/ast'
import { NONE, type Type } from '../facts/types'
import { walk } from '../facts/walk'
import { primary, type Code } from '../write/code'
import { refuse } from '../write/refusal'
import { template, textOf } from '../write/text'
import type { Arguments, CallParts } from './arguments'

/** Writes a call of `print`. */
export function print(args: Arguments, { node, context }: CallParts): Code {
  const [sep, end] = [args.named('sep'), args.named('end')]
  args.named('flush')
  const file = args.named('file')
  if (file) refuse('print to a file', file, 'Use console.error or process.stderr.write.')
  const separator = constantText(sep, ' ') ?? refuse('print with a separator that is worked out', node)
  const ending = constantText(end, '\n') ?? refuse('print with an end that is worked out', node)
  const codes: Code[] = []
  const nodes = [...node.args]
  // Python shows all values at the end, and a list as it is by then.
  if (nodes.length > 1) for (const each of nodes) checkChanges(each)
  while (args.count > 0) codes.push(args.need('value'))
  if (ending === '\n') {
    if (codes.length === 0) return primary('console.log()', NONE)
    if (codes.length === 1) return primary(`console.log(${single(codes[0]!, context, nodes[0]!)})`, NONE)
    if (separator === ' ' && codes.every(({ type }) => isRaw(type)) && isSafeFirst(codes[0]!))
      return primary(`console.log(${codes.map(({ text }) => text).join(', ')})`, NONE)
  }
  const written = codes.flatMap((code, index) => {
    const text = textOf(code, context, nodes[index])
    const part = asPart(text)
    return index === 0 ? [part] : [separator, part]
  })
  if (ending !== '\n') {
    const [only] = codes
    if (codes.length === 1 && ending === '')
      return primary(`process.stdout.write(${textOf(only!, context, nodes[0])})`, NONE)
    return primary(`process.stdout.write(${template([...written, ending])})`, NONE)
  }
  return primary(`console.log(${template(written)})`, NONE)
}

function checkChanges(node: Expression): void {
  walk(node, (each) => {
    if (
      each.type === 'Attribute' &&
      /^(?:pop|append|extend|insert|remove|sort|reverse|clear|update|setdefault)$/.test(each.attr)
    )
      refuse('print of a value and of what changes one', each, 'Change it in a line before.')
  })
}

/** A literal is part of a template; what a template literal holds is as well. */
function asPart(text: string): string | { code: string } {
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return JSON.parse(text) as string
  return { code: text }
}

/** One value: an answer of a server is drawn by the notebook. */
function single(code: Code, context: CallParts['context'], node: CallParts['node']['args'][number]): string {
  const { type } = code
  if (type.kind === 'sdk' && (type.of === 'value' || type.of === 'delta')) return code.text
  return textOf(code, context, node)
}

/** What console.log shows as Python does. */
const isRaw = (type: Type) => type.kind === 'str' || type.kind === 'int'

/** console.log reads `%s` and the like in its first argument. */
const isSafeFirst = ({ text }: Code) => /^(["'])[^%]*\1$/.test(text) || /^`[^%$]*`$/.test(text)

function constantText(node: unknown, otherwise: string): string | undefined {
  if (node === undefined) return otherwise
  const constant = node as { type: string; kind?: string; value?: unknown }
  if (constant.type !== 'Constant') return undefined
  if (constant.kind === 'none') return otherwise
  return constant.kind === 'str' ? String(constant.value) : undefined
}
