/**
 * What a cell declares and mentions: the names at its top level, with their meanings, and the identifiers of its text.
 * Pure syntax: nothing is resolved.
 */
import type { Node, SourceFile, Statement } from 'typescript'
import { hoistedNames, statementNames, type Meaning, type ValueKind } from './declared-names'
import type { TypeScript } from '../load-typescript'

/** A name at the top level of a cell. */
export interface DeclaredName {
  /** What it is as a value; absent for types. */
  readonly value?: ValueKind
  /** Whether it is a type (or a namespace). */
  readonly isType: boolean
  /** Whether the cell imports it. */
  readonly isImport?: boolean
  /** The documentation of a variable that can be assigned. */
  readonly comment?: string
}

/** What there is to know of a cell before anything is resolved. */
export interface CellNames {
  /** The names at its top level. */
  readonly declared: ReadonlyMap<string, DeclaredName>
  /** Names under which the cell itself exports something. */
  readonly exported: ReadonlySet<string>
  /** Every identifier of the text, whatever it stands for. */
  readonly mentioned: ReadonlySet<string>
  /** Whether it adds to what all files see (`declare global`, `declare module "x"`). */
  readonly isGlobal: boolean
  /** What it imports, as written. */
  readonly specifiers: readonly string[]
}

/**
 * Reads the names of a cell.
 *
 * @param ts - TypeScript.
 * @param file - The parsed cell.
 */
export function readNames(ts: TypeScript, file: SourceFile): CellNames {
  const declared = new Map<string, DeclaredName>()
  const exported = new Set<string>()
  const specifiers: string[] = []
  const declare = ([name, meaning]: readonly [string, Meaning]) => {
    const known = declared.get(name)
    // The first says what it is: a namespace may follow a function or class of its name.
    declared.set(name, { ...meaning, ...known, isType: known?.isType === true || meaning.isType === true })
  }
  for (const statement of file.statements) {
    const names = [...statementNames(ts, statement)]
    names.forEach(declare)
    for (const name of exportedNames(ts, statement) ?? names.map(([name]) => name)) exported.add(name)
    const specifier = specifierOf(ts, statement)
    if (specifier !== undefined) specifiers.push(specifier)
  }
  for (const name of hoistedNames(ts, file)) declare(name)
  const isGlobal = file.statements.some((statement) => isAugmentation(ts, statement))
  return { declared, exported, mentioned: identifiersOf(ts, file), isGlobal, specifiers }
}

/**
 * Tells whether a statement adds to what all files see instead of declaring a name.
 *
 * @param ts - TypeScript.
 * @param node - A statement.
 */
function isAugmentation(ts: TypeScript, node: Statement): boolean {
  if (!ts.isModuleDeclaration(node)) return false
  return ts.isStringLiteral(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0
}

/** What a statement exports; `undefined` when it exports what it declares. */
function exportedNames(ts: TypeScript, node: Statement): readonly string[] | undefined {
  if (ts.isExportAssignment(node)) return ['default']
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause
    if (clause === undefined) return []
    return ts.isNamespaceExport(clause) ? [clause.name.text] : clause.elements.map((each) => each.name.text)
  }
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
  const has = (kind: number) => modifiers.some((each) => each.kind === kind)
  if (!has(ts.SyntaxKind.ExportKeyword)) return []
  return has(ts.SyntaxKind.DefaultKeyword) ? ['default'] : undefined
}

function specifierOf(ts: TypeScript, node: Statement): string | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)
        ? node.moduleReference.expression
        : undefined
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined
}

function identifiersOf(ts: TypeScript, file: SourceFile): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (node: Node) => {
    if (ts.isIdentifier(node)) found.add(node.text)
    // What JSX is compiled to.
    else if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) found.add('React')
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}
