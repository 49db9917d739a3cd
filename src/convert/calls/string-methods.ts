/** Methods of texts. */
import { valueOf } from '../facts/join'
import { BOOL, COUNT, listOf, STR, type Type } from '../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import { asIterated } from '../write/iteration'
import { refuse } from '../write/refusal'
import type { Arguments, CallParts, Method } from './arguments'
import { formatCall, formatMap } from './format'
import { checkEncoding } from './library/paths'

/** A method of JavaScript that does the same. */
const same =
  (name: string, type: Type = STR, needs = 0): Method =>
  (target, args) =>
    primary(
      `${operand(target, BINDS.call)}.${name}(${Array.from({ length: needs }, () => args.need('value').text).join(', ')})`,
      type,
    )

/** A helper that takes the text first. */
const helper =
  (name: string, type: Type = STR, needs = 0): Method =>
  (target, args, { context }) => {
    const values = Array.from({ length: needs }, () => args.need('value').text)
    return primary(`${context.helper(name)}(${[target.text, ...values].join(', ')})`, type)
  }

const strip =
  (name: string, ends: 'both' | 'left' | 'right'): Method =>
  (target, args, { context }) => {
    const chars = args.code('chars')
    if (!chars) return primary(`${operand(target, BINDS.call)}.${name}()`, STR)
    const more = ends === 'both' ? '' : `, "${ends}"`
    return primary(`${context.helper('strip')}(${target.text}, ${chars.text}${more})`, STR)
  }

const matches =
  (pattern: string): Method =>
  (target) =>
    primary(`${pattern}.test(${target.text})`, BOOL)

const edge =
  (name: 'startsWith' | 'endsWith'): Method =>
  (target, args, { node }) => {
    const value = args.need('prefix')
    const text = operand(target, BINDS.call)
    if (value.type.kind === 'tuple')
      return primary(`${value.text}.some((each) => ${text}.${name}(each))`, BOOL)
    if (args.count > 0) refuse(`${name} with a place`, node)
    return primary(`${text}.${name}(${value.text})`, BOOL)
  }

const pad =
  (side: 'left' | 'right'): Method =>
  (target, args, { context }) => {
    const [width, fill] = [args.need('width'), args.code('fillchar')]
    return primary(
      `${context.helper('pad')}(${target.text}, ${width.text}, "${side}"${fill ? `, ${fill.text}` : ''})`,
      STR,
    )
  }

const PARTS: Type = { kind: 'tuple', items: [STR, STR, STR] }

