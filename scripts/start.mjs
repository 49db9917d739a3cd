// npm start: sets the clone up and opens JupyterLab on the tutorial. With --headless it runs the tutorial instead and
// prints each cell with its output. Other arguments go to `tslab-magics lab` or `tslab-magics run`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

const NOTEBOOK = 'notebooks/managed-inference.ipynb'
const isHeadless = process.argv.includes('--headless')
const args = process.argv.slice(2).filter((arg) => arg !== '--headless')

try {
  await prepare()
  process.exitCode = await start([isHeadless ? 'run' : 'lab', NOTEBOOK, ...args])
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exitCode = 1
}

/** Signals are the command's to handle: it ends what it has started, then itself. */
function start(command) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...command], {
      cwd: root,
      stdio: 'inherit',
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.once('error', fail)
    child.once('exit', (code, signal) => done(signal ? 1 : code))
  })
}
