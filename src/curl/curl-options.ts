/**
 * Settings of the `curl` tag. Types only.
 */

import type { BodyLimits } from '../base/body/body-limits'

/** Settings of a call of `curl`, given before the template. */
export interface CurlOptions extends BodyLimits {
  /**
   * Most bytes that the script may write to the cell, and most that one of its own commands (`jq`, `$(…)`) may collect.
   * What goes into a file or through a pipe to another program has no limit but that of `--max-filesize`. `Infinity` for
   * no limit.
   * @defaultValue 268,435,456 (256 MiB)
   */
  readonly maxBodyBytes?: number | undefined
  /** Whether a failure (exit code, HTTP status from 400 on, a cut stream) is an error. @defaultValue true */
  readonly reject?: boolean | undefined
  /** Whether nothing is drawn. @defaultValue false */
  readonly quiet?: boolean | undefined
  /** Variables added to the environment; `undefined` takes one away. @defaultValue none */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Folder that file names start from. @defaultValue the notebook's */
  readonly cwd?: string | undefined
  /** Whether a pipeline fails when any command of it fails. @defaultValue true */
  readonly pipefail?: boolean | undefined
  /** Longest run, in milliseconds; then the call fails with code `timeout`. @defaultValue no limit */
  readonly timeoutMs?: number | undefined
  /** Ends the call when aborted, as Stop does; that of `AbortSignal.timeout` is a limit of time. */
  readonly signal?: AbortSignal | undefined
}
