/** `collections`, `itertools`, `functools`, `copy`, `textwrap`. */
import {
  COUNT,
  join,
  listOf,
  type Missing,
  NEVER,
  present,
  STR,
  tuplesOf,
  type Type,
} from '../../facts/types'
import type { Lambda } from '../../python/ast'
import { BINDS, type Code, operand, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { newMap } from '../../write/dict-from'
import { asIterated } from '../../write/iteration'
import { nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import { type Arguments, type CallParts, entries, type ModuleCall } from '../arguments'
import { partialLambda } from './partial'

const joined = (args: Arguments, parts: CallParts) =>
  args.all().map((each) => {
    if (each.type === 'Starred') return refuse(`* in a call of ${parts.name}`, each)
    return asIterated(parts.context.write(each), { context: parts.context, node: parts.node })
  })

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
  'collections.defaultdict': (args, { node }) => {
    const kind = args.take('default_factory')
    const name =
      kind?.type === 'Name' && ['list', 'int', 'float', 'dict', 'set', 'str'].includes(kind.id)
        ? kind.id
        : undefined
    if (name === undefined) return refuse('this defaultdict', node, 'Use setdefault.')
    return primary('{}', { kind: 'dict', value: NEVER, missing: name as Missing })
  },
  'itertools.chain': (args, parts) => {
    const all = joined(args, parts)
    return primary(
      `[${all.map((each) => `...${operand(each, BINDS.arrow)}`).join(', ')}]`,
      listOf(
        all.reduce(
          (type: Type, each) => join(type, each.type.kind === 'list' ? each.type.item : each.item),
          NEVER,
        ),
      ),
    )
  },
  'itertools.chain.from_iterable': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.item.kind !== 'list') refuse('a chain of what may be no lists', node)
    return primary(`${operand(values, BINDS.call)}.flat()`, values.item)
  },
  'itertools.product': (args, parts) => {
    const all = joined(args, parts)
    if (args.rest.length > 0) refuse('itertools.product with repeat', parts.node)
    return primary(
      `${parts.context.helper('product')}(${all.map(({ text }) => text).join(', ')})`,
      listOf({ kind: 'tuple', items: all.map(({ item }) => item) }),
    )
  },
  'itertools.combinations': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const size = args.need('r')
    return primary(
      `${context.helper('combinations')}([...${values.text}], ${size.text})`,
      listOf(tuplesOf(values.item)),
    )
  },
  'itertools.islice': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const stop = args.need('stop')
    if (args.count > 0 || values.isAsync || stop.type.kind !== 'int')
      refuse('islice of this', node, 'Use slice.')
    if (values.type.kind === 'generator')
      return primary(`${context.helper('take')}(${values.text}, ${stop.text})`, values.type)
    if (!values.isArray) refuse('islice of this', node, 'Use slice.')
    return primary(`${operand(values, BINDS.call)}.slice(0, ${stop.text})`, listOf(values.item))
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
  'copy.deepcopy': (args, { node }) => {
    const code = args.need('x')
    if (!isData(code.type)) refuse(`a deep copy of a ${code.type.kind}`, node)
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

const isData = (type: Type) => ['list', 'dict', 'record', 'map', 'set', 'any', 'tuple'].includes(type.kind)

function wrapped(args: Arguments, context: Context): Code {
  const [text, width] = [args.need('text'), args.code('width')]
  return primary(`${context.helper('wrap')}(${text.text}${width ? `, ${width.text}` : ''})`, listOf(STR))
}
