/** `re`: patterns that mean the same in JavaScript. */
import type { Expression } from '../python/ast'
import { listOf, optional, STR, type Type } from '../facts/types'
import { primary, type Code } from '../write/code'
import { refuse } from '../write/refusal'
import type { Arguments, CallParts, ModuleCall } from './arguments'

const MATCH: Type = optional({ kind: 'sdk', of: 'match' })

export const REGEX_CALLS: Readonly<Record<string, ModuleCall>> = {
  're.search': (args, parts) => {
    const { pattern, text } = searched(args, parts)
    return primary(`${text.text}.match(${pattern('')})`, MATCH)
  },
  're.match': (args, parts) => {
    const { pattern, text } = searched(args, parts)
    return primary(`${text.text}.match(${pattern('y')})`, MATCH)
  },
  're.findall': (args, parts) => {
    const { pattern, text, groups } = searched(args, parts)
    if (groups > 1) refuse('re.findall with several groups', parts.node, 'Use text.matchAll.')
    return primary(
      `Array.from(${text.text}.matchAll(${pattern('g')}), (match) => match[${groups}])`,
      listOf(STR),
    )
  },
  're.sub': (args, parts) => {
    const node = args.take('pattern')!
    const replacement = args.need('repl')
    if (!/^"[^\\$"]*"$/.test(replacement.text))
      refuse('re.sub with this replacement', parts.node, 'Use text.replace.')
    const { pattern, text } = searched(args, parts, node)
    return primary(`${text.text}.replace(${pattern('g')}, ${replacement.text})`, STR)
  },
}

interface Searched {
  readonly pattern: (flags: string) => string
  readonly text: Code
  readonly groups: number
}

function searched(args: Arguments, parts: CallParts, given?: Expression): Searched {
  const node = given ?? args.take('pattern')!
  const text = args.need('string')
  const flags = flagsOf(args.take('flags'))
  if (node.type === 'JoinedStr') {
    const sources = node.values.map((each) =>
      each.type === 'Constant' ? translated(String(each.value), { isDotAll: flags.includes('s'), node }) : '',
    )
    const groups = sources.reduce((count, source) => count + groupsIn(source), 0)
    const body = node.values
      .map((each, index) => {
        if (each.type === 'Constant')
          return sources[index]!.replace(/[`\\]/g, '\\$&').replace(/\$\{/g, '\\${')
        const inner = parts.context.write((each as { value: Expression }).value)
        if (inner.type.kind !== 'str' && inner.type.kind !== 'any')
          refuse('a pattern with this value in it', node)
        return `\${${inner.text}}`
      })
      .join('')
    return {
      text,
      groups,
      pattern: (more) => `new RegExp(\`${body}\`, ${JSON.stringify(`${more}${flags}u`)})`,
    }
  }
  if (node.type !== 'Constant' || node.kind !== 'str') return refuse('a pattern that is worked out', node)
  const source = checked(String(node.value), node, flags.includes('s'))
  return {
    text,
    groups: groupsIn(source),
    pattern: (more) => `/${source.replace(/(?<!\\)\//g, '\\/').replace(/\n/g, '\\n')}/${more}${flags}u`,
  }
}

function flagsOf(node: Expression | undefined): string {
  if (!node) return ''
  if (node.type === 'BinOp' && node.op === 'BitOr') return flagsOf(node.left) + flagsOf(node.right)
  const name = node.type === 'Attribute' ? node.attr : ''
  const flag = { DOTALL: 's', S: 's', IGNORECASE: 'i', I: 'i' }[name]
  return flag ?? refuse(`the flag ${name || 'here'} of a pattern`, node)
}

const groupsIn = (source: string) => source.replace(/\\./g, '').match(/\((?!\?)/g)?.length ?? 0

const WORD = '\\p{L}\\p{N}_'

/** A pattern of Python as JavaScript reads it with the flag `u`: letters and digits of all scripts, `.` and `$`. */
function translated(source: string, { isDotAll, node }: { isDotAll: boolean; node: Expression }): string {
  let isClass = false
  const stop = (what: string) => refuse(`"${what}" in a pattern`, node, 'Write the pattern for JavaScript.')
  return source.replace(/\\(?:\d+|[\s\S])|\(\?P<|\(\?(?!:|=|!|<=|<!)|[*+?}]\+|[\s\S]/g, (token) => {
    if (token === '(?P<') return '(?<'
    if (token.startsWith('(?') && token.length === 2) return stop(token)
    if (token.length === 2 && token[1] === '+' && !isClass) return stop(token)
    if (token === '[') isClass = true
    if (token === ']') isClass = false
    if (token === '.' && !isClass && !isDotAll) return '[^\\n]'
    if (token === '$' && !isClass) return '(?=\\n?$)'
    if (token === '\n') return '\\n'
    if (!token.startsWith('\\') || token.length < 2) return token
    const char = token[1]!
    if (char === 'w') return isClass ? WORD : `[${WORD}]`
    if (char === 'W') return isClass ? stop(token) : `[^${WORD}]`
    if (char === 'd') return '\\p{Nd}'
    if (char === 'D') return '\\P{Nd}'
    if (/[nrtfvsS0-9]/.test(char) || /[\^$.*+?()[\]{}|/\\-]/.test(char))
      return char === '-' && !isClass ? '-' : token
    return /[A-Za-z]/.test(char) ? stop(token) : char
  })
}

function checked(source: string, node: Expression, isDotAll: boolean): string {
  const text = translated(source, { isDotAll, node })
  try {
    new RegExp(text, 'u')
  } catch {
    refuse('a pattern that JavaScript does not read', node, 'Write the pattern for JavaScript.')
  }
  return text
}
