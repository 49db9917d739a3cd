/** One cell: its Python as TypeScript, or the reason why not. */
import type { Comment, Parsed } from './python/parsed'
import type { FunctionDef, Import, ImportFrom, Statement } from './python/statements'
import { planScope } from './facts/scope'
import { namesRead } from './facts/uses'
import { ANY, NEVER, type Type } from './facts/types'
import { boundNames, isFunction, isImport, walk } from './facts/walk'
import { commentText } from './write/comments'
import type { Context } from './write/context'
import type { Scope } from './write/scope'
import { factsOf } from './write/definition'
import { isUnknownImport } from './write/imports'
import { lastInside } from './write/last-value'
import { nameText } from './write/names'
import { Refusal } from './write/refusal'
import { writeBody } from './write/body'

/** What came of a cell. */
export interface CellResult {
  /** The text, or `undefined` when the cell is refused. */
  readonly text: string | undefined
  /** Why the cell is refused, or with a text: why a function of it is. */
  readonly refusal?: { readonly what: string; readonly line: number; readonly advice?: string }
  readonly notes: readonly string[]
  /** Whether it needs what is not there, and so ends before its end. */
  readonly stops?: boolean
}

/** Names of the notebook that decide how a cell declares its own. */
export interface NotebookNames {
  /** Names that functions of the notebook assign with `global`, or later cells without declaring them. */
  readonly changedElsewhere: ReadonlySet<string>
  /** Names that another cell reads. */
  readonly readElsewhere: ReadonlySet<string>
}

