/**
 * A function of a cell that is not converted while the rest of the cell is: it stands there with its Python as a comment,
 * and fails when it is called. A cell that calls it itself is refused as a whole.
 */
import type { FunctionDef } from '../python/statements'
import { ANY } from '../facts/types'
import { commentText } from './comments'
import type { Context } from './context'
import { functionDefinition } from './function-definition'
import { definitionText } from './last-value'
import { nameText } from './names'
import { Refusal } from './refusal'

/** Writes a `def`, or what stands in its place. */
export function functionOrRefusal(node: FunctionDef, context: Context): string {
  const { scopes, awaits } = context
  const depth = scopes.length
  const imports = new Map([...context.imports].map(([from, names]) => [from, new Set(names)]))
  try {
    return definitionText(functionDefinition(node, context), node, context)
  } catch (error) {
    if (!(error instanceof Refusal) || depth > 1 || !context.mayLeaveOut.has(node)) throw error
    scopes.splice(depth)
    context.awaits = awaits
    context.imports.clear()
    for (const [from, names] of imports) context.imports.set(from, names)
    context.comments = context.comments.filter(({ line }) => line < node.line || line > node.endLine)
    context.facts.functions.delete(node.name)
    context.assign(node.name, ANY)
    context.leftOut.push(error)
    context.lost.add(node.name)
    return refusedFunction(node, error, context)
  }
}

function refusedFunction(node: FunctionDef, { what, place, advice }: Refusal, context: Context): string {
  const python = context.source
    .slice(node.line - 1, node.endLine)
    .map((line) => commentText(`# ${line}`.trimEnd()))
  const message = `not converted: ${what} (line ${place?.line ?? node.line})${advice === undefined ? '' : `. ${advice.replace(/\.$/, '')}`}`
  // The name of the error tells a `catch` that Python would not have caught it.
  return [
    ...python,
    `function ${nameText(node.name)}(..._given: any[]): any {`,
    `  throw Object.assign(new Error(${JSON.stringify(message)}), { name: "NotConverted" })`,
    '}',
  ].join('\n')
}
