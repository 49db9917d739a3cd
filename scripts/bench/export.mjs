// Notebooks as pages: the command as a user runs it, on 73 notebooks of 4 MB.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const NOTEBOOKS = 73
const BYTES = 4_000_000
const ROUNDS = 3

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-export-'))
  try {
    mkdirSync(join(folder, 'nb'))
    // Copies of our own, each cell as often as it takes.
    const own = ['managed-inference', 'curl', 'streaming', 'verbatim'].map((name) => JSON.parse(readFileSync(join(root, 'notebooks', `${name}.ipynb`), 'utf8'))) // prettier-ignore
    let bytes = 0
    for (let at = 0; at < NOTEBOOKS; at++) {
      const { cells, ...rest } = own[at % own.length]
      const copies = Math.max(1, Math.round(BYTES / NOTEBOOKS / JSON.stringify(cells).length))
      const all = Array.from({ length: copies }, (_copy, copy) => cells.map((cell) => ({ ...cell, id: `${cell.id}-${copy}` }))) // prettier-ignore
      const json = JSON.stringify({ ...rest, cells: all.flat() }, null, 1)
      bytes += json.length
      writeFileSync(join(folder, 'nb', `${at}.ipynb`), json)
    }
    const seconds = {}
    for (const target of ['docusaurus', 'html']) {
      const rounds = Array.from({ length: ROUNDS }, () => timeExport(folder, target))
      seconds[target] = Math.min(...rounds)
      console.log(`${target.padEnd(12)} ${NOTEBOOKS} notebooks, ${(bytes / 1e6).toFixed(1)} MB: ${seconds[target].toFixed(2)} s (limit 3 s)`) // prettier-ignore
    }
    // What is held of one notebook is let go before the next one.
    const [one, all] = [join(folder, 'nb', '0.ipynb'), join(folder, 'nb')].map((path) =>
      memoryOf(path, folder),
    )
    console.log(`memory       1 notebook: ${one.toFixed(0)} MB, ${NOTEBOOKS} notebooks: ${all.toFixed(0)} MB`)
    return seconds
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The most memory that the command takes, in MB, with a heap that holds one notebook and not all. */
function memoryOf(path, folder) {
  const tell =
    'data:text/javascript,process.on("exit",()=>console.error(`rss ${process.resourceUsage().maxRSS}`))'
  const args = ['--max-old-space-size=40', '--import', tell, join(root, 'dist', 'cli.js'), 'export', path, '--to', 'docusaurus', '--out', join(folder, 'memory')] // prettier-ignore
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return Number(/rss (\d+)/.exec(stderr)[1]) / 1000
}

function timeExport(folder, target) {
  const started = performance.now()
  const args = [join(root, 'dist', 'cli.js'), 'export', join(folder, 'nb'), '--to', target, '--out', join(folder, target)] // prettier-ignore
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`export failed: ${stderr.slice(-1000)}`)
  return (performance.now() - started) / 1000
}
