// The tests of the official OpenAI client, run once more with its version 7. It asks for Node 22, so it is installed here
// and not with the repository, whose own versions are 4 to 6; on Node 20 it runs as well.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from './folders.mjs'
import { root } from './kernel.mjs'

/** The variable that test/support/openai-clients.ts reads. */
const VARIABLE = 'TSLAB_MAGICS_OPENAI_7'

/** Installs version 7 once. @returns {Promise<string>} Its folder. */
export async function installClient7() {
  return join(await installPackages('openai-7', { openai: '7.57.0' }, { log: console.error }), 'openai')
}

/** Every test file that runs over the versions of the client. */
function findTests() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(root, 'test', file))
    .filter((file) => readFileSync(file, 'utf8').includes("/openai-clients'"))
}

if (process.argv[1] === import.meta.filename) {
  const env = { ...process.env, [VARIABLE]: await installClient7() }
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const args = [jest, '--runTestsByPath', ...findTests(), '--selectProjects', 'unit']
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
