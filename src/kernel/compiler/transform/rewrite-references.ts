/**
 * Each use of a notebook's variable, read from the notebook or written there. Owns which uses stay the cell's own, so that
 * `const` and "used before its declaration" are left to the language.
 */
import type ts from 'typescript'
import type { NameKind } from './cell-names'
import type { Problem } from '../emit'
import type { Reference } from './references'
import type { Rewriting } from './rewriting'
import { RUN, RUNTIME, VARIABLES } from '../runtime-names'
import { boundNames, isVar } from './scopes'

/** What is known of the notebook when a cell is compiled. */
export interface NotebookNames {
  /** Whether an earlier cell has declared the name. */
  has(name: string): boolean
  /** Whether it may not be given another value. */
  isConst(name: string): boolean
  /** Whether every cell has it: a global, `require`. */
  isGlobal(name: string): boolean
}

/** A name that nothing declares. */
export interface MissingName {
  readonly name: string
  /** Offset in the JavaScript. */
  readonly start: number
}

/** The cell, its notebook, and what is found out about it on the way. */
export interface ReferenceRewriting extends Rewriting {
  readonly notebook: NotebookNames
  readonly problems: Problem[]
  readonly missing: MissingName[]
}

/** Has each use of a variable of the notebook go through the notebook. */
export function rewriteReferences(work: ReferenceRewriting, references: readonly Reference[]): void {
  const { file, names, notebook, problems } = work
  const written = new Set(references.filter(({ isWritten }) => isWritten).map(({ name }) => name))
  const declarators = findDeclarators(work)
  for (const reference of references) {
    const { node, name } = reference
    const kind = names.get(name)
    const isConst = kind === undefined ? notebook.isConst(name) : kind === 'const'
    if (reference.isWritten && isConst) {
      const message = `Cannot assign to '${name}' because it is a constant.`
      problems.push({ start: node.getStart(file), message })
    } else if (kind === undefined) rewriteForeign(work, reference)
    else if (!staysLocal(kind, reference, { file, written, declarators }))
      useNotebook(work, reference, isEarly(reference, file, declarators) ? guarded(name) : undefined)
  }
}

/** A name that the cell does not declare. */
function rewriteForeign(work: ReferenceRewriting, reference: Reference): void {
  const { file, notebook, missing } = work
  const { node, name, isDeferred, isWritten, isProbed } = reference
  if (notebook.has(name)) useNotebook(work, reference)
  else if (notebook.isGlobal(name)) return
  // A later cell may declare it before the function is called.
  else if (isDeferred && isWritten) useNotebook(work, reference)
  else if (isDeferred)
    useNotebook(
      work,
      reference,
      `(${RUNTIME}.${isProbed ? 'has' : 'find'}("${name}") ? ${VARIABLES} : globalThis)`,
    )
  else if (!isProbed) missing.push({ name, start: node.getStart(file) })
}

/** Has a name read from an object, or written there: the notebook's variables, or an expression that gives them. */
function useNotebook(
  { file, edits }: Rewriting,
  { node, name, isShorthand, isCalled }: Reference,
  object = VARIABLES,
): void {
  const member = `${object}.${name}`
  if (isShorthand) edits.insert(node.end, `: ${member}`)
  else edits.replace(node.getStart(file), node.end, isCalled ? `(0, ${member})` : member)
}

/** The notebook's variables, once the cell's own one is there: the language refuses one that is used too early. */
function guarded(name: string): string {
  return `(${RUN}.isOn && ${name}, ${VARIABLES})`
}

/** Whether code of a function may be called before the variable that it uses is declared. */
function isEarly(
  { node, name, isHoisted }: Reference,
  file: ts.SourceFile,
  declarators: Declarators,
): boolean {
  const end = declarators.get(name)
  return end !== undefined && (isHoisted || node.getStart(file) < end)
}

/** Where the declaration of each name ends. */
type Declarators = ReadonlyMap<string, number>

function findDeclarators({ api, file }: Rewriting): Declarators {
  const found = new Map<string, number>()
  for (const statement of file.statements)
    if (api.isVariableStatement(statement)) {
      if (isVar(api, statement.declarationList)) continue
      for (const each of statement.declarationList.declarations)
        for (const name of boundNames(api, each.name)) found.set(name, each.end)
    } else if (api.isClassDeclaration(statement) && statement.name !== undefined)
      found.set(statement.name.text, statement.end)
  return found
}

function staysLocal(
  kind: NameKind,
  { node, name, isDeferred }: Reference,
  {
    file,
    written,
    declarators,
  }: {
    readonly file: ts.SourceFile
    readonly written: ReadonlySet<string>
    readonly declarators: Declarators
  },
): boolean {
  if (kind === 'nested' || kind === 'internal') return true
  if (kind === 'import' || isDeferred) return false
  if (kind === 'const') return true
  if (kind === 'function' || kind === 'class') return !written.has(name)
  // Before its declaration, and inside of it, the variable is not there yet: the language says so.
  const end = declarators.get(name)
  return kind === 'let' && end !== undefined && node.getStart(file) < end
}
