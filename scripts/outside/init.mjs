// npm run test:init: the scripts that `tslab-magics init` writes, run as Binder and a dev container run them: in a folder that holds
// nothing but notebooks, with an empty home and next to no variables, the packed tarball in the place of the package on the
// registry. Afterwards nbclient runs the notebooks on the kernel that came of it. `-- --own` does the same with a copy of this
// repository and its own .binder/.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setUp } from '../setup.mjs'
import { root } from './kernel.mjs'

/** Of the machine: where packages come from. */
const SOURCES = /^(?:npm_config_(?:registry|cafile|https?_proxy|proxy|strict_ssl)|(?:https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|PIP_\w+)$/i // prettier-ignore
/** `jupyter execute`. */
const EXECUTE = 'from nbclient.cli import main; main()'
const base = realpathSync(mkdtempSync(join(tmpdir(), 'init-')))
const failures = []

function attempt(what, [command, ...args], { cwd, env, looksRight = () => true }) {
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  const isRight = status === 0 && looksRight(stdout)
  console.log(
    `init: ${what}: ${isRight ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (isRight) return stdout
  failures.push(what)
  console.error(`exit code ${status} ${error ?? ''}\n${stdout}${stderr}`.slice(-1500))
  return stdout ?? ''
}

/** A Python environment of its own with the packages of `.venv`: what the scripts write into it stays in there. */
function makePython(name) {
  const folder = join(base, name)
  const own = join(root, '.venv', 'bin', 'python')
  attempt(`${name}: an environment`, [own, '-m', 'venv', folder], { cwd: base, env: process.env })
  const say = (python) =>
    attempt(`${name}: its place`, [python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
      cwd: base,
      env: process.env,
    }).trim()
  writeFileSync(join(say(join(folder, 'bin', 'python')), 'jupyter.pth'), `${say(own)}\n`)
  return folder
}

/** The environment of a program that an image has: no home, and only where packages come from. */
function bareEnv(python, home) {
  mkdirSync(home, { recursive: true })
  const path = [join(python, 'bin'), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin']
  const sources = Object.entries(process.env).filter(([name]) => SOURCES.test(name))
  return { ...Object.fromEntries(sources), HOME: home, PATH: path.join(delimiter), LANG: 'C.UTF-8' }
}

/** A notebook whose first cell is a magic. */
function notebook(kernel) {
  const cells = [
    '%%bash\necho "first cell of $((1 + 1))"',
    'import { chat, practice } from "tslab-magics"\nawait practice()\nconst answer = await chat({ model: "deci-nano", messages: "Name three vegan dishes." })\nanswer.finishReason',
  ]
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      execution_count: null,
      id: `cell-${index}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { name: kernel, display_name: kernel, language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  })
}

function runNotebook(what, file, { python, cwd, env }) {
  attempt(what, [join(python, 'bin', 'python'), '-c', EXECUTE, file, '--inplace'], { cwd, env })
  const shown = JSON.parse(readFileSync(join(cwd, file), 'utf8'))
    .cells.flatMap(({ outputs }) => outputs)
    .map(({ text = [] }) => [text].flat().join(''))
  const isRight = shown.join('') === 'first cell of 2\nstop\n'
  console.log(`init: ${what}: outputs: ${isRight ? 'ok' : `FAILED: ${shown.join('')}`}`)
  if (!isRight) failures.push(`${what}: outputs`)
}

/** The tarball instead of the version on the registry: the only thing that is changed of what `init` wrote. */
function takeTarball(file, tarball) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const script = readFileSync(file, 'utf8')
  const changed = script.replace(`tslab-magics@${version}`, tarball)
  if (changed === script) failures.push(`${file} names no tslab-magics@${version}`)
  writeFileSync(file, changed)
}

function tryOthers() {
  const pack = ['npm', 'pack', '--silent', '--pack-destination', base]
  const packed = attempt('pack', pack, { cwd: root, env: process.env })
  const tarball = join(base, packed.trim().split('\n').at(-1))
  // A blank in the path, as in many a home folder.
  const cwd = join(base, 'my course')
  mkdirSync(cwd)
  for (const kernel of ['tslab', 'tslab-magics'])
    writeFileSync(join(cwd, `${kernel}.ipynb`), notebook(kernel))
  const init = [process.execPath, join(root, 'dist', 'cli.js'), 'init', '--binder', '--devcontainer']
  attempt('init', init, { cwd, env: process.env })
  for (const script of ['.binder/postBuild', '.devcontainer/post-create.sh'])
    takeTarball(join(cwd, script), tarball)

  const binder = makePython('binder')
  const env = bareEnv(binder, join(base, 'home of binder'))
  attempt('.binder/postBuild', ['./.binder/postBuild'], { cwd, env })
  runNotebook('a notebook in Binder', 'tslab.ipynb', { python: binder, cwd, env })

  const python = makePython('devcontainer')
  const own = bareEnv(python, join(base, 'home of devcontainer'))
  const { postCreateCommand } = JSON.parse(
    readFileSync(join(cwd, '.devcontainer', 'devcontainer.json'), 'utf8'),
  )
  // As the container does: by a shell.
  attempt('postCreateCommand', ['sh', '-c', postCreateCommand], { cwd, env: own })
  runNotebook('a notebook in the container', 'tslab-magics.ipynb', { python, cwd, env: own })
}

/** A copy of what git knows of this repository, built as Binder builds it. */
function tryOwn() {
  const cwd = join(base, 'repository')
  const list = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout
  for (const file of list.split('\0').filter(Boolean))
    cpSync(join(root, file), join(cwd, file), { recursive: true })
  const python = makePython('own')
  const env = bareEnv(python, join(base, 'home of own'))
  attempt('.binder/postBuild of this repository', ['./.binder/postBuild'], { cwd, env })
  for (const kernel of ['tslab', 'tslab-magics']) {
    writeFileSync(join(cwd, 'notebooks', `${kernel}.ipynb`), notebook(kernel))
    runNotebook(`a notebook of ${kernel} in this repository`, `notebooks/${kernel}.ipynb`, {
      python,
      cwd,
      env,
    })
  }
}

try {
  await setUp()
  if (process.argv.includes('--own')) tryOwn()
  else tryOthers()
} finally {
  rmSync(base, { recursive: true, force: true })
}
console.log(failures.length === 0 ? 'init: all passed' : `init: failed: ${failures.join(', ')}`)
if (failures.length > 0) process.exitCode = 1
