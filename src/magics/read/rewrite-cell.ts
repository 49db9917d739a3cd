/**
 * The text that tslab compiles in place of a cell with magics: line for line, each magic an awaited call into
 * `run-magics.ts`. Owns that text and the blanked one for completion; the number of lines never changes, nor does a
 * column of TypeScript outside a magic.
 */
import type { NotebookView } from '../../kernel/language'
import { isIdentifier } from '../../base/identifier'
import { UsageError } from '../../errors'
import { findBraces } from '../values/braces'
import { findDollars } from '../values/dollars'
import { findExpressions } from './brace-expressions'
import { checkPlaces, findMagics, type MagicPlace } from './find-magics'
import { parse, replaceAll } from './parse'
import type { MagicContext } from '../registry'
import { isVisibleAt } from './visible-names'

/** Name of the global through which a rewritten line reaches its magic; see `run-magics.ts`. */
export const RUNTIME_NAME = '__tslab_magics__'

const RUNTIME = `globalThis[${JSON.stringify(RUNTIME_NAME)}]`

/** The type of the lines of `x = !command`, written out: the cell may not be able to import it. */
export const LINES_TYPE = 'string[] & { readonly l: string[]; readonly n: string; readonly s: string }'

/** Splits `%name rest` or `!command` as it stands in a cell, continued lines included. */
export function readMagicText(text: string): { readonly name: string; readonly rest: string } {
  if (text.startsWith('!!')) return { name: '!!', rest: text.slice(2).trim() }
  if (text.startsWith('!')) return { name: '!', rest: text.slice(1).trim() }
  const [, name, rest] = /^%(\w+)(?:[^\S\n]+|(?=\W)|$)([^]*)$/.exec(text) as unknown as [
    string,
    string,
    string,
  ]
  return { name, rest: rest.replace(/[^\S\n]*\\\r?\n\s*/g, ' ').trim() }
}

/**
 * Rewrites the magics of a cell.
 *
 * @param code - Text of the cell, without a first line `%%name`.
 * @param context - The compiler, the notebook's variables, and the magics: which take TypeScript, and what they give.
 * @returns The same text when there is no magic in it.
 * @throws UsageError for a magic where none can be.
 */
export function rewriteCell(code: string, context: MagicContext): string {
  const { notebook } = context
  const { magics } = findMagics(code, notebook)
  checkPlaces(code, magics, notebook.ts)
  const pieces: string[] = []
  const declared = new Set<string>()
  let from = 0
  for (const magic of magics) {
    const text = code.slice(magic.start, magic.end)
    const name = undeclaredName(magic, notebook)
    if (name !== undefined && !declared.has(name)) {
      declared.add(name)
      pieces.push(code.slice(from, magic.lineStart), 'let ')
      from = magic.lineStart
    }
    const made = makesVariables(text, magic, context)
    const call = made
      ? makingCall(text, magic, { ...context, made, declared })
      : callFor(text, magic, context)
    pieces.push(code.slice(from, magic.start), call, text.replace(/[^\n]/g, ''))
    from = magic.end
  }
  return pieces.join('') + code.slice(from)
}

/** The variables that a line makes, with their types; `undefined` for one that makes none. */
function makesVariables(
  text: string,
  { form, kind }: MagicPlace,
  { registry }: MagicContext,
): Readonly<Record<string, string>> | undefined {
  if (form !== 'statement' || kind === 'comment') return undefined
  const { name, rest } = readMagicText(text)
  const made = registry.find(name)?.makes?.(rest)
  return made && Object.keys(made).length > 0 ? made : undefined
}

/** A line that makes variables: those that the cell has not are declared before it. */
function makingCall(
  text: string,
  magic: MagicPlace,
  context: MagicContext & { readonly made: Readonly<Record<string, string>>; readonly declared: Set<string> },
): string {
  const { notebook, made, declared } = context
  const names = Object.keys(made)
  const fresh = names.filter((name) => !declared.has(name) && !isVisibleAt(notebook.ts, magic.node, name))
  const { parent } = magic.node
  if (fresh.length > 0 && !notebook.ts.isSourceFile(parent.parent))
    throw new UsageError(`${text} makes variables. Put it at the top of the cell.`)
  for (const name of fresh) declared.add(name)
  const typed = fresh.map((name) => (notebook.isJs ? name : `${name}: ${made[name]}`))
  // The line above may end without a semicolon.
  const declaration = fresh.length > 0 ? `let ${typed.join(', ')}; ` : ';'
  const call = `await ${RUNTIME}.magic(${argumentsFor(text, magic, notebook)})`
  return `${declaration}({ ${names.join(', ')} } = (${call})${notebook.isJs ? '' : ' as any'});`
}

/** The variable of `x = !command` that nobody has declared: as in Python the line does. Only at the top of a cell. */
function undeclaredName({ form, node }: MagicPlace, { ts: api, locals }: NotebookView): string | undefined {
  const { parent } = node
  if (form !== 'assignment' || !api.isBinaryExpression(parent) || !api.isIdentifier(parent.left))
    return undefined
  if (!api.isExpressionStatement(parent.parent) || !api.isSourceFile(parent.parent.parent)) return undefined
  const { text } = parent.left
  const isKnown = Object.hasOwn(locals, text) || text in globalThis || isVisibleAt(api, node, text)
  return isKnown ? undefined : text
}

