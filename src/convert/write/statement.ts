/** Statements: which writer takes which node. */
import { join } from '../facts/join'
import { type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Delete, Statement } from '../python/statements'
import { assign, assignment } from './assign'
import { ifStatement } from './branch'
import { classDefinition } from './class/class-definition'
import { namedTuple } from './class/named-tuple'
import { BINDS, operand } from './code'
import type { Context } from './context'
import { asComment } from './function-definition'
import { importFrom, importModule } from './imports'
import { asIterated } from './iteration'
import { statementText, withoutValue } from './last-value'
import { forLoop, whileLoop } from './loops'
import { matchStatement } from './match'
import { moduleOf } from './names'
import { raise } from './raise'
import { refuse } from './refusal'
import { functionOrRefusal } from './refused-function'
import { augmented, deletion } from './set-part'
import { textOf } from './text'
import { told } from './told'
import { testOf } from './truth'
import { tryStatement } from './try'
import { withStatement } from './with'

/** Writes a statement. */
export function writeStatement(node: Statement, context: Context): string {
  switch (node.type) {
    case 'Expr':
      return expressionStatement(node.value, context)
    case 'Assign': {
      const named = namedTuple(node, context)
      if (named) return classDefinition(named, context)
      // A name of types alone.
      if (
        node.value.type === 'Call' &&
        /^typing\.(?:TypeVar|ParamSpec)$/.test(moduleOf(node.value.func, context) ?? '')
      )
        return ''
      return withoutValue(assignment(node, context), node, context)
    }
    case 'AnnAssign':
      if (!node.value) return ''
      return withoutValue(
        assign({ targets: [node.target], value: node.value }, { context, node }),
        node,
        context,
      )
    case 'AugAssign':
      return withoutValue(augmented(node, context), node, context)
    case 'If':
      return ifStatement(node, context)
    case 'While':
      return whileLoop(node, context)
    case 'For':
    case 'AsyncFor':
      return forLoop(node, context)
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionOrRefusal(node, context)
    case 'ClassDef':
      return classDefinition(node, context)
    case 'Return': {
      const given = node.value ? context.write(node.value) : undefined
      const code = given && context.scope.function?.isValue ? told(given, node.value!, context) : given
      context.scope.returns = join(context.scope.returns, code?.type ?? { kind: 'none' })
      // A function without a value gives None.
      return code ? `return ${code.text}` : context.scope.yields ? 'return' : 'return null'
    }
    case 'Import':
      return importModule(node, context)
    case 'ImportFrom':
      return importFrom(node, context)
    case 'Try':
      return tryStatement(node, context)
    case 'With':
    case 'AsyncWith':
      return withStatement(node, context)
    case 'Raise':
      return raise(node, context)
    case 'Assert': {
      const condition = testOf(node.test, context)
      const message = node.msg ? textOf(context.write(node.msg), context, node.msg) : ''
      return `if (!${operand(condition, BINDS.unary)}) throw Object.assign(new Error(${message}), { name: "AssertionError" })`
    }
    case 'Delete':
      return deletions(node, context)
    case 'Global':
    case 'Nonlocal':
      for (const name of node.names) context.scope.outer.add(name)
      return ''
    case 'Pass':
      return ''
    case 'Match':
      return matchStatement(node, context)
    case 'Break': {
      const label = context.labels.at(-1)
      return label === undefined ? 'break' : `break ${label}`
    }
    case 'Continue':
      return 'continue'
    default:
      return refuse(`${node.type} of Python's syntax`, node)
  }
}

function expressionStatement(node: Expression, context: Context): string {
  if (node.type === 'Yield') {
    const code = node.value ? context.write(node.value) : undefined
    noteYield(code?.type ?? { kind: 'none' }, context)
    return `yield ${code ? operand(code, BINDS.arrow) : 'null'}`
  }
  if (node.type === 'YieldFrom') {
    const values = asIterated(context.write(node.value), { context, node })
    noteYield(values.item, context)
    return `yield* ${operand(values, BINDS.arrow)}`
  }
  if (node.type === 'Constant' && node.kind === 'ellipsis') return ''
  // A text that nobody reads says what follows.
  if (node.type === 'Constant' && node.kind === 'str' && node !== context.lastExpression)
    return asComment(String(node.value)).trimEnd()
  const text = statementText(context.write(node), node, context)
  // A line that begins so would go on with the one before.
  return /^[([`{/+-]/.test(text) ? (text.startsWith('{') ? `;(${text})` : `;${text}`) : text
}

function deletions(node: Delete, context: Context): string {
  const texts = node.targets.map((target) => deletion(target, context))
  const last = texts.pop()!
  return [...texts, withoutValue(last, node, context)].join('\n')
}

function noteYield(type: Type, context: Context): void {
  context.scope.yields = true
  const facts = context.scope.function
  if (facts) context.facts.set(facts, 'gives', join(facts.gives, type))
}
