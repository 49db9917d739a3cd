/** `try`: handlers become tests in one `catch`. */
import type { Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Handler, Try } from '../python/statements'
import { block } from './body'
import { indent } from './code'
import type { Context } from './context'
import { moduleOf, nameText } from './names'
import { refuse } from './refusal'

/** Writes a `try`. */
export function tryStatement(node: Try, context: Context): string {
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
    if (names.size > 1) refuse('handlers that give the error other names', node)
    const [name] = names
    const error = name === undefined ? 'error' : nameText(name)
    const tests = node.handlers.map((handler) => condition(handler.exception, error, context))
    const isSimple = node.handlers.length === 1 && tests[0] === undefined
    const bodies = node.handlers.map((handler) => {
      context.scope.types = new Map([...before, ...branches[0]!])
      const written = handlerBody(handler, context)
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
  /\b(?:str|shown|repr|numberText|exact|setItem|fromEntries|add|multiply|calculate|int|format|parseJson|dumps|iterate|toFixed|sum|request)\(/

/** Whether a text may stop because Python's way is not known here. */
const mayStop = (text: string, context: Context): boolean =>
  GUARDED.test(text) ||
  [...context.facts.functions.keys(), ...context.lost].some((name) => text.includes(`${name}(`)) ||
  [...context.missing].some((name) => new RegExp(`\\b${nameText(name)}\\b`).test(text))

const uses = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text)

function handlerBody(handler: Handler, context: Context): string {
  if (handler.name !== null) context.scope.types.set(handler.name, errorType(handler.exception, context))
  return block(handler.body, context)
}

/** Whose errors a handler catches: all of one package, or any. */
function errorType(node: Expression | null, context: Context): Type {
  if (node?.type === 'Tuple') {
    const types = node.elts.map((each) => errorType(each, context))
    return types.reduce((all, each) =>
      JSON.stringify(all) === JSON.stringify(each) ? all : { kind: 'exception' },
    )
  }
  const name = (node && moduleOf(node, context)) ?? ''
  if (/^requests\.(?:exceptions\.)?(?:HTTPError|RequestException)$|^httpx\.HTTPStatusError$/.test(name))
    return { kind: 'exception', of: 'requests' }
  return name.startsWith('google.genai.errors.') ? { kind: 'exception', of: 'genai' } : { kind: 'exception' }
}

/** Names of errors there, and what they are here. */
const ERRORS: Readonly<Record<string, (error: string) => string>> = {
  KeyError: (error) => `${error}.name === "KeyError"`,
  IndexError: (error) => `${error}.name === "IndexError"`,
  LookupError: (error) => `/^(?:Key|Index)Error$/.test(${error}.name)`,
  FileExistsError: (error) => `/^(?:EEXIST|FileExistsError)$/.test(${error}.code ?? ${error}.name)`,
  FileNotFoundError: (error) => `${error}.code === "ENOENT"`,
  OSError: (error) => `${error}.syscall !== undefined`,
  IOError: (error) => `${error}.syscall !== undefined`,
  TypeError: (error) => `${error} instanceof TypeError`,
  StopIteration: (error) => `${error}.name === "StopIteration"`,
  RuntimeError: (error) => `${error}.name === "RuntimeError"`,
  NotImplementedError: (error) => `${error}.name === "NotImplementedError"`,
  PermissionError: (error) => `/^(?:EACCES|EPERM)$/.test(${error}.code)`,
  ValidationError: (error) => `${error}.name === "ZodError" || ${error} instanceof SyntaxError`,
  'pydantic.ValidationError': (error) => `${error}.name === "ZodError" || ${error} instanceof SyntaxError`,
  AssertionError: (error) => `${error}.name === "AssertionError"`,
  ZeroDivisionError: (error) => `${error}.name === "ZeroDivisionError"`,
  ValueError: (error) => `${error}.name === "ValueError" || ${error} instanceof SyntaxError`,
  'json.JSONDecodeError': (error) => `${error} instanceof SyntaxError`,
  JSONDecodeError: (error) => `${error} instanceof SyntaxError`,
  'openai.AuthenticationError': (error) => `${error}.status === 401`,
  'openai.BadRequestError': (error) => `${error}.status === 400`,
  'openai.NotFoundError': (error) => `${error}.status === 404`,
  'openai.RateLimitError': (error) => `${error}.status === 429`,
  'openai.InternalServerError': (error) => `${error}.status >= 500`,
  'openai.APITimeoutError': (error) => `${error}.constructor.name === "APIConnectionTimeoutError"`,
  'openai.APIConnectionError': (error) => `/^APIConnection/.test(${error}.constructor.name)`,
  'openai.APIStatusError': (error) => `${error}.status !== undefined`,
  'openai.APIError': (error) => `${error}.status !== undefined || /^API/.test(${error}.constructor.name)`,
  'openai.OpenAIError': (error) => `${error}.status !== undefined || /^API/.test(${error}.constructor.name)`,
  'httpx.HTTPError': (error) => REQUEST_ERRORS['RequestException']!(error),
  'google.genai.errors.APIError': (error) => `${error}.name === "ApiError"`,
  'google.genai.errors.ClientError': (error) => `${error}.name === "ApiError" && ${error}.status < 500`,
  'google.genai.errors.ServerError': (error) => `${error}.name === "ApiError" && ${error}.status >= 500`,
}

/** Errors of `requests` and `httpx`. */
const REQUEST_ERRORS: Readonly<Record<string, (error: string) => string>> = {
  HTTPError: (error) => `${error}.name === "HTTPError"`,
  HTTPStatusError: (error) => `${error}.name === "HTTPError"`,
  Timeout: (error) => `${error}.name === "TimeoutError"`,
  TimeoutException: (error) => `${error}.name === "TimeoutError"`,
  ConnectionError: (error) => `${error}.message === "fetch failed"`,
  ConnectError: (error) => `${error}.message === "fetch failed"`,
  RequestException: (error) =>
    `/^(?:HTTP|Timeout)Error$/.test(${error}.name) || ${error}.message === "fetch failed"`,
  RequestError: (error) => `${error}.name === "TimeoutError" || ${error}.message === "fetch failed"`,
}

function dottedName(node: Expression): string {
  if (node.type === 'Name') return node.id
  return node.type === 'Attribute' ? `${dottedName(node.value)}.${node.attr}` : ''
}

function condition(node: Expression | null, error: string, context: Context): string | undefined {
  if (node === null) return undefined
  if (node.type === 'Tuple') {
    const tests = node.elts.map((each) => condition(each, error, context))
    return tests.includes(undefined) ? undefined : tests.join(' || ')
  }
  const name = node.type === 'Name' ? node.id : (moduleOf(node, context) ?? dottedName(node))
  if (name === 'Exception' || name === 'BaseException') return undefined
  if (node.type === 'Name' && context.facts.classes.get(node.id)?.kind === 'error')
    return `${error} instanceof ${nameText(node.id)}`
  // The clients of npm that come from the same generator name their errors alike.
  const shared = name.replace(/^(?:anthropic|groq|together(?:\.error)?)\./, 'openai.')
  const found =
    ERRORS[name] ?? ERRORS[shared] ?? ERRORS[`openai.${name}`] ?? REQUEST_ERRORS[name.replace(/^.*\./, '')]
  // That of pydantic is one as well.
  const hasModels = [...context.facts.classes.values()].some(({ kind }) => kind === 'model')
  if (found && name === 'ValueError' && hasModels) return `${found(error)} || ${error}.name === "ZodError"`
  return found
    ? found(error)
    : refuse(`except ${name || 'of this error'}`, node, 'Test what the error is by its fields.')
}