function callFor(text: string, magic: MagicPlace, context: MagicContext): string {
  const { notebook, registry } = context
  if (magic.kind === 'comment') return text.length > 1 ? `//${text.slice(2)}` : ' '
  if (magic.form === 'statement') return statementFor(text, magic, context)
  const { name, rest } = readMagicText(text)
  const isShell = name.startsWith('!')
  if (!isShell && registry.find(name)?.takesCode && expressionIn(rest, notebook) !== undefined)
    return timedCode(rest, magic, context)
  const args = argumentsFor(isShell ? rest : text, magic, notebook)
  const type = isShell ? LINES_TYPE : registry.find(name)?.returns
  const value = isShell ? `await ${RUNTIME}.lines(${args})` : `await ${RUNTIME}.magic(${args})`
  if (type === undefined) return `${value};`
  return notebook.isJs ? `/** @type {${type}} */ (${value});` : `${value} as ${type};`
}

function statementFor(text: string, magic: MagicPlace, context: MagicContext): string {
  const { notebook, registry } = context
  const { name, rest } = readMagicText(text)
  if (name === '!') return `await ${RUNTIME}.shell(${argumentsFor(rest, magic, notebook)});`
  if (name === '!!') return `await ${RUNTIME}.lines(${argumentsFor(rest, magic, notebook)});`
  const { takesCode, readsVariables } = registry.find(name) ?? {}
  const words = readsVariables ? rest.split(/\s+/).filter(isIdentifier) : []
  if (takesCode !== true || !isCode(rest))
    return `await ${RUNTIME}.magic(${argumentsFor(text, magic, notebook, words)});`
  return timedCode(rest, magic, context)
}

function isCode(rest: string): boolean {
  return rest !== '' && rest !== '?'
}

/** `%time code`: an expression is handed over as a function; other statements stand between two calls, in the cell's scope. */
function timedCode(rest: string, magic: MagicPlace, context: MagicContext): string {
  const { notebook } = context
  if (/^(?:!|%)/.test(rest)) {
    const inner = statementFor(rest, magic, context).replace(/;$/, '')
    return `await ${RUNTIME}.time(async () => ${inner});`
  }
  const expression = expressionIn(rest, notebook)
  if (expression !== undefined) return `await ${RUNTIME}.time(async () => (${expression}));`
  const { file } = parse(notebook, rest)
  const end = file.statements.slice(-1)[0]?.end ?? rest.length
  return `${RUNTIME}.start(); ${rest.slice(0, end)}; ${RUNTIME}.stop();`
}

/** The text of an expression that is all there is; `undefined` for other statements and for what does not parse. */
function expressionIn(code: string, notebook: NotebookView): string | undefined {
  const { file, errors } = parse(notebook, code)
  const [first] = file.statements
  if (errors.length > 0 || file.statements.length !== 1 || first === undefined) return undefined
  return notebook.ts.isExpressionStatement(first) ? first.expression.getText(file) : undefined
}

/** The text as a literal, and a getter for each variable in it that the cell itself declares, and each expression. */
function argumentsFor(
  text: string,
  magic: MagicPlace,
  notebook: NotebookView,
  words: readonly string[] = [],
): string {
  const roots = new Set([...findBraces(text), ...findDollars(text)].map(({ root }) => root))
  for (const word of words) roots.add(word)
  const own = [...roots].filter((root) => isVisibleAt(notebook.ts, magic.node, root))
  const expressions = new Set(findExpressions(text, { place: magic.node, notebook }))
  const getters = [
    ...own.map((root) => `${JSON.stringify(root)}: () => ${root}`),
    ...[...expressions].map((code) => `${JSON.stringify(`{${code}}`)}: () => (${code})`),
  ]
  // A property named like this would set the prototype instead.
  const safe = getters.filter((getter) => !getter.startsWith('"__proto__"'))
  return safe.length === 0 ? JSON.stringify(text) : `${JSON.stringify(text)}, { ${safe.join(', ')} }`
}

/** A cell in which only TypeScript is left, every offset as it was: for completion, inspection and the like. */
export interface BlankedCell {
  readonly code: string
  readonly magics: readonly MagicPlace[]
}

/**
 * Blanks the magics of a cell. TypeScript inside them stays where it is: the code of `%time`, and the `\{name\}` that
 * the cursor is in.
 *
 * @param code - Text of the cell.
 * @param context - The notebook and its magics; `cursor`: offset of the cursor, where there is one.
 */
export function blankCell(
  code: string,
  { notebook, registry, cursor }: MagicContext & { readonly cursor?: number },
): BlankedCell {
  const { magics } = findMagics(code, notebook)
  const blanked = replaceAll(code, magics, (magic) => {
    const text = code.slice(magic.start, magic.end)
    if (magic.kind === 'comment' || magic.kind === 'cell') return ''
    if (magic.form === 'assignment') return text.startsWith('!') ? (text.length > 3 ? '[""]' : '[]') : '""'
    const { name, rest } = readMagicText(text)
    if (
      registry.find(name)?.takesCode &&
      isCode(rest) &&
      !/[!%]/.test(rest[0] as string) &&
      !text.includes('\n')
    )
      return `;${' '.repeat(text.indexOf(rest) - 1)}${rest}`
    return variableAt(text, cursor === undefined ? -1 : cursor - magic.start) ?? ';'
  })
  return { code: blanked, magics }
}

/** `;` and the name in whose braces the cursor is, at its place. */
function variableAt(text: string, at: number): string | undefined {
  const opened = at < 0 ? undefined : /(?<![\\$%{])\{([\p{ID_Continue}$.]*)$/u.exec(text.slice(0, at))
  if (!opened) return undefined
  const start = opened.index + 1
  const name = (opened[1] as string) + (/^[\p{ID_Continue}$]*/u.exec(text.slice(at)) as RegExpExecArray)[0]
  return `;${' '.repeat(start - 1)}${name}`
}
