/** `re`: what is done with a pattern. */
import { COUNT, dictOf, listOf, optional, present, STR, tuplesOf, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { BINDS, type Code, operand, primary, quoted } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { applied } from '../builtins/key'
import { type Searched, searched } from './searched'

const matchOf = ({ groups, mayMiss }: Searched): Type => ({ kind: 'sdk', of: 'match', groups, mayMiss })

const groupType = ({ mayMiss }: { readonly mayMiss?: boolean }): Type =>
  mayMiss === false ? STR : optional(STR)

type Writer = (found: Searched, args: Arguments, parts: CallParts) => Code

const textOf = (args: Arguments): string => operand(args.need('string'), BINDS.call)

const WRITERS: Readonly<Record<string, Writer>> = {
  search: (found, args) => primary(`${textOf(args)}.match(${found.pattern('')})`, optional(matchOf(found))),
  match: (found, args) => primary(`${textOf(args)}.match(${found.pattern('y')})`, optional(matchOf(found))),
  fullmatch: (found, args, { node }) => {
    const whole = /^\/(.*)\/(\w*)$/s.exec(found.pattern(''))
    if (!whole) return refuse('fullmatch of this pattern', node, 'Write ^ and $.')
    return primary(`${textOf(args)}.match(/^(?:${whole[1]})$/${whole[2]})`, optional(matchOf(found)))
  },
  findall: (found, args, { context }) => {
    if (found.groups < 0)
      return primary(
        `${context.helper('findAll')}(${args.need('string').text}, ${found.pattern('g')})`,
        listOf({ kind: 'any', isMurky: true }),
      )
    const all = `${textOf(args)}.matchAll(${found.pattern('g')})`
    if (found.groups > 1) {
      const type: Type = { kind: 'tuple', items: Array.from({ length: found.groups }, () => STR) }
      const group = found.mayMiss ? 'match.slice(1).map((group) => group ?? "")' : 'match.slice(1)'
      return primary(`Array.from(${all}, (match) => ${group})`, listOf(type))
    }
    const group = found.groups === 1 && found.mayMiss ? 'match[1] ?? ""' : `match[${found.groups}]`
    return primary(`Array.from(${all}, (match) => ${group})`, listOf(STR))
  },
  finditer: (found, args) =>
    primary(`${textOf(args)}.matchAll(${found.pattern('g')})`, { kind: 'generator', item: matchOf(found) }),
  split: (found, args, { node }) => {
    if (found.isEmpty) refuse('re.split at what may be empty', node, 'Use text.split.')
    const text = textOf(args)
    if (args.count > 0 || args.rest.length > 0) refuse('re.split with maxsplit', node)
    return primary(
      `${text}.split(${found.pattern('')})`,
      listOf(found.groups > 0 && found.mayMiss ? optional(STR) : STR),
    )
  },
  sub: (found, args, { context, node }) => {
    const repl = args.take('repl')!
    const text = textOf(args)
    if (args.count > 0 || args.rest.some(([name]) => name === 'count'))
      refuse('re.sub with a count', node, 'Use text.replace.')
    const pattern = found.pattern('g')
    if (repl.type === 'Constant' && repl.kind === 'str')
      return primary(`${text}.replace(${pattern}, ${quoted(replacement(String(repl.value), repl))})`, STR)
    const known = repl.type === 'Name' ? context.typeOf(repl.id)?.kind : undefined
    if (repl.type !== 'Lambda' && known !== 'function') {
      const code = context.write(repl)
      // A text in which `\\1` would mean something.
      if (code.type.kind !== 'str' || !/^[\w.]+$/.test(code.text))
        refuse('re.sub with this replacement', node, 'Use text.replace.')
      return primary(`${context.helper('replaceMatches')}(${text}, ${pattern}, ${code.text})`, STR)
    }
    const { text: func, type } = applied(repl, matchOf(found), { context, node })
    if (!['str', 'never', 'any'].includes(type.kind))
      refuse('re.sub with a function that gives no text', node)
    return primary(`${context.helper('replaceMatches')}(${text}, ${pattern}, ${func})`, STR)
  },
}

/** A replacement of Python as one of JavaScript. */
function replacement(text: string, node: Expression): string {
  return text
    .replace(/\$/g, '$$$$')
    .replace(/\\(?:g<(\w+)>|(\d)|(n)|(\\)|([\s\S]|$))/g, (_whole, group, digit, line, slash, other) => {
      if (other !== undefined) return refuse('this replacement of re.sub', node, 'Use text.replace.')
      if (line) return '\n'
      if (slash) return '\\'
      const name = (group ?? digit) as string
      if (name === '0') return '$&'
      return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`
    })
}

const call =
  (name: string): ModuleCall =>
  (args, parts) => {
    const pattern = args.take('pattern')!
    const flags = args.named('flags') ?? (name === 'sub' ? undefined : flagsByPosition(args))
    const found = searched(pattern, flags, parts.context)
    return WRITERS[name]!(found, args, parts)
  }

/** `re.search(pattern, text, re.I)` */
function flagsByPosition(args: Arguments): Expression | undefined {
  if (args.count !== 2) return undefined
  const [text, flags] = args.all()
  args.put(text!)
  return flags
}

export const REGEX_CALLS: Readonly<Record<string, ModuleCall>> = {
  ...Object.fromEntries(Object.keys(WRITERS).map((name) => [`re.${name}`, call(name)])),
  're.compile': (args, { context }) => {
    const found = searched(args.take('pattern')!, args.take('flags'), context)
    return primary(found.pattern(''), {
      kind: 'sdk',
      of: 'regex',
      groups: found.groups,
      mayMiss: found.mayMiss,
    })
  },
  're.escape': (args, { context }) =>
    primary(`${context.helper('escapePattern')}(${args.need('pattern').text})`, STR),
}

/** `pattern.search(text)` of a compiled pattern. */
export function regexMethod(target: Expression, args: Arguments): Code {
  const { parts } = args
  const name = parts.name.slice(1)
  const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name]! : refuse(`.${name}() of a pattern`, parts.node)
  return writer(searched(target, undefined, parts.context), args, parts)
}

/** A method of a match. */
export function matchMethod(target: Code, args: Arguments): Code {
  const { node, context } = args.parts
  const type = present(target.type)
  const { groups = 0, mayMiss } = type.kind === 'sdk' ? type : {}
  const text = operand(target, BINDS.call)
  const place = (end: boolean) =>
    end
      ? `${context.helper('len')}(${text}.input.slice(0, ${text}.index + ${text}[0].length))`
      : `${context.helper('len')}(${text}.input.slice(0, ${text}.index))`
  switch (args.parts.name) {
    case '.group': {
      if (args.count > 1) {
        const texts = args.all().map((each) => groupText(text, context.write(each)))
        return primary(`[${texts.join(', ')}]`, {
          kind: 'tuple',
          items: texts.map(() => groupType({ mayMiss: mayMiss ?? true })),
        })
      }
      const index = args.code('index')
      if (!index || index.text === '0') return primary(`${text}[0]`, STR)
      return primary(groupText(text, index), groupType({ mayMiss: mayMiss ?? true }))
    }
    case '.groups': {
      const item = groupType({ mayMiss: mayMiss ?? true })
      return primary(
        `${text}.slice(1)`,
        groups > 0 ? { kind: 'tuple', items: Array.from({ length: groups }, () => item) } : tuplesOf(item),
      )
    }
    case '.groupdict':
      return primary(`{ ...${text}.groups }`, dictOf(groupType({ mayMiss: mayMiss ?? true })))
    case '.start':
      return primary(place(false), COUNT)
    case '.end':
      return primary(place(true), COUNT)
    case '.span':
      return primary(`[${place(false)}, ${place(true)}]`, { kind: 'tuple', items: [COUNT, COUNT] })
    default:
      return refuse(`${args.parts.name}() of a match`, node)
  }
}

const groupText = (text: string, { text: index }: Code): string => {
  const name = /^"([A-Za-z_]\w*)"$/.exec(index)?.[1]
  if (name !== undefined) return `${text}.groups.${name}`
  return /^\d+$/.test(index) ? `${text}[${index}]` : `${text}.groups[${index}]`
}
