// The tests of test/servers, with servers that others wrote: `npm run test:servers`. They come from PyPI, as wheels, into
// environments of their own in the user's cache; the models that they load are written here. Where PyPI has no wheel
// for this machine they are left out, and a line says so.
//
//   npm run test:servers -- WORD…     tests whose path holds one of these words
//   npm run test:servers -- --llama   without LiteLLM's proxy, which takes 750 MB
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './folders.mjs'
import { root } from './kernel.mjs'
import { installPython, NoWheelError } from './python.mjs'
import { KINDS, writeModel } from './servers/model.mjs'
import { setUp } from '../setup.mjs'

const FOLDER = join(import.meta.dirname, 'servers')

/** The variable that test/servers/support/installed.ts reads. */
const VARIABLE = 'TSLAB_MAGICS_SERVERS'

const words = process.argv.slice(2).filter((word) => word !== '--llama')
const names = words.filter((word) => !word.startsWith('-'))
const isWithLitellm =
  !process.argv.includes('--llama') &&
  (names.length === 0 || names.some((name) => 'litellm'.startsWith(name)))
await setUp()
const llama = await install('llama')
const litellm = isWithLitellm && llama ? await install('litellm') : undefined
if (llama) {
  const env = {
    ...process.env,
    [VARIABLE]: JSON.stringify({ llama, litellm, models: writeModels(), scripts: FOLDER }),
  }
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const leftOut = litellm ? [] : ['--testPathIgnorePatterns', '/litellm']
  const args = [jest, ...words, ...leftOut, '--selectProjects', 'servers']
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  // A terminal sends its Ctrl-C to jest as well. What is sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.once('close', (code) => (process.exitCode = code ?? 1))
}

async function install(name) {
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
function writeModels() {
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
