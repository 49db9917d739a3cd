/**
 * Compiled, never run: what a guard makes of a value, and what it must not.
 */
import { ChatError, type ChatErrorCode } from '../src/chat/answer/errors'
import type { Answer } from '../src/chat/answer/answer'
import { CurlFailedError } from '../src/curl/errors'
import { MissingError } from '../src/env/errors'
import { MagicsError, StoppedError, UsageError } from '../src/errors'
import { ScriptError } from '../src/script/script-error'
import { ShellError, SpawnError } from '../src/shell/errors'

export function narrows(error: unknown): unknown {
  if (ChatError.is(error)) {
    const facts: [ChatErrorCode, Answer | undefined, string | undefined] = [
      error.code,
      error.partial,
      error.hint,
    ]
    return facts
  }
  if (UsageError.is(error)) return error.code satisfies 'usage'
  if (StoppedError.is(error)) return error.code satisfies 'stopped'
  if (CurlFailedError.is(error)) return [error.code satisfies 'http' | 'curl' | 'exit', error.result?.stdout]
  if (ShellError.is(error)) return [error.code satisfies 'shell-exit', error.stderr]
  if (SpawnError.is(error)) return [error.code satisfies 'not-found' | 'spawn', error.command]
  if (ScriptError.is(error)) return [error.code satisfies 'syntax', error.excerpt]
  if (MissingError.is(error)) return [error.code satisfies 'missing', error.variables]
  if (MagicsError.is(error)) return error.code satisfies string
  return error
}

export function keepsApart(error: MagicsError): void {
  if (UsageError.is(error)) {
    // @ts-expect-error A UsageError has no hint: it is no ChatError.
    void error.hint
    // @ts-expect-error Nor is it a stop.
    error.code satisfies 'stopped'
  } else {
    // What is no UsageError may still be any other error of the library.
    error satisfies MagicsError
    error.code satisfies string
  }
  if (MagicsError.is(error)) {
    // @ts-expect-error The guard of the family promises nothing about its members.
    void error.exitCode
  }
}

/** Guards are callbacks as well. */
export const chatErrors = (errors: readonly unknown[]): ChatError[] => errors.filter(ChatError.is)
// @ts-expect-error They narrow to their own class and no other.
export const usageErrors = (errors: readonly unknown[]): UsageError[] => errors.filter(ChatError.is)
