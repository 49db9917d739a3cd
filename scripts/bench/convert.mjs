// Python notebooks as TypeScript ones: the command as a user runs it, on 100 notebooks of the test's tutorial and programs.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadSource } from '../load-source.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const NOTEBOOKS = 100
const PROGRAMS = 8

export async function run() {
  const { programOf } = await loadSource('test/convert/support/programs')
  const tutorial = JSON.parse(
    readFileSync(join(root, 'test/fixtures/convert/managed-inference.ipynb'), 'utf8'),
  )
  const folder = mkdtempSync(join(tmpdir(), 'bench-convert-'))
  try {
    const names = Array.from({ length: NOTEBOOKS }, (_, at) => {
      const programs = Array.from({ length: PROGRAMS }, (__, index) => ({ cell_type: 'code', id: `program-${index}`, metadata: {}, outputs: [], execution_count: null, source: programOf(at * PROGRAMS + index) })) // prettier-ignore
      writeFileSync(
        join(folder, `${at}.ipynb`),
        JSON.stringify({ ...tutorial, cells: [...tutorial.cells, ...programs] }),
      )
      return `${at}.ipynb`
    })
    const started = performance.now()
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'convert', ...names], { cwd: folder, encoding: 'utf8' }) // prettier-ignore
    const seconds = (performance.now() - started) / 1000
    // Some programs are refused, which the exit code tells.
    if (status !== 0 && status !== 1) throw new Error(stderr)
    console.log(`${NOTEBOOKS} notebooks: ${seconds.toFixed(2)} s (limit 20 s)`)
    return { seconds }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
