// Everything that is checked, in its order. `--only NAME…` runs some steps; `--ci` leaves out what CI has run by then, and
// the servers of others, which cost it a gigabyte and minutes each time.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { ci: { type: 'boolean', default: false }, only: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const node = (script, ...args) => [process.execPath, script, ...args]
const npx = (...args) => ['npx', '--no-install', ...args]

/** Tests that are left out where lines are counted. */
const UNCOUNTED = [
  'kernel.test',
  'browser.test',
  'cases.http',
  'differential',
  'limits',
  'ai-sdk',
  'property',
]

/** Name and command of each step. */
const STEPS = [
  ['format', npx('prettier', '--check', '--log-level', 'warn', '.')],
  ['lint', npx('eslint', '.', '--max-warnings', '0')],
  ['layers', node('scripts/check-layers.mjs')],
  ['unused', npx('knip', '--no-progress')],
  ['types', node('node_modules/typescript/bin/tsc')],
  ['api', node('scripts/api-page.mjs', '--check')],
  ['build', node('scripts/build.mjs')],
  ['declarations', node('scripts/check-declarations.mjs')],
  ['package', node('scripts/check-package.mjs')],
  ['docs', node('scripts/check-docs.mjs')],
  ['site', node('scripts/site.mjs', '--out', 'node_modules/.cache/site-out')],
  // The tarball in an empty folder, with a .venv of its own: what a reader of the README types first.
  ['project', node('scripts/outside/own-project.mjs')],
  // What `init` writes for Binder and dev containers, in a bare folder.
  ['init', node('scripts/outside/init.mjs')],
  // What is saved in the notebooks is what they give.
  ['outputs', node('scripts/check-outputs.mjs')],
  ['audit', node('scripts/check-audit.mjs')],
  ['test', ['npm', 'run', '-s', 'test:all']],
  // A floor, from the unit tests once more; the long tables of cases add nothing to it.
  [
    'coverage',
    npx(
      'jest',
      '--coverage',
      '--testPathIgnorePatterns',
      '/node_modules/',
      ...UNCOUNTED,
      '--selectProjects',
      'unit',
    ),
  ],
  // The Nodes between, and more of the tests, are tried by npm run check:nodes.
  ['nodes', node('scripts/outside/nodes.mjs', '--ends')],
  // The newest client, which asks for a newer Node than the repository does.
  ['clients', node('scripts/outside/clients.mjs')],
  // Packages that stand for the ways in which one can be built; all of them: npm run test:packages.
  ['packages', node('scripts/outside/packages.mjs', '--subset')],
  // Pages of the notebooks in the generators of all targets; notebooks that you bring: npm run test:docs -- FOLDER.
  ['pages', node('scripts/outside/docs.mjs', 'notebooks', 'notebooks/course')],
  // Servers that others wrote, from PyPI, where it has them for this machine.
  ['servers', node('scripts/outside/servers.mjs')],
  ['browser', ['npm', 'run', '-s', 'test:browser']],
]

/** What `--ci` leaves out: the unit and kernel tests have run, and see above. */
const NOT_IN_CI = new Set(['test', 'coverage', 'servers'])

const chosen = STEPS.filter(([name]) =>
  values.only ? positionals.includes(name) : !(values.ci && NOT_IN_CI.has(name)),
)
const failed = []
for (const [name, [command, ...args]] of chosen) {
  const started = performance.now()
  console.log(`\n— ${name}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  console.log(
    `— ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (status !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.join(', ')}`)
console.log(`checks: ${chosen.length - failed.length} passed, ${failed.length} failed`)
if (failed.length > 0) process.exitCode = 1
