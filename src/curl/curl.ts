/**
 * The `curl` tag: a curl command, or a small script around it, run in process; the response is drawn in the cell.
 * Everything else is loaded when it is first called.
 */
import { currentScope } from '../kernel/scope/scope'
import { createTag, type ScriptTag } from '../shell/template'
import type { CurlOptions } from './curl-options'
import type { CurlResult } from './curl-result'

/**
 * Runs what documentation shows: curl with its options, assignments, pipes into `jq` or `python -m json.tool`,
 * redirections. Needs no curl, bash, Python or jq. JSON is drawn as a tree, a chat stream as growing text, pictures and
 * sound as what they are. Every `$\{value\}` is one literal word, wherever it stands; an array is several.
 *
 * @returns The last response and the output of the script.
 * @throws CurlFailedError `http` for a status from 400 on, `curl` for a failed transfer, `exit` for another command
 * (`curl(\{ reject: false \})` gives the result instead).
 * @throws ChatError when the stream of a chat model is cut or carries an error; `partial` is the answer so far.
 * @throws ScriptError `syntax` for a script that cannot be run as written, before anything is sent.
 * @throws StoppedError when the cell is stopped.
 * @throws MagicsError `timeout`; `output-too-large`.
 * @throws UsageError for a value that cannot be a word, and for an option that there is not.
 * @example
 * ```ts
 * const model = 'deci-nano'
 * const { json } = await curl`curl -s "$BASE_URL/models/${model}" -H "Authorization: Bearer $ACCESS_TOKEN"`
 * await curl({ reject: false })`curl -sN $BASE_URL/chat/completions --json @request.json`
 * ```
 */
export const curl: ScriptTag<CurlOptions, Promise<CurlResult>> = createTag<CurlOptions, Promise<CurlResult>>(
  'curl',
  async (parts, options) => {
    // Taken now: after an await the cell could be another.
    const scope = currentScope()
    const [{ toSource }, { runDrawn }] = await Promise.all([
      import('../script/script-source.js'),
      import('./run-drawn.js'),
    ])
    return runDrawn(toSource(parts), scope, options)
  },
)
