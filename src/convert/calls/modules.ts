/** What modules give: functions of Python's library, clients of packages. Each has a writer by its full name. */
import { BOOL, COUNT, FLOAT, NONE } from '../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import { moduleOf } from '../write/names'
import { refuse } from '../write/refusal'
import { adviceFor } from './advice'
import { Arguments, type CallParts, type ModuleCall } from './arguments'
import { literal } from './builtins/evaluate'
import { JSON_CALLS } from './json'
import { ASYNC_CALLS } from './library/asyncio'
import { COLLECTION_CALLS } from './library/collections'
import { CSV_CALLS } from './library/csv'
import { DATE_CALLS, DATE_VALUES } from './library/datetime'
import { ENVIRONMENT_CALLS } from './library/environment'
import { INSPECT_CALLS, INSPECT_VALUES } from './library/inspect'
import { DISPLAY_CALLS } from './library/display'
import { FILE_CALLS } from './library/files'
import { ITERATION_CALLS } from './library/itertools'
import { LOG_LEVELS, LOGGING_CALLS } from './library/logging'
import { MATH_CALLS, MATH_VALUES } from './library/math'
import { IO_CALLS } from './library/open-files'
import { PRETTY_CALLS } from './library/pretty'
import { print } from './print'
import { PROCESS_CALLS } from './library/processes'
import { RANDOM_CALLS } from './library/random'
import { SYSTEM_CALLS } from './library/system'
import { STATISTICS_CALLS } from './library/statistics'
import { TEXT_CALLS, TEXT_VALUES } from './library/texts'
import { THREAD_CALLS } from './library/threads'
import { REGEX_CALLS } from './regex/calls'
import { clientClass, isClient } from './sdk/clients'
import { moduleClientCall } from './sdk/module-client'
import { genaiClient } from './sdk/genai'
import { genaiType } from './sdk/genai-values'
import { sentObject } from './sdk/objects'
import { functionTool, mistralFormatCall } from './sdk/response-format'
import { REQUEST_CALLS, retrieve } from './sdk/requests'
import { SESSION_CALLS } from './sdk/session'

/** The seconds of `sleep` as milliseconds. */
const sleep: ModuleCall = (args, { context }) => {
  const seconds = args.need('secs')
  const text = /^[\d.]+$/.test(seconds.text)
    ? String(Math.round(Number(seconds.text) * 1000))
    : `${operand(seconds, BINDS.times)} * 1000`
  return operation(context.wait(`new Promise((resolve) => setTimeout(resolve, ${text}))`), NONE, BINDS.unary)
}

/** An assignment asks with `askEnv`, whose answer is never shown. */
const getpass: ModuleCall = (_args, { node }) =>
  refuse('getpass that is not assigned to a name', node, 'Use askEnv("NAME"), then process.env.NAME.')

/** A call that does nothing here. */
const ignored =
  (...names: readonly string[]): ModuleCall =>
  (args) => {
    for (const name of names) args.take(name)
    return primary('', NONE)
  }

/** `sys.stdout.write(text)`, whose number of characters a notebook would show. */
const written =
  (stream: 'stdout' | 'stderr'): ModuleCall =>
  (args, { context, node }) => {
    const code = args.need('s')
    if (code.type.kind !== 'str') refuse(`sys.${stream}.write of what may be no text`, node)
    if (node === context.lastExpression)
      refuse(`sys.${stream}.write as the value of a cell`, node, 'Print it.')
    return primary(`process.${stream}.write(${code.text})`, NONE)
  }

