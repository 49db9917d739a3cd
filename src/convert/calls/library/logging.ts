/** `logging`, as a small class of the notebook. */
import { NONE, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { type Code, list, primary } from '../../write/code'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { textOf } from '../../write/text'
import type { Arguments, ModuleCall } from '../arguments'

const LOGGER: Type = { kind: 'sdk', of: 'logger' }

const LEVELS = ['debug', 'info', 'warning', 'error', 'critical']

/** Packages that log here nothing. */
const SILENT = /^"(?:httpx|httpcore|openai|anthropic|urllib3|requests|asyncio|google|transformers)[.\w]*"$/

/** What a line of a log may be made of. */
const PARTS =
  /^(?:[^%]|%%|%\((?:levelname|message|name|asctime|process|filename|module|funcName|pathname)\)-?\d*s|%\((?:process|lineno)\)d)*$/
/** What is not known of a line here. */
const PLACES = /%\((?:lineno|filename|module|funcName|pathname)\)/

const configure: ModuleCall = (args, { context, node }) => {
  const options: string[] = []
  for (const [name, value] of args.rest) {
    args.named(name)
    if (name === 'stream') {
      const stream = moduleOf(value, context)
      if (stream !== 'sys.stdout' && stream !== 'sys.stderr') refuse('a log to this stream', value)
      if (stream === 'sys.stdout') options.push('stdout: true')
      continue
    }
    const code = context.write(value)
    if (name === 'format') {
      const isKnown = value.type === 'Constant' && PARTS.test(String(value.value))
      if (!isKnown)
        refuse('a log with this format', value, 'Use %(asctime)s, %(levelname)s, %(name)s, %(message)s.')
      if (PLACES.test(String((value as { value: unknown }).value)))
        context.note('a log does not tell file, function and line')
    } else if (!['level', 'datefmt', 'force'].includes(name)) refuse(`${name} of logging.basicConfig`, value)
    options.push(`${name}: ${code.text}`)
  }
  if (args.count > 0) refuse('logging.basicConfig with values by position', node)
  context.note('what packages of Python log themselves is not there')
  const given = options.length > 0 ? list(options, { open: '{', close: '}', isTall: false }) : ''
  return primary(`${context.helper('Logger')}.configure(${given})`, NONE)
}

/** A line of a log: a text, and what `%` puts into it. */
function line(logger: string, level: string, args: Arguments): Code {
  const { context, node } = args.parts
  const message = args.take('msg') ?? refuse('a line of a log without a text', node)
  if (args.rest.length > 0)
    refuse(`${args.rest[0]![0]} of a line of a log`, node, 'Log the message of the error.')
  const values = args.all()
  const { line: start, col, endLine, endCol } = node
  const place = { line: start, col, endLine, endCol }
  const whole: Expression =
    values.length === 0
      ? message
      : {
          ...place,
          type: 'BinOp',
          op: 'Mod',
          left: message,
          right: { ...place, type: 'Tuple', elts: values },
        }
  const code = context.write(whole)
  const text = code.type.kind === 'int' ? `String(${code.text})` : textOf(code, context, whole)
  return primary(`${logger}.${level}(${text})`, NONE)
}

const atTop = Object.fromEntries(
  LEVELS.map((level): [string, ModuleCall] => [
    `logging.${level}`,
    (args, { context }) => line(`${context.helper('Logger')}.configure()`, level, args),
  ]),
)

export const LOGGING_CALLS: Readonly<Record<string, ModuleCall>> = {
  'logging.basicConfig': configure,
  'logging.getLogger': (args, { context, node }) => {
    const name = args.code('name')
    if (name && name.type.kind !== 'str') refuse('a logger whose name may be no text', node)
    const logger = context.helper('Logger')
    return primary(name ? `${logger}.of(${name.text})` : `${logger}.root`, LOGGER)
  },
  ...atTop,
}

/** `logger.name(…)` */
export function loggerMethod(target: Code, args: Arguments): Code {
  const { name, node } = args.parts
  const method = name.slice(1)
  if (method === 'setLevel') {
    const level = args.need('level')
    const isSilent = SILENT.test(/\.of\((.*)\)$/.exec(target.text)?.[1] ?? '')
    return primary(isSilent ? '' : `${target.text}.setLevel(${level.text})`, NONE)
  }
  if (method === 'exception')
    return refuse('logger.exception, which writes the lines of Python that failed', node, 'Use logger.error.')
  if (!LEVELS.includes(method)) return refuse(`${name}() of a logger`, node, 'Use console.error.')
  return line(target.text, method, args)
}

/** Levels of logs. */
export const LOG_LEVELS: Readonly<Record<string, Code>> = Object.fromEntries(
  LEVELS.map((level, index) => [
    `logging.${level.toUpperCase()}`,
    primary(String((index + 1) * 10), { kind: 'int', bits: 6 }),
  ]),
)