export const STRING_METHODS: Readonly<Record<string, Method>> = {
  strip: strip('trim', 'both'),
  lstrip: strip('trimStart', 'left'),
  rstrip: strip('trimEnd', 'right'),
  lower: same('toLowerCase'),
  upper: same('toUpperCase'),
  startswith: edge('startsWith'),
  endswith: edge('endsWith'),
  splitlines: (target, args, { context, node }) => {
    const kept = args.take('keepends')
    if (kept && kept.type !== 'Constant') refuse('splitlines with what is worked out', node)
    const more = kept?.type === 'Constant' && kept.value === true ? ', true' : ''
    return primary(`${context.helper('splitLines')}(${target.text}${more})`, listOf(STR))
  },
  isascii: matches('/^[\\x00-\\x7f]*$/'),
  title: helper('title'),
  capitalize: helper('capitalize'),
  find: (target, args, { context }) => {
    const [part, start] = [args.need('sub'), args.code('start')]
    return primary(
      `${context.helper('find')}(${[target, part, ...(start ? [start] : [])].map(({ text }) => text).join(', ')})`,
      COUNT,
    )
  },
  rfind: helper('rfind', COUNT, 1),
  index: helper('indexOf', COUNT, 1),
  count: helper('count', COUNT, 1),
  ljust: pad('left'),
  rjust: pad('right'),
  center: (target, args, { context }) => {
    const [width, fill] = [args.need('width'), args.code('fillchar')]
    return primary(
      `${context.helper('center')}(${[target, width, ...(fill ? [fill] : [])].map(({ text }) => text).join(', ')})`,
      STR,
    )
  },
  zfill: (target, args, { context }) =>
    primary(`${context.helper('pad')}(${target.text}, ${args.need('width').text}, "right", "0")`, STR),
  isdigit: matches('/^\\p{Nd}+$/u'),
  isalpha: matches('/^\\p{L}+$/u'),
  isalnum: matches('/^[\\p{L}\\p{Nd}]+$/u'),
  isspace: matches('/^\\s+$/'),
  encode: (target, args) => {
    checkEncoding(args.take('encoding'))
    return primary(`Buffer.from(${target.text})`, { kind: 'bytes' })
  },
  split: (target, args, { context }) => {
    const [separator, times] = [args.code('sep'), args.code('maxsplit')]
    if (separator && separator.type.kind === 'str' && !times && /^"(?:[^"\\]|\\.)+"$/.test(separator.text))
      return primary(`${operand(target, BINDS.call)}.split(${separator.text})`, listOf(STR))
    const more = [separator?.text ?? 'null', ...(times ? [times.text] : [])]
    return primary(`${context.helper('split')}(${[target.text, ...more].join(', ')})`, listOf(STR))
  },
  replace: (target, args, { context, node }) => {
    const [old, next] = [args.need('old'), args.need('new')]
    const times = args.code('count')
    if (times) {
      if (times.type.kind !== 'int') refuse('replace with this count', node)
      return primary(
        `${context.helper('replaceFirst')}(${[target, old, next, times].map(({ text }) => text).join(', ')})`,
        STR,
      )
    }
    // A `$` in the replacement would mean something.
    const text = /^["'][^$]*["']$/.test(next.text) ? next.text : `() => ${next.text}`
    return primary(`${operand(target, BINDS.call)}.replaceAll(${old.text}, ${text})`, STR)
  },
  removeprefix: (target, args, { context }) => affix(target, args, { context, isPrefix: true }),
  removesuffix: (target, args, { context }) => affix(target, args, { context, isPrefix: false }),
  translate: (target, args, parts) => translated(target, args, parts),
  join: (target, args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync) refuse('join of a stream', node, 'Write a for await loop.')
    if (values.item.kind !== 'str' && !['any', 'sdk', 'optional', 'never'].includes(values.item.kind))
      refuse('join of what are no texts', node)
    const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
    return primary(`${all}.join(${target.text})`, STR)
  },
  casefold: same('toLowerCase'),
  swapcase: helper('swapCase'),
  expandtabs: (target, args, { context }) =>
    primary(`${context.helper('expandTabs')}(${target.text}, ${args.code('tabsize')?.text ?? '8'})`, STR),
  isupper: (target) =>
    operation(`/\\p{Lu}/u.test(${target.text}) && !/\\p{Ll}/u.test(${target.text})`, BOOL, BINDS.and),
  islower: (target) =>
    operation(`/\\p{Ll}/u.test(${target.text}) && !/\\p{Lu}/u.test(${target.text})`, BOOL, BINDS.and),
  isnumeric: matches('/^\\p{N}+$/u'),
  isdecimal: matches('/^\\p{Nd}+$/u'),
  partition: helper('partition', PARTS, 1),
  rpartition: helper('rpartition', PARTS, 1),
  rsplit: (target, args, { context }) => {
    const [separator, times] = [args.code('sep'), args.code('maxsplit')]
    const more = [separator?.text ?? 'null', ...(times ? [times.text] : [])]
    return primary(
      `${context.helper(times ? 'rsplit' : 'split')}(${[target.text, ...more].join(', ')})`,
      listOf(STR),
    )
  },
  decode: (_target, _args, { node }) => refuse('decode of a text', node),
  format: formatCall,
  format_map: formatMap,
}

function affix(
  target: Code,
  args: Arguments,
  { context, isPrefix }: { context: CallParts['context']; isPrefix: boolean },
): Code {
  const part = args.need('affix')
  const isPlain = /^[\w.]+$/.test(target.text) && /^"[^"\\]+"$/.test(part.text)
  if (!isPlain)
    return primary(
      `${context.helper(isPrefix ? 'removePrefix' : 'removeSuffix')}(${target.text}, ${part.text})`,
      STR,
    )
  const size = (JSON.parse(part.text) as string).length
  const cut = isPrefix ? `slice(${size})` : `slice(0, -${size})`
  return operation(
    `${target.text}.${isPrefix ? 'startsWith' : 'endsWith'}(${part.text}) ? ${target.text}.${cut} : ${target.text}`,
    STR,
    BINDS.choice,
  )
}

/** `text.translate(str.maketrans(…))` */
const translated: Method = (target, args, { context, node }) => {
  const table = args.take('table')
  const { func } = table?.type === 'Call' ? table : { func: undefined }
  const isMade =
    func?.type === 'Attribute' &&
    func.attr === 'maketrans' &&
    func.value.type === 'Name' &&
    func.value.id === 'str'
  if (table?.type !== 'Call' || !isMade || table.keywords.length > 0)
    return refuse('translate by a table that is not made there', node, 'Use replaceAll.')
  const codes = table.args.map((each) => context.write(each))
  const isDict = codes.length === 1 && valueOf(codes[0]!.type) !== undefined
  if (!isDict && (codes.length < 2 || codes.some(({ type }) => type.kind !== 'str')))
    refuse('translate by this table', node, 'Use replaceAll.')
  return primary(
    `${context.helper('translate')}(${[target, ...codes].map(({ text }) => text).join(', ')})`,
    STR,
  )
}
