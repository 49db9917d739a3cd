/** What `except` catches: the errors of Python's library, of packages and of the notebook, as tests of an error here. */
import type { ClassFacts } from '../facts/facts'
import type { Expression } from '../python/ast'
import type { Context } from './context'
import { moduleOf, nameText } from './names'
import { refuse } from './refusal'

type Test = (error: string) => string

/** What Python's own errors inherit from, where that is not `Exception` itself. */
const BASES: Readonly<Record<string, string>> = {
  KeyError: 'LookupError',
  IndexError: 'LookupError',
  ZeroDivisionError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  JSONDecodeError: 'ValueError',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  ModuleNotFoundError: 'ImportError',
  UnknownTimeZoneError: 'KeyError',
  ZoneInfoNotFoundError: 'KeyError',
  FileNotFoundError: 'OSError',
  FileExistsError: 'OSError',
  PermissionError: 'OSError',
  IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError',
  TimeoutError: 'OSError',
  ConnectionError: 'OSError',
  ConnectionRefusedError: 'ConnectionError',
  ConnectionResetError: 'ConnectionError',
  ConnectionAbortedError: 'ConnectionError',
  BrokenPipeError: 'ConnectionError',
}

const OTHERS =
  'ValueError TypeError LookupError ArithmeticError RuntimeError ImportError OSError StopIteration AssertionError EOFError MemoryError BufferError'

/** Python's own errors that are told by their names. */
const BUILTIN: ReadonlySet<string> = new Set([...OTHERS.split(' '), ...Object.keys(BASES)])

/** Other names of the same. */
const ALIASES: Readonly<Record<string, string>> = {
  IOError: 'OSError',
  EnvironmentError: 'OSError',
  'asyncio.TimeoutError': 'TimeoutError',
  'concurrent.futures.TimeoutError': 'TimeoutError',
  'asyncio.exceptions.TimeoutError': 'TimeoutError',
  'pytz.UnknownTimeZoneError': 'UnknownTimeZoneError',
  'pytz.exceptions.UnknownTimeZoneError': 'UnknownTimeZoneError',
  'zoneinfo.ZoneInfoNotFoundError': 'ZoneInfoNotFoundError',
}

/** How Python calls one of its own errors; `undefined` for another name. */
export function builtinError(name: string): string | undefined {
  const own = ALIASES[name] ?? name
  return BUILTIN.has(own) ? own : undefined
}

/** What the language and Node throw instead. */
const NATIVE: Readonly<Record<string, Test>> = {
  FileExistsError: (error) => `${error}.code === "EEXIST"`,
  FileNotFoundError: (error) => `${error}.code === "ENOENT"`,
  IsADirectoryError: (error) => `${error}.code === "EISDIR"`,
  NotADirectoryError: (error) => `${error}.code === "ENOTDIR"`,
  PermissionError: (error) => `/^(?:EACCES|EPERM)$/.test(${error}.code)`,
  OSError: (error) => `${error}.syscall !== undefined`,
  TypeError: (error) => `${error} instanceof TypeError`,
  ValueError: (error) => `${error} instanceof SyntaxError`,
}

/** Errors that are never named otherwise. */
const NATIVE_ONLY = new Set(['TypeError', 'IsADirectoryError', 'NotADirectoryError'])

/** Errors that the helpers throw by their names. */
const THROWN = new Set(
  'KeyError IndexError ZeroDivisionError ValueError StopIteration AssertionError FileExistsError'.split(' '),
)

const REQUESTED = new Set(['OSError', 'TimeoutError', 'ConnectionError'])

const CLIENTS: Readonly<Record<string, Test>> = {
  'json.JSONDecodeError': (error) => `${error}.name === "JSONDecodeError"`,
  'json.decoder.JSONDecodeError': (error) => `${error}.name === "JSONDecodeError"`,
  JSONDecodeError: (error) => `${error}.name === "JSONDecodeError"`,
  // JSON that is none is another error.
  SyntaxError: (error) => `${error}.name === "SyntaxError" && !(${error} instanceof SyntaxError)`,
  ValidationError: (error) => `${error}.name === "ValidationError"`,
  'pydantic.ValidationError': (error) => `${error}.name === "ValidationError"`,
  'openai.AuthenticationError': (error) => `${error}.status === 401`,
  'openai.PermissionDeniedError': (error) => `${error}.status === 403`,
  'openai.BadRequestError': (error) => `${error}.status === 400`,
  'openai.NotFoundError': (error) => `${error}.status === 404`,
  'openai.ConflictError': (error) => `${error}.status === 409`,
  'openai.UnprocessableEntityError': (error) => `${error}.status === 422`,
  'openai.RateLimitError': (error) => `${error}.status === 429`,
  'openai.InternalServerError': (error) => `${error}.status >= 500`,
  'openai.APITimeoutError': (error) => `${error}.constructor.name === "APIConnectionTimeoutError"`,
  'openai.APIConnectionError': (error) => `/^APIConnection/.test(${error}.constructor.name)`,
  'openai.APIStatusError': (error) => `${error}.status !== undefined`,
  'openai.APIError': (error) => `${error}.status !== undefined || /^API/.test(${error}.constructor.name)`,
  'openai.OpenAIError': (error) => `${error}.status !== undefined || /^API/.test(${error}.constructor.name)`,
  'subprocess.CalledProcessError': (error) => `${error}.name === "CalledProcessError"`,
  'subprocess.TimeoutExpired': (error) => `${error}.name === "TimeoutExpired"`,
  'statistics.StatisticsError': (error) => `${error}.name === "StatisticsError"`,
  'tenacity.RetryError': (error) => `${error}.name === "RetryError"`,
  'httpx.HTTPError': (error) => REQUEST_ERRORS['RequestException']!(error),
  'google.genai.errors.APIError': (error) => `${error}.name === "ApiError"`,
  'google.genai.errors.ClientError': (error) => `${error}.name === "ApiError" && ${error}.status < 500`,
  'google.genai.errors.ServerError': (error) => `${error}.name === "ApiError" && ${error}.status >= 500`,
}