/** Writes a cell. */
export function convertCell(
  { parsed, source }: { parsed: Parsed; source: string },
  names: NotebookNames,
  context: Context,
): CellResult {
  context.notes = []
  context.source = source.split('\n')
  const before = new Map(context.globals)
  if ('error' in parsed)
    return {
      text: undefined,
      refusal: { what: `Python does not read it: ${parsed.error.message}`, line: parsed.error.line },
      notes: [],
    }
  const plan = planScope(parsed.body, {
    isCell: true,
    known: namesThere(parsed.body, before, context),
    ...names,
  })
  for (const name of plan.earlier) context.late.add(name)
  const scope: Scope = {
    key: '',
    plan,
    types: new Map(before),
    isCell: true,
    outer: new Set(),
    returns: NEVER,
    waits: false,
    yields: false,
  }
  context.scopes.splice(0, Infinity, scope)
  context.comments = [...parsed.comments]
  context.missing.clear()
  context.tries = 0
  context.needed.clear()
  context.readsDotenv = false
  for (const each of parsed.body)
    if (isFunction(each) && !before.has(each.name) && !context.facts.functions.has(each.name))
      context.facts.functions.set(each.name, factsOf(each, context))
  const last = parsed.body.at(-1)
  context.isOnlyUnknown = parsed.body.every(isUnknownImport)
  context.mayLeaveOut = separable(parsed.body, context)
  context.leftOut = []
  context.lastExpression = last?.type === 'Expr' ? last.value : undefined
  context.lastStatement = lastInside(parsed.body)
  try {
    const body = writeBody(parsed.body, context)
    const rest = restOfComments(context.comments)
    keepTypes(scope, context)
    const needed = needsLine(context)
    const read = namesRead(parsed.body)
    const isThere = (name: string) => !isGone(name, { before, context })
    const missing = [...new Set([...context.missing, ...read.filter((name) => !isThere(name))])].filter(
      (name) => !plan.assigned.has(name),
    )
    const stops = noteDoubt(parsed.body, { missing, assigned: plan.assigned, context })
    return {
      stops,
      text: [needed, ...declarations(missing, body), body, rest]
        .filter((part) => part !== '')
        .join('\n')
        .replace(/^\n+/, ''),
      notes: [...context.notes],
      ...(context.leftOut[0] ? { refusal: refusalOf(context.leftOut[0]) } : {}),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    leave(parsed.body, context)
    return { text: undefined, refusal: refusalOf(error), notes: [] }
  }
}

/** Names that earlier cells have declared. One that may have stopped before it did has not, for a cell that sets it anew. */
function namesThere(
  body: readonly Statement[],
  before: ReadonlyMap<string, Type>,
  { doubtful }: Context,
): Set<string> {
  const read = new Set(namesRead(body))
  return new Set([...before.keys()].filter((name) => read.has(name) || !doubtful.has(name)))
}

/** Declares what is missing and is named in the text: a class may be asked for its schema alone. */
function declarations(missing: readonly string[], text: string): string[] {
  const named = new Set(text.match(/[\p{L}\p{N}_$]+/gu))
  return missing
    .map((name) => nameText(name))
    .filter((name) => named.has(name))
    .map((name) => `declare let ${name}: any`)
}

/** Whether a name is not there, or may not be: the cell that gives it was refused, or needs what is not there itself. */
function isGone(
  name: string,
  { before, context }: { before: ReadonlyMap<string, Type>; context: Context },
): boolean {
  const kind = before.get(name)?.kind
  if (kind === undefined) return context.gone.has(name)
  // What an import gave is written out, and a class is a type as well.
  return kind !== 'module' && kind !== 'class' && context.doubtful.has(name)
}

/** A cell that reads what is not there stops at that line: the names behind it are not there either. */
function noteDoubt(
  body: readonly Statement[],
  {
    missing,
    assigned,
    context,
  }: { missing: readonly string[]; assigned: ReadonlySet<string>; context: Context },
): boolean {
  const now = namesRead(body.filter((each) => !isFunction(each)))
  const stops = now.some((name) => missing.includes(name) || context.lost.has(name))
  for (const name of assigned) context.doubtful[stops ? 'add' : 'delete'](name)
  return stops
}

const refusalOf = ({ what, place, advice }: Refusal): NonNullable<CellResult['refusal']> => ({
  what,
  line: place?.line ?? 1,
  ...(advice === undefined ? {} : { advice }),
})

const importedNames = ({ names }: Import | ImportFrom): string[] =>
  names.map(({ name, asname }) => asname ?? name.split('.')[0]!)

/** Functions of a cell that defines more, and does not use them itself. */
function separable(body: readonly Statement[], context: Context): Set<FunctionDef> {
  const others = body.filter((each) => each.type !== 'Import' && each.type !== 'ImportFrom')
  if (others.length < 2) return new Set()
  const read = new Set(body.filter((each) => !isFunction(each)).flatMap((each) => namesRead([each])))
  const given = new Set(
    body.flatMap((each) => ('names' in each && isImport(each) ? importedNames(each) : [])),
  )
  // What a decorator of the notebook does with it would be missing.
  const isFree = ({ decorator_list: all }: FunctionDef) =>
    all.every((each) => {
      const [name] = namesRead([{ ...each, type: 'Expr', value: each }])
      return name !== undefined && (given.has(name) || context.globals.get(name)?.kind === 'module')
    })
  return new Set(body.filter(isFunction).filter((each) => !read.has(each.name) && isFree(each)))
}

/** Python fails where a variable is not set; so does this line, and says how to set it. */
function needsLine(context: Context): string {
  if (context.needed.size === 0) return ''
  const names = [...context.needed].map((name) => JSON.stringify(name))
  return `${context.magic('needs')}({ env: [${names.join(', ')}] })`
}

const restOfComments = (comments: readonly Comment[]) =>
  comments.map(({ text }) => commentText(text)).join('\n')

/** What the next cell finds: not the variable of a loop, which ends with it. */
function keepTypes({ types, plan }: Scope, context: Context): void {
  context.globals.clear()
  for (const [name, type] of types) if (!plan.inner.has(name)) context.globals.set(name, type)
}

/** After a refused cell its names may hold anything, and its functions are not there. */
function leave(body: readonly Statement[], context: Context): void {
  const forget = (name: string) => {
    context.globals.delete(name)
    context.gone.add(name)
    context.facts.functions.delete(name)
    if (context.isLate) context.facts.classes.delete(name)
    // What an early pass cannot convert, a later one may: facts are for good.
    if (context.isLate) context.facts.widen(`.${name}`, ANY)
  }
  for (const statement of body) {
    if (statement.type === 'Import' || statement.type === 'ImportFrom') {
      const from = statement.type === 'ImportFrom' ? `${statement.module}.` : ''
      for (const { name, asname } of statement.names) {
        const local = asname ?? (from === '' ? name.split('.')[0]! : name)
        context.globals.set(local, {
          kind: 'module',
          name: from === '' && asname === null ? local : `${from}${name}`,
        })
      }
    } else if ('name' in statement && typeof statement.name === 'string') forget(statement.name)
    else
      walk(statement, (node) => {
        if (node.type === 'Assign') node.targets.flatMap(boundNames).forEach(forget)
        else if ('target' in node && node.target.type === 'Name') forget(node.target.id)
        return node.type !== 'FunctionDef'
      })
  }
}
