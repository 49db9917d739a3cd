/**
 * Settings of the `curl` tag. Types only.
 */

/** Settings of a call of `curl`, given before the template. */
export interface CurlOptions {
  /** Whether a failure (exit code, HTTP status from 400 on, a cut stream) is an error. @defaultValue true */
  readonly reject?: boolean | undefined
  /** Whether nothing is drawn. @defaultValue false */
  readonly quiet?: boolean | undefined
  /** Variables added to the environment; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Folder that file names start from. @defaultValue the notebook's */
  readonly cwd?: string | undefined
  /** Whether a pipeline fails when any command of it fails. @defaultValue true */
  readonly pipefail?: boolean | undefined
  /** Longest run, in milliseconds; then the call fails with code `timeout`. */
  readonly timeoutMs?: number | undefined
  /** Ends the call, as Stop does. */
  readonly signal?: AbortSignal | undefined
}
