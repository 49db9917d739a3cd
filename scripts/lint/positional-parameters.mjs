// An ESLint rule: an exported function takes at most two positional parameters. More are for an object, whose fields have
// names at the call. Two kinds of parameters do not count:
//
// - The last one, where it says how: an object that is taken apart, one with a default, an optional one, a callback, or
//   what the caller has of its surroundings (its signal, the cell's scope).
// - The compiler, wherever it stands: which TypeScript reads a cell is known at run time only, so whatever looks at a
//   syntax tree is handed it.
//
// It goes by what is written, not by types, so that it costs nothing. Exceptions are its options, each with a reason; one
// that no function needs any more is reported.
import { relative, sep } from 'node:path'

const MAX_POSITIONAL = 2
const COMPILER = 'TypeScript'
/** Types of surroundings. */
const SURROUNDINGS = /^(?:AbortSignal|CellScope|Command|Env)$|(?:Context|Host|Io)$/
/** Forms of a parameter that can be left out, or whose parts have names. */
const HOW = ['AssignmentPattern', 'ObjectPattern', 'RestElement']
/** Stands for all functions of a file. */
const ALL = '*'

const names = { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true }

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: {
    type: 'suggestion',
    defaultOptions: [[]],
    schema: [
      {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            // Paths from where ESLint runs, with slashes.
            files: names,
            // Without them the exception is for all functions of the files.
            functions: names,
            reason: { type: 'string', minLength: 1 },
          },
          required: ['files', 'reason'],
          additionalProperties: false,
        },
      },
    ],
    messages: {
      tooMany:
        '{{name}} takes {{count}} positional parameters. After two, take an object; or give a reason in eslint.config.mjs.',
      notNeeded: 'The exception for {{name}} is not needed any more. Take it out of eslint.config.mjs.',
    },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll(sep, '/')
    const exceptions = context.options[0].filter(({ files }) => files.includes(file))
    const allowed = new Set(exceptions.flatMap(({ functions = [ALL] }) => functions))
    const needed = new Set()
    const check = (node, parameters) => {
      const count = countPositional(parameters)
      if (count <= MAX_POSITIONAL) return
      const exception = [node.name, ALL].find((name) => allowed.has(name))
      if (exception !== undefined) needed.add(exception)
      else context.report({ node, messageId: 'tooMany', data: { name: node.name, count } })
    }
    return {
      'ExportNamedDeclaration > FunctionDeclaration': ({ id, params }) => check(id, params),
      'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > :function': ({ parent, params }) =>
        check(parent.id, params),
      'Program:exit'(node) {
        for (const name of allowed)
          if (!needed.has(name))
            context.report({ node, messageId: 'notNeeded', data: { name: name === ALL ? file : name } })
      },
    }
  },
}

function countPositional(parameters) {
  const counted = parameters.filter((parameter) => typeNameOf(parameter) !== COMPILER)
  return saysHow(counted.at(-1)) ? counted.length - 1 : counted.length
}

function saysHow(parameter) {
  if (parameter === undefined) return false
  if (HOW.includes(parameter.type) || parameter.optional || parameter.name === 'options') return true
  return (
    parameter.typeAnnotation?.typeAnnotation.type === 'TSFunctionType' ||
    SURROUNDINGS.test(typeNameOf(parameter))
  )
}

/** The name of a parameter's type; empty where it has none. */
function typeNameOf({ typeAnnotation }) {
  const type = typeAnnotation?.typeAnnotation
  return type?.type === 'TSTypeReference' ? (type.typeName.name ?? '') : ''
}
