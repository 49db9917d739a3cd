/**
 * A thrown value as the front end shows it: name, message, and a traceback that holds the user's code only.
 */
import { inspect } from 'node:util'
import { MagicsError } from '../../errors'
import { redact } from '../../secrets/redact-text'
import { redactJson } from '../../secrets/redact-bundle'
import { cleanMessage } from '../compiler/positions/clean-message'
import { sourceLabelled } from '../compiler/positions/sources'
import { TypeScriptError } from '../compiler/typescript-error'

/** Content of an `error` message, and the fields of a failed reply. */
export interface ErrorContent {
  readonly ename: string
  readonly evalue: string
  readonly traceback: readonly string[]
}

/** Frames that are not the user's: tslab's, Node's, ours. */
const FOREIGN_FRAME =
  /^\s+at .*(?:node:|[\\/]tslab[^\\/]*[\\/](?:dist|node_modules)[\\/]|[\\/]tslab-magics[\\/]dist[\\/]|[\\/]dist[\\/](?:index|kernel-entry|library)\.js|<anonymous>\)?$)/

const MAX_CAUSES = 4
/** A longer line says nothing at a glance. */
const MAX_EXCERPT_CHARS = 200

/** How a stopped cell ends, under the name that Jupyter's tools know. */
export const INTERRUPT: ErrorContent = {
  ename: 'KeyboardInterrupt',
  evalue: 'the cell was stopped',
  traceback: ['KeyboardInterrupt: the cell was stopped'],
}

/**
 * Renders a thrown value.
 *
 * @param error - What was thrown: an error or anything else.
 * @returns Content for an `error` message. An error of this library is one line.
 */
export function renderError(error: unknown): ErrorContent {
  if (isInterrupt(error)) return INTERRUPT
  if (error instanceof TypeScriptError)
    return {
      ename: error.name,
      evalue: error.message,
      traceback: [...error.diagnostics, ...(error.advice === undefined ? [] : [error.advice])],
    }
  if (MagicsError.is(error))
    return {
      ename: error.name,
      evalue: error.message,
      traceback: [...`${error.name}: ${error.message}`.split('\n'), ...excerptOf(error)],
    }
  if (!isErrorLike(error)) {
    const text = inspect(error)
    return { ename: 'Error', evalue: text, traceback: [`Uncaught ${text}`] }
  }
  return { ename: nameOf(error), evalue: cleanMessage(error.message), traceback: tracebackOf(error, 0) }
}

/**
 * Masks every secret of an error, also one that is broken over several lines of its traceback.
 *
 * @param content - The error as it would be shown.
 * @returns The same content when it holds no secret.
 */
export function redactError(content: ErrorContent): ErrorContent {
  const text = content.traceback.join('\n')
  const clean = redact(text)
  // Line by line as well: an end of a line that shows half a secret is the end of a text there only.
  return redactJson(clean === text ? content : { ...content, traceback: clean.split('\n') })
}

/** Some errors point at a place in the text they are about: the line, and a caret under the place. */
function excerptOf(error: MagicsError): readonly string[] {
  const { excerpt } = error as { excerpt?: unknown }
  return typeof excerpt === 'string' ? excerpt.split('\n') : []
}

/** Tells whether an error is Node's own for code that Stop has ended in the middle of a synchronous run. */
export function isInterrupt(error: unknown): boolean {
  return isErrorLike(error) && (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED'
}

// Errors of another realm are not `instanceof Error`.
function isErrorLike(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value)
  )
}

/** Some classes (openai's) leave `name` at "Error"; the class then says more. */
function nameOf(error: Error): string {
  const name = typeof error.name === 'string' && error.name !== '' ? error.name : 'Error'
  const className = error.constructor?.name
  return name === 'Error' && typeof className === 'string' && className !== '' ? className : name
}

function tracebackOf(error: Error, depth: number): string[] {
  const heading = cleanMessage(`${nameOf(error)}: ${error.message}`)
  const stack = typeof error.stack === 'string' ? error.stack.split('\n') : []
  const firstFrame = stack.findIndex((line) => /^\s+at /.test(line))
  const frames = firstFrame < 0 ? [] : stack.slice(firstFrame).filter((line) => !FOREIGN_FRAME.test(line))
  const excerpt = depth === 0 ? sourceExcerpt(stack) : []
  const lines = [...excerpt, ...heading.split('\n'), ...frames]
  if (error.cause !== undefined && depth < MAX_CAUSES) {
    const cause = isErrorLike(error.cause) ? tracebackOf(error.cause, depth + 1) : [inspect(error.cause)]
    lines.push(`caused by: ${cause[0] ?? ''}`, ...cause.slice(1))
  }
  return lines
}

/** The line that failed, and a caret under the place: of the first frame that is code of a cell. */
function sourceExcerpt(stack: readonly string[]): readonly string[] {
  for (const frame of stack) {
    const [, label, line, column] = /(cell \[\d+\]):(\d+):(\d+)\)?$/.exec(frame) ?? []
    const text = label === undefined ? undefined : sourceLabelled(label)?.text.split('\n')[Number(line) - 1]
    if (text === undefined || text.length > MAX_EXCERPT_CHARS) continue
    return [text, `${text.slice(0, Number(column) - 1).replace(/[^\t]/g, ' ')}^`, '']
  }
  return []
}
