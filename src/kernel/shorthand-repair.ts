/**
 * The repair of `{ name }` for a variable of an earlier cell: tslab turns such variables into properties of `exports`, but
 * overlooks them in shorthand properties, so that `chat({ model, messages })` fails with "model is not defined".
 */
import type ts from 'typescript'

/** A quick look that spares most cells the parsing. */
const MAY_HOLD_SHORTHAND = /[{,]\s*[A-Za-z_$][\w$]*\s*[,}=]/

/**
 * Names the variables of earlier cells in shorthand properties.
 *
 * @param code - Compiled code of a cell, in the frame that tslab puts around it.
 * @param locals - The variables of the notebook.
 * @param compiler - tslab's compiler.
 * @returns The same text where there is nothing to repair; the number of lines never changes.
 */
export function nameShorthands(code: string, locals: object, compiler: typeof ts): string {
  if (!MAY_HOLD_SHORTHAND.test(code)) return code
  const file = compiler.createSourceFile('cell.js', code, compiler.ScriptTarget.Latest, false)
  const declared = new Set<string>()
  const found: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    if (compiler.isShorthandPropertyAssignment(node)) found.push(node.name)
    else if ('name' in node && isDeclaration(node, compiler)) declared.add((node.name as ts.Identifier).text)
    compiler.forEachChild(node, visit)
  }
  visit(file)
  let repaired = code
  for (const name of found.reverse()) {
    if (declared.has(name.text) || !Object.hasOwn(locals, name.text)) continue
    repaired = `${repaired.slice(0, name.end)}: exports.${name.text}${repaired.slice(name.end)}`
  }
  return repaired
}

/** Whether a node gives a name to something in this cell; the name may be in any scope of it. */
function isDeclaration(node: ts.Node & { name?: unknown }, compiler: typeof ts): boolean {
  if (node.name === undefined || !compiler.isIdentifier(node.name as ts.Node)) return false
  return (
    compiler.isVariableDeclaration(node) ||
    compiler.isBindingElement(node) ||
    compiler.isParameter(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isFunctionExpression(node) ||
    compiler.isClassDeclaration(node) ||
    compiler.isClassExpression(node)
  )
}
