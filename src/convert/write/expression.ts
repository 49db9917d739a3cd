/** Expressions: which writer takes which node. */
import { call } from '../calls/call'
import { formFiles, isOfFiles } from '../calls/sdk/uploads'
import { join } from '../facts/join'
import type { Expression } from '../python/ast'
import { binary } from './arithmetic'
import { attribute } from './attribute'
import { BINDS, type Code, operand, operation, primary } from './code'
import { comparison } from './comparison'
import { comprehension, dictComprehension } from './comprehension'
import type { Context } from './context'
import { toldDisplay } from './told-display'
import { display, sequence } from './display'
import { joinedString } from './f-string'
import { lambda } from './lambda'
import { constant, unary } from './literals'
import { name, namedExpression } from './name'
import { refuse } from './refusal'
import { subscript } from './subscript'
import { logical, testOf } from './truth'

/** Writes an expression. */
export function writeExpression(node: Expression, context: Context): Code {
  switch (node.type) {
    case 'Constant':
      return constant(node, context)
    case 'Name':
      return name(node, context)
    case 'JoinedStr':
      return joinedString(node, context)
    case 'List':
    case 'Tuple':
    case 'Set':
      return toldDisplay(context, () => sequence(node, context))
    case 'Dict':
      return isOfFiles(node, context)
        ? primary(formFiles(node, context), { kind: 'sdk', of: 'form-files' })
        : toldDisplay(context, () => display(node, context))
    case 'ListComp':
    case 'GeneratorExp':
    case 'SetComp':
      return comprehension(node, context)
    case 'DictComp':
      return dictComprehension(node, context)
    case 'BinOp':
      return binary(node, context)
    case 'BoolOp':
      return logical(node, context)
    case 'Compare':
      return comparison(node, context)
    case 'UnaryOp':
      return unary(node, context)
    case 'IfExp': {
      const condition = testOf(node.test, context)
      const [body, orelse] = [context.write(node.body), context.write(node.orelse)]
      const text = `${operand(condition, BINDS.choice + 1)} ? ${operand(body, BINDS.choice + 1)} : ${operand(orelse, BINDS.choice)}`
      return operation(text, join(body.type, orelse.type), BINDS.choice)
    }
    case 'Attribute':
      return attribute(node, context)
    case 'Subscript':
      return subscript(node, context)
    case 'Call':
      return call(node, context)
    case 'Lambda':
      return lambda(node, context)
    case 'NamedExpr':
      return namedExpression(node, context)
    case 'Await': {
      context.isAwaited.add(node.value)
      const inner = context.write(node.value)
      if (inner.text.startsWith('await ')) return inner
      if (inner.type.kind === 'promise')
        return operation(context.wait(operand(inner, BINDS.unary)), inner.type.of, BINDS.unary)
      return operation(context.wait(operand(inner, BINDS.unary)), inner.type, BINDS.unary)
    }
    case 'Yield':
      return refuse('yield in an expression', node)
    default:
      return refuse(`${node.type} of Python's syntax`, node)
  }
}
