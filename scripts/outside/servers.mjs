// The tests of test/servers, with servers that others wrote: `npm run test:servers`. They come from PyPI, as wheels, into
// environments of their own in the user's cache; the models that they load are written here. Where PyPI has no wheel
// for this machine they are left out, and a line says so.
//
//   npm run test:servers -- WORD…     tests whose path holds one of these words
//   npm run test:servers -- --llama   without LiteLLM's proxy, which takes 750 MB
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './kernel.mjs'
import { FOLDER, install, writeModels } from './servers/install.mjs'
import { setUp } from '../setup.mjs'

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
