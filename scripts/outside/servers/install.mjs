// What the real servers of the tests need: environments of Python, and the models that they load. Both are made once, in the
// user's cache.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from '../folders.mjs'
import { installPython, NoWheelError } from '../python.mjs'
import { KINDS, writeModel } from './model.mjs'

/** Where the programs are. */
export const FOLDER = import.meta.dirname

/** Installs a server. @returns {Promise<string | undefined>} Its Python; `undefined` where PyPI has no wheel for this machine. */
export async function install(name) {
  try {
    return await installPython(`servers-${name}`, join(FOLDER, `${name}.txt`), { log: console.error })
  } catch (error) {
    if (!(error instanceof NoWheelError)) throw error
    console.log(
      `left out: the tests with ${name === 'llama' ? "llama.cpp's server" : "LiteLLM's proxy"}, ${error.message}`,
    )
    return undefined
  }
}

/** Writes the models once, until their source changes. @returns {string} Their folder. */
export function writeModels() {
  const hash = createHash('sha256')
  for (const file of readdirSync(FOLDER).sort())
    if (file.endsWith('.mjs')) hash.update(readFileSync(join(FOLDER, file)))
  const folder = join(CACHE, `servers-models-${hash.digest('hex').slice(0, 10)}`)
  mkdirSync(folder, { recursive: true })
  for (const kind of Object.keys(KINDS)) {
    const path = join(folder, `${kind}.gguf`)
    if (existsSync(path)) continue
    // Another run may have the same thought.
    const unfinished = `${path}.${process.pid}`
    writeModel(kind, unfinished)
    renameSync(unfinished, path)
  }
  return folder
}
