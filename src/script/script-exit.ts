/**
 * The end of a script from within: `exit`, `set -e`, `$\{X:?…\}`. Not an error of ours: it becomes the exit code.
 */

/** Thrown to leave the running script or subshell. */
export class ScriptExit {
  /**
   * @param exitCode - Exit code of the script.
   * @param message - Line for standard error, without the `bash: line N: ` before it.
   */
  constructor(
    readonly exitCode: number,
    readonly message?: string,
  ) {}
}
