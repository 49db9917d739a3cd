// The two kernels of a notebook: each runs all cells in a folder of its own, goes on after a failed one, and keeps what a
// cell sent and showed. Lines that install packages are left out of both: the packages are there.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { makeNotebookFolder } from '../folders.mjs'
import { writeSamples } from './samples.mjs'
import { findLibrary, makeFolder, root, startKernel, startPythonKernel } from '../kernel.mjs'

const INSTALL =
  /^(\s*)(?:[!%]\s*(?:python3?\s+-m\s+)?(?:uv\s+)?(?:pip3?|npm|conda)\s+install\b.*(?:\\\n.*)*)$/gm

/** Programs that a cell may call and that must not reach out, or look for credentials: `wget` asks the mock, the others do nothing. */
const PROGRAMS = ['apt', 'apt-get', 'brew', 'sudo', 'conda', 'gcloud', 'az', 'aws', 'gh']

/** Runs the Python cells. @returns What each did: `{ requests, outputs, status }`. */
export async function runPython({ python, sources, mock, env }) {
  const folder = makeFolder()
  const kernel = await startPythonKernel({
    python,
    cwd: writeSamples(folder.path, sources),
    env: withPrograms(env, folder.path),
  })
  try {
    const redirected = await kernel.run(readFileSync(join(import.meta.dirname, 'redirect.py'), 'utf8'))
    if (redirected.reply?.status !== 'ok') throw new Error(JSON.stringify(redirected.outputs))
    const cells = []
    for (const source of sources) cells.push(await runCell(kernel, source.replace(INSTALL, '$1pass'), mock))
    return cells
  } finally {
    await kernel.close()
    folder.remove()
  }
}

/** Converts the notebook by the command and runs it. @returns `{ head, cells, report }`: the cell on top, the others. */
export async function runTypeScript({ file, sources, modules, mock, env, options }) {
  const folder = makeNotebookFolder({ modules, library: options.library })
  const out = join(folder.path, 'converted.ipynb')
  const told = join(folder.path, 'report.json')
  const command = [join(options.library, 'dist', 'cli.js'), 'convert', file, '--out', out, '--report', told]
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  if (status !== 0 && status !== 1) throw new Error(`convert failed: ${stderr}`)
  const [report] = JSON.parse(readFileSync(told, 'utf8'))
  const [first, ...texts] = JSON.parse(readFileSync(out, 'utf8'))
    .cells.filter(({ cell_type: type }) => type === 'code')
    .map(({ source }) => [source].flat().join(''))
  const kernel = await startKernel({
    setup: 'kernelspec',
    library: options.library,
    cwd: writeSamples(folder.path, sources),
    modules: folder.modules,
    env: withPrograms(
      {
        ...env,
        NODE_OPTIONS: `--require=${join(root, 'scripts/outside/mock/redirect.cjs')}`,
        TSLAB_MAGICS_TYPE_ERRORS: 'wait',
      },
      folder.path,
    ),
  })
  try {
    const head = { text: first, ...(await runCell(kernel, first, mock)) }
    const cells = []
    for (const text of texts)
      cells.push({ text, ...(await runCell(kernel, text.replace(INSTALL, '$1'), mock)) })
    return { head, cells, report: report.cells }
  } finally {
    await kernel.close()
    folder.remove()
  }
}

async function runCell(kernel, code, mock) {
  const asked = mock.requests.length
  const { outputs, reply, finished } = await kernel.run(code, 60)
  if (!finished) await kernel.ask({ do: 'interrupt' })
  return { outputs, status: finished ? reply?.status : 'hang', requests: mock.requests.slice(asked) }
}

function withPrograms(env, folder) {
  const bin = join(folder, '.programs')
  mkdirSync(bin, { recursive: true })
  for (const name of PROGRAMS) writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  const wget = join(import.meta.dirname, 'wget.mjs')
  writeFileSync(join(bin, 'wget'), `#!/bin/sh\nexec env -u NODE_OPTIONS "${process.execPath}" "${wget}" "$@"\n`, { mode: 0o755 }) // prettier-ignore
  return { ...env, PATH: [bin, join(findLibrary().python, '..'), process.env['PATH']].join(delimiter) }
}
