// Checks that the outputs saved in notebooks/ are what the cells give today, without a key and whatever is in the
// environment; then records the notebooks that the practice endpoint answers, and checks that a replay gives the same. To
// write new outputs: node scripts/check-outputs.mjs --update
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

const NOTEBOOKS = join(root, 'notebooks')
/** Beside the packages of the notebooks, and left out of git. */
const RECORDED = join(NOTEBOOKS, '.recorded')
const serverVariables = JSON.parse(readFileSync(join(root, 'scripts/server-variables.json'), 'utf8'))
const options = process.argv.slice(2)

await prepare()
const first = run(['--check', '--jobs', '2', ...options, 'notebooks'], root)
const isAsSaved = (await new Promise((resolve) => first.once('close', resolve))) === 0
const isReplayed = options.length > 0 || (await checkReplay())
if (!isAsSaved || !isReplayed) process.exitCode = 1

/**
 * Notebooks without a recording are recorded, and what a replay gives once, it gives again when nobody is there to ask. The
 * course is left out: it asks for nothing that these do not, and would take two minutes.
 */
async function checkReplay() {
  rmSync(RECORDED, { recursive: true, force: true })
  mkdirSync(RECORDED)
  const names = readdirSync(NOTEBOOKS).filter(
    (name) =>
      name.endsWith('.ipynb') && !existsSync(join(NOTEBOOKS, name.replace('.ipynb', '.recording.json'))),
  )
  for (const name of [...names, 'package.json']) copyFileSync(join(NOTEBOOKS, name), join(RECORDED, name))
  try {
    const half = Math.ceil(names.length / 2)
    const halves = [names.slice(0, half), names.slice(half)]
    const recorded = await Promise.all(halves.map((some) => runQuietly(['--record', ...some])))
    const steps = [...recorded]
    // Those that are saved come from answers of another time.
    for (const more of [['--update'], []]) {
      if (steps.some(({ status }) => status !== 0)) break
      steps.push(await runQuietly(['--check', '--jobs', '2', ...more, '.']))
    }
    const failed = steps.find(({ status }) => status !== 0)
    if (failed) console.log(`${failed.output}the recording or the replay of the notebooks failed`)
    else console.log(`${names.length} notebooks: recorded, and the same each time they are replayed`)
    return failed === undefined
  } finally {
    rmSync(RECORDED, { recursive: true, force: true })
  }
}

function runQuietly(args) {
  return new Promise((resolve) => {
    const child = run(args, RECORDED, 'pipe')
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    child.once('close', (status) => resolve({ status, output }))
  })
}

function run(args, cwd, stdio = 'inherit') {
  const env = { ...process.env }
  for (const name of serverVariables) delete env[name]
  const command = [join(root, 'dist', 'cli.js'), 'run', ...args]
  return spawn(process.execPath, command, { cwd, env, stdio })
}