/** Errors of `requests` and `httpx`. */
const REQUEST_ERRORS: Readonly<Record<string, Test>> = {
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

/** What a handler is written with. */
export interface Caught {
  readonly context: Context
  /** Name of the error. */
  readonly error: string
  /** Text of what may fail. */
  readonly tried: string
}

/** The test of a handler; `undefined` for one that catches all. */
export function condition(node: Expression | null, caught: Caught): string | undefined {
  if (node === null) return undefined
  const { context, error } = caught
  if (node.type === 'Tuple') {
    const tests = node.elts.map((each) => condition(each, caught))
    return tests.includes(undefined) ? undefined : [...new Set(tests)].join(' || ')
  }
  const name = moduleOf(node, context) ?? dottedName(node)
  if (name === 'Exception' || name === 'BaseException') return undefined
  if (node.type === 'Name' && context.facts.classes.get(node.id)?.kind === 'error')
    return `${error} instanceof ${nameText(node.id)}`
  const builtin = name === 'JSONDecodeError' ? undefined : builtinError(name)
  if (builtin !== undefined) return builtinTest(builtin, caught)
  // What an expression names is looked up by the helper that reads it.
  if (name === 'NameError' && /\bevaluate\(/.test(caught.tried)) return `${error}.name === "NameError"`
  if (name === 'NameError')
    return refuse('except NameError, for a name is declared here before it has a value', node)
  if (name === 'AttributeError')
    return refuse(
      'except AttributeError, for what is missing in an object is undefined here',
      node,
      'Test the field: "name" in object.',
    )
  if (name === 'KeyboardInterrupt') {
    context.note('Stop ends the cell here, and no handler of KeyboardInterrupt runs')
    return `${error}.name === "KeyboardInterrupt"`
  }
  // The clients of npm that come from the same generator name their errors alike.
  const shared = name.replace(/^(?:anthropic|groq|together(?:\.error)?)\./, 'openai.')
  const last = name.replace(/^.*\./, '')
  const found = CLIENTS[name] ?? CLIENTS[shared] ?? CLIENTS[`openai.${name}`] ?? REQUEST_ERRORS[last]
  return found
    ? found(error)
    : refuse(`except ${name || 'of this error'}`, node, 'Test what the error is by its fields.')
}

/** Whether an error of Python is another one as well. */
const isBelow = (name: string, other: string): boolean =>
  name === other || (Object.hasOwn(BASES, name) && isBelow(BASES[name]!, other))

/** Whether the notebook raises an error, or a helper that it has. */
const isRaised = (name: string, { raised, helpers }: Context): boolean =>
  raised.has(name) ||
  Object.entries(ALIASES).some(([alias, other]) => other === name && raised.has(alias)) ||
  (/^(?:UnknownTimeZone|ZoneInfoNotFound)Error$/.test(name) && helpers.has('zoneOf')) ||
  (name === 'JSONDecodeError' && (helpers.has('parseJson') || helpers.has('request'))) ||
  (name === 'UnicodeDecodeError' && (helpers.has('decoded') || helpers.has('readText')))

function builtinTest(name: string, { context, error, tried }: Caught): string {
  // Those of requests have names of their own, which are others here.
  if (REQUESTED.has(name) && /\brequest\(/.test(tried))
    refuse(`except ${name} around a request`, undefined, 'Test what the error is by its fields.')
  const below = [...BUILTIN].filter((each) => isBelow(each, name))
  const names = below.filter(
    (each) =>
      !NATIVE_ONLY.has(each) &&
      (isRaised(each, context) || THROWN.has(each) || (each === name && !Object.hasOwn(NATIVE, each))),
  )
  // What has no number of its own is thrown by the system as well.
  const native = Object.hasOwn(NATIVE, name) ? [NATIVE[name]!(error)] : []
  const byName =
    names.length === 1
      ? [`${error}.name === "${names[0]}"`]
      : names.length > 1
        ? [`/^(?:${names.map((each) => each.replace(/Error$/, '')).join('|')})Error$/.test(${error}.name)`]
        : []
  const own = [...context.facts.classes.values()]
    .filter((each) => each.kind === 'error' && isBelow(builtinBase(each), name))
    .filter((each) => !each.base)
    .map(({ node }) => `${error} instanceof ${nameText(node.name)}`)
  // That of pydantic is a ValueError as well.
  const hasModels = [...context.facts.classes.values()].some(({ kind }) => kind === 'model')
  const ofModels = isBelow('ValueError', name) && hasModels ? [`${error}.name === "ValidationError"`] : []
  return [...byName, ...native, ...own, ...ofModels].join(' || ')
}

/** The error of Python that a class of the notebook inherits from. */
function builtinBase({ node, base }: ClassFacts): string {
  if (base) return builtinBase(base)
  const [first] = node.bases
  return first?.type === 'Name' ? (ALIASES[first.id] ?? first.id) : ''
}

function dottedName(node: Expression): string {
  if (node.type === 'Name') return node.id
  return node.type === 'Attribute' ? `${dottedName(node.value)}.${node.attr}` : ''
}
