// The declarations that users get are read by the compilers that they meet: tslab's own, and the newest. Also checks
// that a cell which uses the public names compiles in each.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const modules = join(root, 'node_modules')
const folder = mkdtempSync(join(tmpdir(), 'declarations-'))
mkdirSync(join(folder, 'node_modules'), { recursive: true })
symlinkSync(root, join(folder, 'node_modules', 'tslab-magics'))
writeFileSync(
  join(folder, 'cell.ts'),
  "import * as magics from 'tslab-magics'\nexport const names: string[] = Object.keys(magics)\n",
)

// `skipLibCheck` is off for our declarations; the compilers get the types of Node that come with each tslab.
const options = { module: 'commonjs', target: 'es2020', strict: true, types: ['node'], noEmit: true }
const typesOf = (tslab) => ({ typeRoots: [join(modules, tslab, 'node_modules', '@types')] })
const COMPILERS = [
  [
    '4.1',
    'tslab-1.0.15/node_modules/@tslab/typescript-for-tslab/lib/tsc.js',
    { moduleResolution: 'node', ...typesOf('tslab-1.0.15') },
  ],
  ['5.0', 'typescript-5.0/bin/tsc', { moduleResolution: 'node10', ...typesOf('tslab') }],
  [
    'development',
    'typescript/bin/tsc',
    { module: 'node20', moduleResolution: 'node16', ...typesOf('tslab') },
  ],
  [
    'latest',
    'typescript-latest/bin/tsc',
    { module: 'nodenext', moduleResolution: 'nodenext', ...typesOf('tslab') },
  ],
]

let failures = 0
for (const [name, compiler, own] of COMPILERS) {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, ...own }, files: ['cell.ts'] }),
  )
  try {
    execFileSync(process.execPath, [join(modules, compiler), '-p', folder], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
    console.log(`declarations: TypeScript ${name} reads them`)
  } catch (error) {
    failures += 1
    console.error(`declarations: TypeScript ${name} does not read them\n${error.stdout}${error.stderr}`)
  }
}
rmSync(folder, { recursive: true })
if (failures > 0) process.exitCode = 1
