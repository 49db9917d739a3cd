// Records notebooks/recorded.ipynb anew with llama.cpp's own server and a tiny model, and saves what it shows when it is
// replayed: `npm run record`.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './kernel.mjs'
import { FOLDER, install, writeModels } from './servers/install.mjs'
import { setUp } from '../setup.mjs'

const NOTEBOOK = 'recorded.ipynb'
const MODEL = 'talk'
/** The server asks for one; nobody else may know it, and no recording holds it. */
const KEY = `key-${process.pid}-${Date.now().toString(36)}`

await setUp()
const python = await install('llama')
if (python === undefined) process.exit(1)
const settings = JSON.stringify({ api_keys: [KEY], model_alias: [MODEL] })
const script = join(FOLDER, 'llama_server.py')
const server = spawn(python, [script, join(writeModels(), `${MODEL}.gguf`), settings], {
  stdio: ['pipe', 'pipe', 'ignore'],
})
try {
  const origin = await listening(server)
  const servers = { BASE_URL: `${origin}/v1`, ACCESS_TOKEN: KEY, MODEL_NAME: MODEL }
  run(['--record'], { ...process.env, ...servers })
  run(['--check', '--update'], process.env)
} finally {
  server.stdin.end()
}

/** Where the server listens, once it does. */
async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const [, origin] = /^listening (http:\S+)$/.exec(line) ?? []
    if (origin) return origin
  }
  throw new Error('llama.cpp’s server ended before it listened')
}

function run(options, env) {
  const cli = join(root, 'dist', 'cli.js')
  const { status } = spawnSync(process.execPath, [cli, 'run', ...options, NOTEBOOK], {
    cwd: join(root, 'notebooks'),
    env,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error(`run ${options.join(' ')} ended with ${status}`)
}
