/** `collections`, `functools`, `copy`, `textwrap`. */
import { join } from '../../facts/join'
import { COUNT, listOf, type Missing, NEVER, present, STR, type Type } from '../../facts/types'
import type { Expression, Lambda } from '../../python/ast'
import { BINDS, type Code, operand, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { newMap } from '../../write/dict-from'
import { asIterated } from '../../write/iteration'
import { moduleOf, nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import { type Arguments, entries, type ModuleCall } from '../arguments'
import { partialLambda } from './partial'

/** What `tqdm` goes over, without the bar. */
const bare: ModuleCall = (args, { context }) => {
  const code = args.need('iterable')
  for (const [name] of args.rest) args.named(name)
  context.note('the bar of tqdm is left out')
  return code
}

export const COLLECTION_CALLS: Readonly<Record<string, ModuleCall>> = {
  'collections.Counter': (args, { context, node }) => {
    if (args.count === 0) return primary('{}', { kind: 'dict', value: COUNT, missing: 'counter' })
    const values = asIterated(args.need('iterable'), { context, node })
    if (['dict', 'record', 'map'].includes(present(values.type).kind) || values.isAsync)
      refuse('a Counter of this value', node)
    const item = values.item
    if (item.kind === 'str' || item.kind === 'any')
      return primary(`${context.helper('countEach')}(${values.text})`, {
        kind: 'dict',
        value: COUNT,
        missing: 'counter',
      })
    const empty = `${newMap(item, { context, node })}()`
    return primary(`${context.helper('countEach')}(${values.text}, ${empty})`, {
      kind: 'map',
      key: item,
      value: COUNT,
      missing: 'counter',
    })
  },
  'collections.defaultdict': (args, { node, context }) => {
    const kind = args.take('default_factory')
    const name =
      kind?.type === 'Name' && ['list', 'int', 'float', 'dict', 'set', 'str'].includes(kind.id)
        ? (kind.id as Missing)
        : kind?.type === 'Lambda' && isWrittenOut(kind.body, context)
          ? madeBy(context.write(kind.body))
          : refuse('this defaultdict', node, 'Use setdefault.')
    return primary('{}', { kind: 'dict', value: NEVER, missing: name })
  },
  'collections.OrderedDict': (args, { node, context }) => {
    if (args.count === 0) return primary('{}', { kind: 'dict', value: NEVER, missing: 'none' })
    const { type, text } = args.need('items')
    const item = type.kind === 'list' ? type.item : undefined
    if (item?.kind !== 'tuple' || item.items[0]?.kind !== 'str') return refuse('this OrderedDict', node)
    return primary(`${context.helper('fromEntries')}(${text})`, {
      kind: 'dict',
      value: item.items[1] ?? NEVER,
      missing: 'none',
    })
  },
  'collections.deque': (args, { node, context }) => {
    const given = args.take('iterable')
    const isNone = given?.type === 'Constant' && given.kind === 'none'
    const values = given && !isNone ? asIterated(context.write(given), { context, node }) : undefined
    const size = args.code('maxlen')
    if (values?.isAsync || (size && !['int', 'none'].includes(size.type.kind))) refuse('this deque', node)
    const all = values ? `, ${values.text}` : ''
    const isBound = size && size.type.kind === 'int'
    return primary(`new ${context.helper('Deque')}(${isBound ? size.text : 'null'}${all})`, {
      kind: 'list',
      item: values?.item ?? NEVER,
      isDeque: true,
    })
  },
  'functools.reduce': (args, { context, node }) => {
    const func = args.take('function')!
    const values = asIterated(args.need('iterable'), { context, node })
    const start = args.code('initial')
    if (func.type !== 'Lambda' || func.args.args.length !== 2 || !start)
      refuse('this reduce', node, 'Write a loop.')
    const [total, each] = (func as Lambda).args.args.map(({ arg }) => arg) as [string, string]
    const body = context.withNames(
      [
        [total, start.type],
        [each, values.item],
      ],
      () => context.write((func as Lambda).body),
    )
    const text = `${operand(values, BINDS.call)}.reduce((${nameText(total)}, ${nameText(each)}) => ${operand(body, BINDS.arrow + 1)}, ${start.text})`
    return primary(text, join(start.type, body.type))
  },
  'functools.partial': (args, { context, node }) => {
    args.all()
    for (const [name] of args.rest) args.named(name)
    const lambda = partialLambda(node, context)
    return context.write(lambda ?? refuse('partial of this', node, 'Write an arrow function.'))
  },
  'dataclasses.asdict': (args, { context, node }) => {
    const code = args.need('obj')
    const facts = code.type.kind === 'instance' ? context.facts.classes.get(code.type.name) : undefined
    if (!facts) return refuse('asdict of this value', node)
    const fields = Object.fromEntries([...facts.fields].map(([name, { type }]) => [name, type]))
    if (
      Object.values(fields).some(
        (type) =>
          !isData(type) && !['str', 'int', 'float', 'bool', 'optional', 'none', 'number'].includes(type.kind),
      )
    )
      refuse('asdict of objects in objects', node)
    return primary(`{ ...${operand(code, BINDS.arrow)} }`, { kind: 'record', fields })
  },
  'dataclasses.replace': (args, parts) => {
    const code = args.need('obj')
    if (code.type.kind !== 'instance') return refuse('replace of this value', parts.node)
    const given = args.rest
    for (const [name] of given) args.named(name)
    const all = [`...${operand(code, BINDS.arrow)}`, ...entries(given, parts)]
    return primary(`new ${nameText(code.type.name)}({ ${all.join(', ')} })`, code.type)
  },
  'tqdm.tqdm': bare,
  'tqdm.auto.tqdm': bare,
  'tqdm.notebook.tqdm': bare,
  'copy.copy': (args, { node }) => {
    const code = args.need('x')
    const { kind } = code.type
    if (kind === 'list') return primary(`[...${operand(code, BINDS.arrow)}]`, code.type)
    if (kind === 'dict' || kind === 'record')
      return primary(`{ ...${operand(code, BINDS.arrow)} }`, code.type)
    return refuse(`a copy of a ${kind}`, node)
  },
  'copy.deepcopy': (args, { context, node }) => {
    const code = args.need('x')
    if (!isData(code.type) || context.facts.hasTold) refuse(`a deep copy of a ${code.type.kind}`, node)
    return primary(`structuredClone(${code.text})`, code.type)
  },
  'textwrap.dedent': (args, { context }) =>
    primary(`${context.helper('dedent')}(${args.need('text').text})`, STR),
  'textwrap.wrap': (args, { context }) => wrapped(args, context),
  'textwrap.fill': (args, { context }) => primary(`${wrapped(args, context).text}.join("\\n")`, STR),
  'textwrap.indent': (args) => {
    const [text, prefix] = [args.need('text'), args.need('prefix')]
    return primary(`${operand(text, BINDS.call)}.replace(/^(?=.*\\S)/gm, () => ${prefix.text})`, STR)
  },
}

/** Whether an expression gives the same anew each time. */
function isWrittenOut(node: Expression, context: Context): boolean {
  if (node.type === 'Constant') return true
  if (node.type === 'List') return node.elts.every((each) => isWrittenOut(each, context))
  if (node.type === 'Dict')
    return [...node.keys, ...node.values].every((each) => each !== null && isWrittenOut(each, context))
  return node.type === 'Call' && moduleOf(node.func, context) === 'collections.defaultdict'
}

const madeBy = ({ text, type }: Code): Missing => ({ text, type })

const isData = (type: Type) => ['list', 'dict', 'record', 'map', 'set', 'any', 'tuple'].includes(type.kind)

function wrapped(args: Arguments, context: Context): Code {
  const [text, width] = [args.need('text'), args.code('width')]
  return primary(`${context.helper('wrap')}(${text.text}${width ? `, ${width.text}` : ''})`, listOf(STR))
}
