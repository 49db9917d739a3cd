/** `match` as a chain of `if`: a `break` in a `switch` would not leave the loop around it. */
import type { Type } from '../facts/types'
import type { Match, Pattern } from '../python/statements'
import { writeBody } from './body'
import { BINDS, type Code, indent, operand } from './code'
import { compared } from './comparison'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'
import { testOf } from './truth'

/** Writes a `match`. */
export function matchStatement(node: Match, context: Context): string {
  const code = context.write(node.subject)
  const isName = /^[\w.]+$/.test(code.text)
  const name = isName ? code.text : context.fresh('subject')
  const subject: Code = { text: name, type: code.type, binds: BINDS.primary }
  const before = context.scope.types
  const branches: Map<string, Type>[] = [before]
  const parts = node.cases.map(({ pattern, guard, body }) => {
    context.scope.types = new Map(before)
    let test = testOfPattern(pattern, subject, { context, node })
    if (pattern.type === 'MatchAs' && pattern.pattern === null && pattern.name !== null) {
      if (guard) refuse('a case that binds a name and has a guard', guard)
      context.assign(pattern.name, code.type)
    }
    if (guard) {
      const more = operand(testOf(guard, context), BINDS.and)
      test = test === undefined ? more : `${test} && ${more}`
    }
    const binding =
      pattern.type === 'MatchAs' && pattern.name !== null ? `${nameText(pattern.name)} = ${name}\n` : ''
    const text = `{\n${indent(binding + writeBody(body, context))}\n}`
    branches.push(context.scope.types)
    return test === undefined ? text : `if (${test}) ${text}`
  })
  context.merge(branches)
  return `${isName ? '' : `const ${name} = ${code.text}\n`}${parts.join(' else ')}`
}

/** Whether a value fits a pattern; `undefined` for one that all fit. */
function testOfPattern(
  pattern: Pattern,
  subject: Code,
  { context, node }: { context: Context; node: Match },
): string | undefined {
  switch (pattern.type) {
    case 'MatchValue':
    case 'MatchSingleton': {
      const op = pattern.type === 'MatchValue' ? 'Eq' : 'Is'
      const value = pattern.value as unknown
      // `None`, `True` and `False` stand there without a node.
      if (op === 'Is')
        return value === null ? `${subject.text} == null` : `${subject.text} === ${String(value)}`
      return compared(subject, context.write(pattern.value), { op, context, node }).text
    }
    case 'MatchOr': {
      const tests = pattern.patterns.map((each) => testOfPattern(each, subject, { context, node }))
      if (tests.includes(undefined)) return undefined
      return `(${tests.join(' || ')})`
    }
    case 'MatchAs':
      if (pattern.pattern !== null) refuse('"as" in a case', node, 'Write an if.')
      return undefined
    default:
      return refuse('a case that takes a value apart', node, 'Write an if.')
  }
}
