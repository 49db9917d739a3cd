/** What the kernel's checker says of converted cells. */
import { join } from 'node:path'
import { importsOf } from '../../../src/convert/helpers/pick'
import { notebook, PROJECT } from '../../kernel/compiler/checker/notebook'
import { readHelpers } from './compare-programs'

/** Packages whose clients are `any` in a cell, whether they are installed or not. */
const PACKAGES =
  /^import (\w+|\{ [\w, ]+ \}) from "(?:@anthropic-ai\/sdk|@google\/genai|groq-sdk|together-ai|llama-api-client)"$/gm
const VERSION = /^import \{ VERSION as (\w+) \} from "[\w@/-]+\/version"$/gm
/** What Node brings along. */
const NODE = /^import \{ (.*) \} from "(node:\w+)"$/gm

/** Names of this library that converted cells use, as the types of its sources have them. */
const LIBRARY = [
  `declare const openai: (options?: any) => import("${join(PROJECT, 'src/chat/client/openai-types')}").OpenAIClient`,
  'declare const show: any, clearOutput: any, loadEnv: any, askEnv: any, needs: any, setEnv: any',
].join('\n')

/** Type errors of converted cells, each a notebook of its own: they are checked at once, for speed. */
export function typeErrors(cells: readonly { readonly text: string }[]): string[] {
  const { run } = notebook({ types: join(PROJECT, 'node_modules/@types') })
  const functions = cells.map(({ text }, index) => {
    const body = text
      .replace(PACKAGES, 'const $1: any = {}')
      .replace(VERSION, 'const $1 = ""')
      .replace(/^declare let (\w+: any)$/gm, 'let $1')
      .replace(NODE, 'const { $1 } = await import("$2")')
    return `async function cell${index}() {\n${body}\n}`
  })
  const helpers = readHelpers()
  const own = [...importsOf(helpers, helpers), helpers.replace(/^import .*$|^export /gm, '')].join('\n')
  return [LIBRARY, own, functions.join('\n')].flatMap((cell) =>
    run(cell).map(({ line, message }) => `${cell.split('\n')[line - 1] ?? ''}: ${message}`),
  )
}
