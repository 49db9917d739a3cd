// Kernel tests on each Node that is supported: the main paths, in a short run. Everything runs on that Node: jest, the
// command line, the kernel, and `node` in a cell. Words are versions to run.
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { installNode } from './folders.mjs'
import { root } from './kernel.mjs'

/** Oldest to newest, as ranges of npm: the first of package.json's `engines`, each that is still supported, the current. */
const NODES = ['20.19', '22', '24', '26']

/** What depends on Node most: its modules, its signals, its loader of TypeScript's output, its sockets. */
const TESTS = [
  'kernel/patch',
  'kernel/compiler/cells',
  'kernel/compiler/language',
  'kernel/cell/prompts',
  'magics/magics',
  'magics/verbatim',
  'magics/interrupts',
  'shell/bash',
  'shell/install',
  'curl/notebook',
  'chat/endings',
  'practice/practice',
  'cli/lab/lab',
].map((test) => `test/${test}\\..*kernel`)

const { positionals } = parseArgs({ allowPositionals: true })
const wanted = positionals.length > 0 ? positionals : NODES

const lines = []
for (const range of wanted) {
  const node = await installNode(range, { log: console.error })
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  console.log(`\nnodes: ${version}`)
  const started = performance.now()
  const { status } = runOn(node, [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...TESTS,
    '--selectProjects',
    'kernel',
  ])
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  lines.push(`nodes: ${version}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
  if (status !== 0) process.exitCode = 1
}
// The kernelspec names the Node that ran last.
runOn(process.execPath, [join(root, 'scripts', 'setup.mjs')])
console.log(`\n${lines.join('\n')}`)

function runOn(node, args) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  delete env['TSLAB_MAGICS_TESTS']
  return spawnSync(node, args, { cwd: root, env, stdio: 'inherit' })
}
