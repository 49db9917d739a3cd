// Kernel tests on each Node that is supported: the main paths, in a short run. Everything runs on that Node: jest, the
// command line, the kernel, and `node` in a cell. Words are versions to run; `--ends` means
// the oldest and the newest, and the first tests of the list.
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
  'kernel/cell/prompts',
  'magics/verbatim',
  'shell/bash',
  'chat/endings',
  'kernel/compiler/language',
  'magics/magics',
  'magics/interrupts',
  'shell/install',
  'curl/notebook',
  'practice/practice',
  'cli/lab/lab',
].map((test) => `test/${test}\\..*kernel`)
const TESTS_AT_ENDS = 6

const { values, positionals } = parseArgs({
  options: { ends: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const ends = values.ends ? [NODES[0], NODES.at(-1)] : NODES
const wanted = positionals.length > 0 ? positionals : ends
const tests = values.ends ? TESTS.slice(0, TESTS_AT_ENDS) : TESTS

const lines = []
for (const range of wanted) {
  const node = await installNode(range, { log: console.error })
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  console.log(`\nnodes: ${version}`)
  const started = performance.now()
  const { status } = runOn(node, [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...tests,
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
