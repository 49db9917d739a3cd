/** `try`: handlers become tests in one `catch`. */
import { instanceOf } from '../facts/classes'
import { importHandler, modulesOf, triesSecret } from '../facts/colab'
import { isImport } from '../facts/walk'
import type { Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Handler, Statement, Try } from '../python/statements'
import { block, writeBody } from './body'
import { condition } from './caught'
import { indent } from './code'
import type { Context } from './context'
import { isKnownModule } from './imports'
import { moduleOf, nameText } from './names'
import { refuse } from './refusal'

/** Writes a `try`. */
export function tryStatement(node: Try, context: Context): string {
  const imported = triedImport(node, context)
  if (typeof imported === 'string') return imported
  return tryOf(imported ?? node, context)
}

function tryOf(node: Try, context: Context): string {
  if (node.orelse.length > 0) return tryWithElse(node, context)
  const before = context.scope.types
  context.scope.types = new Map(before)
  const branches: Map<string, Type>[] = []
  context.tries++
  let text = `try ${block(node.body, context)}`
  context.tries--
  branches.push(context.scope.types)
  if (node.handlers.length > 0) {
    const names = new Set(node.handlers.flatMap(({ name }) => (name === null ? [] : [name])))
    const [name] = names
    const error = name === undefined ? 'error' : names.size > 1 ? context.fresh('error') : nameText(name)
    const tests = node.handlers.map(({ exception }) => condition(exception, { context, error, tried: text }))
    const isSimple = node.handlers.length === 1 && tests[0] === undefined
    const bodies = node.handlers.map((handler) => {
      context.scope.types = new Map([...before, ...branches[0]!])
      const written = handlerBody(handler, error, context)
      branches.push(context.scope.types)
      return written
    })
    // An error of the conversion is none that Python would have caught.
    const isGuarded = mayStop(text, context)
    const first = isGuarded ? `${context.helper('passOn')}(${error})\n` : ''
    if (isSimple && isGuarded) text += ` catch (${error}) ${bodies[0]!.replace(/^\{\n?/, `{\n  ${first}`)}`
    else if (isSimple) text += ` catch ${uses(bodies[0]!, error) ? `(${error}) ` : ''}${bodies[0]}`
    else {
      let inner = ''
      for (const [index, each] of tests.entries()) {
        if (index > 0) inner += ' else '
        inner += each === undefined ? bodies[index] : `if (${each}) ${bodies[index]}`
        if (each === undefined) break
      }
      if (!tests.includes(undefined)) inner += ` else throw ${error}`
      text += ` catch (${error}) {\n${indent(first + inner)}\n}`
    }
  }
  context.merge([...branches, before])
  if (node.finalbody.length > 0) text += ` finally ${block(node.finalbody, context)}`
  return text
}

/** `else` of a `try`: runs when nothing failed, and what fails in it is not caught. */
function tryWithElse({ orelse, finalbody, ...node }: Try, context: Context): string {
  const isDone = context.fresh('isDone')
  const inner = tryStatement({ ...node, orelse: [], finalbody: [] }, context)
  const marked = inner.replace(/\n\} catch/, `\n  ${isDone} = true\n} catch`)
  const before = new Map(context.scope.types)
  const text = `let ${isDone} = false\n${marked}\nif (${isDone}) ${block(orelse, context)}`
  context.merge([before, context.scope.types])
  if (finalbody.length === 0) return text
  return `try {\n${indent(text)}\n} finally ${block(finalbody, context)}`
}

const GUARDED =
  /\b(?:str|shown|repr|numberText|exact|setItem|fromEntries|add|multiply|calculate|int|format|parseJson|dumps|iterate|toFixed|sum|request|evaluate|literal|roundAny|abs|strftime|zoneOf|atWall|addTime|timeBetween|replaceTime|strptime|fromIso|dayFromIso|dateOf|reprAs|certain|floatOr|totalText|typeName|argsOf|errorRepr|callNamed|asWhole|validated|validatedJson|runProcess|mean|stdev|csvRecords)(?:<any>)?\(/

/** Whether a text may stop because Python's way is not known here. */
const mayStop = (text: string, context: Context): boolean =>
  GUARDED.test(text) ||
  [...context.facts.functions.keys(), ...context.lost].some((name) => text.includes(`${name}(`)) ||
  [...context.missing].some((name) => new RegExp(`\\b${nameText(name)}\\b`).test(text))

const uses = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text)

function handlerBody(handler: Handler, error: string, context: Context): string {
  const { name, exception } = handler
  if (name !== null) context.scope.types.set(name, errorType(exception, context))
  context.caught.push(error)
  const body = block(handler.body, context)
  context.caught.pop()
  const isOther = name !== null && nameText(name) !== error && uses(body, nameText(name))
  return isOther ? body.replace(/^\{\n?/, `{\n  const ${nameText(name)} = ${error}\n`) : body
}

/** What a handler gets: an object of a class of the notebook has fields of its own, and so has an error of a package. */
function errorType(exception: Expression | null, context: Context): Type {
  if (exception?.type === 'Tuple') {
    const types = exception.elts.map((each) => errorType(each, context))
    const isOne = types.every((each) => JSON.stringify(each) === JSON.stringify(types[0]))
    return isOne && types[0] ? types[0] : { kind: 'exception' }
  }
  const own = exception?.type === 'Name' ? context.facts.classes.get(exception.id) : undefined
  if (own?.kind === 'error') return instanceOf(own)
  const name = (exception && moduleOf(exception, context)) ?? ''
  if (/^requests\.(?:exceptions\.)?(?:HTTPError|RequestException)$|^httpx\.HTTPStatusError$/.test(name))
    return { kind: 'exception', of: 'requests' }
  if (name.startsWith('google.genai.errors.')) return { kind: 'exception', of: 'genai' }
  const bare = exception?.type === 'Name' ? exception.id : name
  if (/^(?:json\.(?:decoder\.)?)?JSONDecodeError$/.test(name || bare))
    return { kind: 'exception', of: 'json' }
  if (/^(?:pydantic\.)?ValidationError$/.test(name || bare)) return { kind: 'exception', of: 'pydantic' }
  return SYSTEM.test(bare) ? { kind: 'exception', of: 'system' } : { kind: 'exception' }
}

/** Errors of the system that have a number and a path. */
const SYSTEM =
  /^(?:OSError|IOError|FileNotFoundError|FileExistsError|IsADirectoryError|NotADirectoryError|PermissionError)$/

/**
 * `try: import …`: what is imported is there, Colab is not. Its secrets are variables of the environment here: what Python
 * does without Colab is done where a variable is not set.
 */
function triedImport(node: Try, context: Context): string | Try | undefined {
  const [first] = node.body
  const handler = importHandler(node)
  if (!first || !handler) return undefined
  const rest = (body: readonly Statement[]) => [body, node.finalbody].map((all) => writeBody(all, context))
  if (triesSecret(node)) return { ...node, handlers: [{ ...handler, exception: null }] }
  const names = node.body.filter(isImport).flatMap(modulesOf)
  for (const name of names)
    if (!isKnownModule(name))
      refuse(`an import of ${name} that may fail`, first, 'Keep the branch that is meant.')
  const isSure = (each: Statement) =>
    isImport(each) || each.type === 'Pass' || (each.type === 'Assign' && each.value.type === 'Constant')
  if (!node.body.every(isSure)) return undefined
  return rest([...node.body, ...node.orelse])
    .filter((text) => text !== '')
    .join('\n')
}
