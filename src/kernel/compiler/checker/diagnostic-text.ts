/**
 * What TypeScript says of a problem, as text whose first line says it. Owns the shortening of what it repeats for each
 * overload.
 */
import type { DiagnosticMessageChain } from 'typescript'
import type { TypeScript } from '../load-typescript'

/** "No overload matches this call." */
const NO_OVERLOAD = 2769
/** "Overload 1 of 3, '…', gave the following error." */
const OVERLOAD = 2772
/** A chain of reasons is told as far as somebody follows it. */
const MAX_LINES = 12

/**
 * The text of a problem.
 *
 * @param ts - TypeScript.
 * @param message - What it says.
 * @returns One line or more, each reason further in than what it explains.
 */
export function diagnosticText(ts: TypeScript, message: string | DiagnosticMessageChain): string {
  const text = overloadText(ts, message) ?? ts.flattenDiagnosticMessageText(message, '\n')
  const lines = text.split('\n')
  return lines.length <= MAX_LINES ? text : [...lines.slice(0, MAX_LINES), '  …'].join('\n')
}

/** For overloads of which each fails: the different reasons, the first of them in the first line. */
function overloadText(ts: TypeScript, message: string | DiagnosticMessageChain): string | undefined {
  if (typeof message === 'string' || message.code !== NO_OVERLOAD) return undefined
  const reasons = (message.next ?? []).flatMap((each) =>
    each.code === OVERLOAD ? (each.next ?? []) : [each],
  )
  const texts = [...new Set(reasons.map((each) => ts.flattenDiagnosticMessageText(each, '\n')))]
  if (texts.length === 0) return undefined
  const head = message.messageText.replace(/\.$/, ':')
  return `${head} ${texts.join('\n')}`
}
