/** The pattern of a call of `re`, given as a text or compiled before. */
import type { Expression, JoinedStr } from '../../python/ast'
import { present } from '../../facts/types'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { checked, groupsIn, mayMiss, translated } from './pattern'

/** A pattern that is searched for. */
export interface Searched {
  /** The pattern with more flags. */
  readonly pattern: (flags: string) => string
  /** -1 for a pattern that is worked out. */
  readonly groups: number
  readonly mayMiss: boolean
  /** Whether it fits the empty text. */
  readonly isEmpty: boolean
}

const FLAGS: Readonly<Record<string, string>> = {
  DOTALL: 's',
  S: 's',
  IGNORECASE: 'i',
  I: 'i',
  MULTILINE: 'm',
  M: 'm',
}

/** Flags as those of JavaScript. */
function flagsOf(node: Expression | undefined): string {
  if (!node) return ''
  if (node.type === 'BinOp' && node.op === 'BitOr') return flagsOf(node.left) + flagsOf(node.right)
  const name = node.type === 'Attribute' ? node.attr : ''
  return FLAGS[name] ?? refuse(`the flag ${name || 'here'} of a pattern`, node)
}

/** Lines are told apart in the pattern itself. */
const written = (flags: string) => flags.replace('m', '')

/** What a call searches for. */
export function searched(given: Expression, flagsNode: Expression | undefined, context: Context): Searched {
  const flags = flagsOf(flagsNode)
  const node = context.constantOf(given) ?? given
  if (node.type === 'JoinedStr') return interpolated(node, flags, context)
  if (node.type === 'Constant' && node.kind === 'str') {
    const [, inline = '', rest = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(String(node.value))!
    const all = [...new Set(flags + inline)].join('')
    const source = checked(rest, { flags: all, node })
    return {
      groups: groupsIn(source),
      mayMiss: mayMiss(source),
      isEmpty: new RegExp(source, 'u').test(''),
      pattern: (more) => `/${source.replace(/(?<!\\)\//g, '\\/') || '(?:)'}/${more}${written(all)}u`,
    }
  }
  const code = context.write(node)
  const { type } = code
  if (type.kind === 'str' || type.kind === 'any') {
    const { text } = code
    const call = (all: string) =>
      `${context.helper('readPattern')}(${text}${all === '' ? '' : `, ${JSON.stringify(all)}`})`
    return { groups: -1, mayMiss: true, isEmpty: true, pattern: (more) => call(flags + more) }
  }
  if (type.kind !== 'sdk' || type.of !== 'regex')
    return refuse('a pattern that is worked out', node, 'Write the pattern for JavaScript.')
  const { groups = 0, mayMiss: isOpen = true } = type
  return {
    groups,
    mayMiss: isOpen,
    isEmpty: true,
    pattern: (more) => (more === '' ? code.text : `${context.helper('withFlag')}(${code.text}, "${more}")`),
  }
}

function interpolated(node: JoinedStr, flags: string, context: Context): Searched {
  const sources = node.values.map((each) =>
    each.type === 'Constant' ? translated(String(each.value), { flags, node }) : '',
  )
  const groups = sources.reduce((count, source) => count + groupsIn(source), 0)
  const body = node.values
    .map((each, index) => {
      if (each.type === 'Constant') return sources[index]!.replace(/[`\\]/g, '\\$&').replace(/\$\{/g, '\\${')
      const inner = context.write((each as { value: Expression }).value)
      const kind = present(inner.type).kind
      if (kind === 'int') return `\${${inner.text}}`
      if (kind !== 'str' && kind !== 'any' && kind !== 'sdk') refuse('a pattern with this value in it', node)
      // What is escaped already is read alike; other signs may mean something else here.
      const isEscaped = inner.text.startsWith('escapePattern(')
      return `\${${isEscaped ? inner.text : `${context.helper('inPattern')}(${inner.text})`}}`
    })
    .join('')
  return {
    groups,
    mayMiss: true,
    isEmpty: true,
    pattern: (more) => `new RegExp(\`${body}\`, ${JSON.stringify(`${more}${written(flags)}u`)})`,
  }
}