const CALLS: Readonly<Record<string, ModuleCall>> = {
  ...JSON_CALLS,
  ...REGEX_CALLS,
  ...REQUEST_CALLS,
  ...SESSION_CALLS,
  'urllib.request.urlretrieve': retrieve,
  ...DATE_CALLS,
  ...MATH_CALLS,
  'ast.literal_eval': literal,
  ...RANDOM_CALLS,
  ...COLLECTION_CALLS,
  ...ITERATION_CALLS,
  ...STATISTICS_CALLS,
  ...INSPECT_CALLS,
  ...PROCESS_CALLS,
  ...SYSTEM_CALLS,
  ...FILE_CALLS,
  ...IO_CALLS,
  ...CSV_CALLS,
  ...ENVIRONMENT_CALLS,
  'dotenv.load_dotenv': (args, { context }) => {
    args.named('override')
    const given = args.take('dotenv_path')
    // What it looks for by itself.
    const isFound = given?.type === 'Call' && moduleOf(given.func, context) === 'dotenv.find_dotenv'
    const path = given && !isFound ? context.write(given) : undefined
    context.readsDotenv = true
    context.note('loadEnv prints a line that names what it set')
    const options = path ? `{ path: ${path.text}, optional: true }` : '{ optional: true }'
    return operation(context.wait(`${context.magic('loadEnv')}(${options})`), NONE, BINDS.unary)
  },
  'google.genai.Client': genaiClient,
  'mistralai.extra.response_format_from_pydantic_model': mistralFormatCall,
  'openai.pydantic_function_tool': functionTool,
  'getpass.getpass': getpass,
  'time.sleep': sleep,
  'asyncio.sleep': sleep,
  'time.time': () => operation('Date.now() / 1000', FLOAT, BINDS.times),
  'time.perf_counter': () => operation('performance.now() / 1000', FLOAT, BINDS.times),
  'time.monotonic': () => operation('performance.now() / 1000', FLOAT, BINDS.times),
  ...ASYNC_CALLS,
  ...LOGGING_CALLS,
  ...TEXT_CALLS,
  ...THREAD_CALLS,
  ...PRETTY_CALLS,
  'rich.print': (args, parts) => {
    const { context, node } = parts
    const isPlain = node.args.every((each) => each.type === 'Constant' && !String(each.value).includes('['))
    if (!isPlain) context.note('rich draws what it prints, which is plain here')
    return print(args, parts)
  },
  // A kernel of JavaScript waits at the top of a cell.
  'nest_asyncio.apply': () => primary('', NONE),
  // Those of Python are not given here.
  // Modules of Python's own are refused where they are imported.
  'sys.path.append': ignored('path'),
  'sys.path.insert': ignored('index', 'path'),
  'typing.cast': (args) => {
    const type = args.take('typ')
    const value = args.need('val')
    return type ? value : refuse('cast without a type', args.parts.node)
  },
  'sys.stdout.flush': ignored(),
  'sys.stderr.flush': ignored(),
  'sys.stdout.write': written('stdout'),
  'sys.stderr.write': written('stderr'),
  'warnings.filterwarnings': ignored('action', 'message', 'category', 'module', 'lineno', 'append'),
  'warnings.simplefilter': ignored('action', 'category', 'lineno', 'append'),
  ...DISPLAY_CALLS,
}

/** Writes a call of what a module gives. */
export function moduleCall(name: string, parts: CallParts): Code {
  const args = new Arguments(parts)
  if (isClient(name)) return clientClass(name, args)
  const asked = moduleClientCall(name, parts)
  if (asked) return asked
  const object = genaiType(name, parts) ?? sentObject(name, args)
  if (object) return object
  if (!Object.hasOwn(CALLS, name)) {
    const text = parts.context.moduleText(name)
    return refuse(text === name ? `${name}()` : text, parts.node, adviceFor(name))
  }
  const code = CALLS[name]!(args, parts)
  args.end()
  return code
}

const VALUES: Readonly<Record<string, Code>> = {
  'typing.TYPE_CHECKING': primary('false', BOOL),
  ...DATE_VALUES,
  ...INSPECT_VALUES,
  ...MATH_VALUES,
  ...TEXT_VALUES,
  ...LOG_LEVELS,
}

/** A value of a module, such as `math.pi`. */
export function moduleAttribute(name: string): Code | undefined {
  if (Object.hasOwn(VALUES, name)) return VALUES[name]
  if (name === 'os.environ') return primary('process.env', { kind: 'sdk', of: 'environment' })
  if (name === 'requests.codes.ok') return primary('200', COUNT)
  return undefined
}
