/**
 * The check of a call's options by name and of its limits of time, before anything else is done with them.
 */
import { checkMs, checkOptions, type OptionHolder } from '../../base/option-names'
import type { ChatTimeouts } from '../chat-options'
import { REQUEST_FIELDS } from './request-fields'

/**
 * Checks the options of a call of `chat` and its kind: fields of the request pass, slips and words of other helpers do not.
 *
 * @param holder - Whose options they are.
 * @param options - The options.
 * @throws UsageError that names the right option.
 */
export function checkCall(holder: OptionHolder, options: { readonly [name: string]: unknown }): void {
  checkOptions(holder, options, { passed: REQUEST_FIELDS, isOpen: true })
  checkLimits(options)
}

/**
 * Checks limits of time.
 *
 * @param limits - `timeoutMs` for the whole, `timeouts` for its parts.
 * @throws UsageError for one that is no number, or that there is not.
 */
export function checkLimits(limits: { readonly timeoutMs?: unknown; readonly timeouts?: unknown }): void {
  checkMs('timeoutMs', limits.timeoutMs)
  const timeouts = (limits.timeouts ?? {}) as ChatTimeouts
  checkOptions('timeouts', timeouts)
  for (const [name, value] of Object.entries(timeouts)) checkMs(name, value)
}
