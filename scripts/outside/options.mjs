// The command line that the outside tests share. Words after `--only` are names; other words without a dash are files.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { installNode } from './folders.mjs'
import { root, SETUPS } from './kernel.mjs'

const VALUES = ['setup', 'node', 'library', 'json', 'timeout', 'types', 'baseline']
const FLAGS = ['verbose', 'subset', 'plain']

/**
 * @param {readonly string[]} [argv]
 * @returns {Promise<{ setup: string, node: string, library: string, files: string[], only: string[], json?: string,
 * timeout?: number, types?: string, baseline?: string, verbose: boolean, subset: boolean, plain: boolean, wants(...names: string[]): boolean }>}
 */
export async function readOptions(argv = process.argv.slice(2)) {
  const options = { setup: 'kernelspec', node: process.execPath, library: root, files: [], only: [], verbose: false, subset: false, plain: false } // prettier-ignore
  let isName = false
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]
    const name = word.replace(/^--/, '')
    if (word === '--only') isName = true
    else if (word.startsWith('--') && VALUES.includes(name)) [isName, options[name]] = [false, argv[++at]]
    else if (word.startsWith('--') && FLAGS.includes(name)) [isName, options[name]] = [false, true]
    else if (word.startsWith('--')) throw new Error(`unknown option ${word}`)
    else if (isName) options.only.push(word)
    else options.files.push(resolve(word))
  }
  if (!SETUPS.includes(options.setup)) throw new Error(`--setup is one of ${SETUPS.join(', ')}`)
  if (/^\d+$/.test(options.node))
    options.node = await installNode(Number(options.node), { log: console.error })
  if (!existsSync(options.node)) throw new Error(`there is no Node at ${options.node}`)
  options.library = resolve(options.library)
  options.timeout = options.timeout === undefined ? undefined : Number(options.timeout)
  /** Whether one of these names was asked for, or none at all. */
  options.wants = (...names) => options.only.length === 0 || names.some((one) => options.only.includes(one))
  return options
}
