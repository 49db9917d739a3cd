/**
 * A thrown value as the front end shows it: name, message, and a traceback that holds the user's code only.
 */
import { inspect } from 'node:util'
import { MagicsError } from '../errors'
import { redact, redactJson } from '../secrets/redact'

/** Content of an `error` message, and the fields of a failed reply. */
export interface ErrorContent {
  readonly ename: string
  readonly evalue: string
  readonly traceback: readonly string[]
}

/** The cell does not compile. Its message is the first diagnostic, `line:column - text`. */
export class TypeScriptError extends MagicsError {
  /** All diagnostics, as tslab prints them. */
  readonly diagnostics: readonly string[]

  constructor(diagnostics: readonly string[]) {
    super('typescript', diagnostics[0] ?? 'The cell does not compile.')
    this.diagnostics = diagnostics
  }
}

/** Frames that are not the user's: tslab's, Node's, ours. */
const FOREIGN_FRAME =
  /^\s+at .*(?:node:|[\\/]tslab[^\\/]*[\\/](?:dist|node_modules)[\\/]|[\\/]tslab-magics[\\/]dist[\\/]|[\\/]dist[\\/](?:index|kernel-entry)\.js|<anonymous>\)?$)/

const MAX_CAUSES = 4

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
    return { ename: error.name, evalue: error.message, traceback: [...error.diagnostics] }
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
  return { ename: nameOf(error), evalue: error.message, traceback: tracebackOf(error, 0) }
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
  const heading = `${nameOf(error)}: ${error.message}`
  const stack = typeof error.stack === 'string' ? error.stack.split('\n') : []
  const firstFrame = stack.findIndex((line) => /^\s+at /.test(line))
  const frames = firstFrame < 0 ? [] : stack.slice(firstFrame).filter((line) => !FOREIGN_FRAME.test(line))
  const lines = [...sourceExcerpt(stack), ...heading.split('\n'), ...frames]
  if (error.cause !== undefined && depth < MAX_CAUSES) {
    const cause = isErrorLike(error.cause) ? tracebackOf(error.cause, depth + 1) : [inspect(error.cause)]
    lines.push(`caused by: ${cause[0] ?? ''}`, ...cause.slice(1))
  }
  return lines
}

/** Node puts the failing line and a caret above the text of an error that code threw without awaiting. */
function sourceExcerpt(stack: readonly string[]): readonly string[] {
  if (!/^evalmachine\.<anonymous>:\d+$/.test(stack[0] ?? '')) return []
  const caret = stack.findIndex((line) => /^\s*\^+\s*$/.test(line))
  return caret > 0 && caret < 4 ? [...stack.slice(1, caret + 1), ''] : []
}
