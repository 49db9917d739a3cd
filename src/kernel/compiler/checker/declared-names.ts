/**
 * The names that a statement declares, and what they mean. Owns destructuring, imports, and `var`s in blocks; knows
 * nothing of exports.
 */
import type {
  BindingName,
  ImportDeclaration,
  ModuleDeclaration,
  Node,
  SourceFile,
  Statement,
  VariableDeclarationList,
} from 'typescript'
import type { TypeScript } from '../load-typescript'

/** What a name is as a value. The first two can be assigned; an `alias` is imported, and may be a type as well. */
export type ValueKind = 'let' | 'var' | 'const' | 'function' | 'class' | 'enum' | 'namespace' | 'alias'

/** What one declaration makes of a name. */
export interface Meaning {
  /** As a value. */
  readonly value?: ValueKind
  /** Whether it is a type (or a namespace). */
  readonly isType?: boolean
  /** Whether it is imported. */
  readonly isImport?: boolean
  /** The documentation of a variable. */
  readonly comment?: string
}

type Names = Iterable<readonly [name: string, meaning: Meaning]>

/**
 * Names that a statement at the top level declares.
 *
 * @param ts - TypeScript.
 * @param node - The statement.
 */
export function* statementNames(ts: TypeScript, node: Statement): Names {
  if (ts.isVariableStatement(node)) yield* listNames(ts, node.declarationList)
  else if (ts.isFunctionDeclaration(node) && node.name) yield [node.name.text, { value: 'function' }]
  else if (ts.isClassDeclaration(node) && node.name) yield [node.name.text, { value: 'class', isType: true }]
  else if (ts.isEnumDeclaration(node)) yield [node.name.text, { value: 'enum', isType: true }]
  else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    yield [node.name.text, { isType: true }]
  else if (ts.isModuleDeclaration(node)) yield* namespaceNames(ts, node)
  else if (ts.isImportDeclaration(node)) yield* importNames(ts, node)
  else if (ts.isImportEqualsDeclaration(node)) yield [node.name.text, aliasMeaning(node.isTypeOnly)]
}

/**
 * Names of `var`s that stand in blocks, loops and the like, and belong to the whole cell.
 *
 * @param ts - TypeScript.
 * @param file - The parsed cell.
 */
export function* hoistedNames(ts: TypeScript, file: SourceFile): Names {
  const lists: VariableDeclarationList[] = []
  const visit = (node: Node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) lists.push(node)
    ts.forEachChild(node, visit)
  }
  for (const statement of file.statements) if (!ts.isVariableStatement(statement)) visit(statement)
  for (const list of lists) yield* listNames(ts, list)
}

function* listNames(ts: TypeScript, list: VariableDeclarationList): Names {
  const value = variableKind(ts, list)
  const comment = value === 'const' ? undefined : commentBefore(ts, list)
  const meaning: Meaning = comment === undefined ? { value } : { value, comment }
  for (const each of list.declarations) for (const name of boundNames(ts, each.name)) yield [name, meaning]
}

function variableKind(ts: TypeScript, list: VariableDeclarationList): ValueKind {
  // `using` is a flag of its own, `await using` both.
  const flags = list.flags & ts.NodeFlags.BlockScoped
  return flags === 0 ? 'var' : flags === ts.NodeFlags.Let ? 'let' : 'const'
}

function* boundNames(ts: TypeScript, name: BindingName): Iterable<string> {
  if (ts.isIdentifier(name)) return yield name.text
  for (const element of name.elements)
    if (!ts.isOmittedExpression(element)) yield* boundNames(ts, element.name)
}

function* namespaceNames(ts: TypeScript, node: ModuleDeclaration): Names {
  if (ts.isStringLiteral(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return
  // Of `namespace A.B` the name is a chain; the outermost comes first.
  const [name] = node.name.getText().split('.')
  yield [name ?? '', { value: 'namespace', isType: true }]
}

function* importNames(ts: TypeScript, node: ImportDeclaration): Names {
  const clause = node.importClause
  if (clause === undefined) return
  const isTypeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword
  if (clause.name) yield [clause.name.text, aliasMeaning(isTypeOnly)]
  const bindings = clause.namedBindings
  if (bindings === undefined) return
  if (ts.isNamespaceImport(bindings)) yield [bindings.name.text, aliasMeaning(isTypeOnly)]
  else
    for (const each of bindings.elements) yield [each.name.text, aliasMeaning(isTypeOnly || each.isTypeOnly)]
}

function aliasMeaning(isTypeOnly: boolean): Meaning {
  return { isType: true, isImport: true, ...(!isTypeOnly && { value: 'alias' as const }) }
}

/** The documentation comment before a statement of variables. */
function commentBefore(ts: TypeScript, list: VariableDeclarationList): string | undefined {
  if (!ts.isVariableStatement(list.parent)) return undefined
  const { text } = list.getSourceFile()
  const range = ts.getLeadingCommentRanges(text, list.parent.pos)?.at(-1)
  const comment = range && text.slice(range.pos, range.end)
  return comment?.startsWith('/**') ? comment : undefined
}
