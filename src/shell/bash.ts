/**
 * The `bash` tag: a script in the real bash, as `%%bash` runs it in a Python notebook, but with output as it comes,
 * `pipefail`, and a failing exit code that fails the cell.
 */
import { currentScope } from '../kernel/scope/scope'
import { bashCommand } from './bash-command'
import { toBashScript } from './bash-script'
import { createCurlHome } from './curl-home'
import { removeFolder } from './guard'
import { noteOutput, runLive, type ShellOptions } from './run-live'
import type { ShellResult } from './shell-result'
import { createTag, type ScriptTag, type TemplatePart } from './template'

/**
 * Runs a script in bash. Output appears in the cell as it comes, curl's and Python's included. Changes of folder and
 * environment end with the script. Every `$\{value\}` is one literal word, wherever it stands; an array is several.
 * Commands that run their own arguments (`eval`, `let`, `sh -c`, `ssh`) parse them, as they do with any variable.
 *
 * @returns Output and exit code.
 * @throws ShellError `shell-exit` for an exit code other than 0 (`bash(\{ reject: false \})` gives the result instead).
 * @throws StoppedError when the cell is stopped; the whole process group is ended.
 * @throws UsageError for a value that cannot be a word, or stands where bash would parse it again, and for an option that
 * there is not.
 * @throws MagicsError `timeout`; `output-too-large`.
 * @throws SpawnError `not-found` where there is no bash.
 * @example
 * ```ts
 * const name = "it's here"
 * const { stdout } = await bash`printf '%s\n' ${name} | tr a-z A-Z`
 * const answer = (await bash({ quiet: true })`echo '{"a": 1}'`).json<{ a: number }>()
 * ```
 */
export const bash: ScriptTag<ShellOptions, Promise<ShellResult>> = createTag<
  ShellOptions,
  Promise<ShellResult>
>('bash', runBash)

async function runBash(parts: readonly TemplatePart[], options: ShellOptions): Promise<ShellResult> {
  const scope = currentScope()
  const { command, args, script, env: own } = bashCommand(toBashScript(parts))
  // Python holds back what it prints into a pipe unless told.
  const env = { PYTHONUNBUFFERED: '1', ...process.env, ...options.env, ...own }
  const curlHome = createCurlHome(env)
  try {
    const result = await runLive(
      scope,
      { name: 'bash', command, args, script, env: { ...env, CURL_HOME: curlHome } },
      options,
    )
    return noteOutput(result, scope, options)
  } finally {
    removeFolder(curlHome)
  }
}
