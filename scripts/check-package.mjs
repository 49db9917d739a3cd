// What a user gets: the packed tarball is checked by publint and attw, installed into an empty folder, required, imported,
// called, and used in a cell of the real kernel. Its size has a budget.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
// 60 kB of it are `export`: 41 of them the Markdown parser, in a file of its own. As dependencies the parser would be
// forty packages, and KaTeX (4 MB), which it never calls. 60 kB are requests in other languages: their writers, and for the
// command, which shares nothing with the kernel's library, the reader of curl's options and of shell words once more.
// 70 kB are what is used of jest, by exercises and `run --check`, bundled likewise; 35 kB record and replay; 135 kB turn
// Python into TypeScript; 25 kB are the lessons of the course, with what they show; the rest is the library.
const SIZE_BUDGET_BYTES = 1_140_000
const failures = []

/** Runs a command; what it prints is shown when it fails. */
function attempt(what, command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: root, ...options })
  console.log(`package: ${what}: ${status === 0 ? 'ok' : 'FAILED'}`)
  if (status !== 0) (failures.push(what), console.error(`${stdout}${stderr}`))
  return stdout
}

const folder = mkdtempSync(join(tmpdir(), 'package-'))
try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  )
  const tarball = join(folder, packed.filename)
  console.log(
    `package: ${packed.entryCount} files, ${packed.size} B packed, ${packed.unpackedSize} B unpacked`,
  )
  for (const { path } of packed.files)
    if (/(?:^|\/)\.|\.(?:map|tsbuildinfo|log)$/.test(path)) failures.push(`${path} is no part of it`)
  if (packed.size > SIZE_BUDGET_BYTES) failures.push(`size: more than ${SIZE_BUDGET_BYTES} B`)

  attempt('publint', bin('publint'), ['run', tarball, '--strict'])
  attempt('types for every resolution', bin('attw'), [tarball, '--format', 'ascii'])

  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const { version: tslab } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'tslab', 'package.json'), 'utf8'),
  )
  attempt(
    'install',
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, `tslab@${tslab}`],
    { cwd: folder },
  )
  attempt(
    'require',
    process.execPath,
    ['-e', "if (typeof require('tslab-magics').curl !== 'function') throw 1"],
    { cwd: folder },
  )
  attempt(
    'import',
    process.execPath,
    [
      '--input-type=module',
      '-e',
      "import { curl } from 'tslab-magics'; if (typeof curl !== 'function') throw 1",
    ],
    { cwd: folder },
  )
  attempt('command line', 'npx', ['--no-install', 'tslab-magics', '--version'], { cwd: folder })
  attempt('course', 'npx', ['--no-install', 'tslab-magics', 'new', '--course'], { cwd: folder })
  const cell = 'import { show, bash } from "tslab-magics"\nshow({ a: 1 });\n(await bash`echo it runs`).stdout'
  writeFileSync(
    join(folder, 'one.ipynb'),
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
      cells: [
        { id: 'one', cell_type: 'code', source: cell, metadata: {}, outputs: [], execution_count: null },
      ],
    }),
  )
  const shown = attempt('a cell of the real kernel', process.execPath, [
    join(root, 'dist', 'cli.js'),
    'run',
    join(folder, 'one.ipynb'),
  ])
  if (!shown.includes('it runs')) failures.push('the cell printed something else')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const failure of failures) console.error(`package: ${failure}`)
if (failures.length > 0) process.exitCode = 1
