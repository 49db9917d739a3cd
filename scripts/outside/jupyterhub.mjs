// npm run test:jupyterhub: a class on the real JupyterHub from PyPI, configured by the files of deploy/jupyterhub. Five students run the
// tutorial at once, through the hub's proxy and over websockets; each finds their own token and files and no others. Then it measures
// what a student needs. `-- --students 10` for another class, `-- --cli FILE` for the class server of another build,
// `-- --types off` for kernels that check no types.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { setUp } from '../setup.mjs'
import { installPackages } from './folders.mjs'
import { check, failures } from './jupyterhub/check.mjs'
import { measure } from './jupyterhub/measure.mjs'
import { deploy, findPython, firstUid, makePlaces } from './jupyterhub/places.mjs'
import { look, probes, readTokens, shown } from './jupyterhub/probes.mjs'
import { endAll, freePorts, run, said } from './jupyterhub/processes.mjs'
import { root } from './kernel.mjs'

const { values: options } = parseArgs({
  options: {
    students: { type: 'string', default: '5' },
    types: { type: 'string', default: 'note' },
    cli: { type: 'string', default: join(root, 'dist', 'cli.js') },
  },
})
const NAMES = ['ada', 'grace.h', 'alan@example.org', 'katherine johnson', 'edsger']
const students = Array.from({ length: Number(options.students) }, (_, at) => NAMES[at] ?? `student${at + 1}`)
const here = join(import.meta.dirname, 'jupyterhub')
await setUp()

const proxy = await installPackages('jupyterhub-proxy', { 'configurable-http-proxy': '5.3.0' }, { log: console.error }) // prettier-ignore
const python = await findPython()
if (python) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jupyterhub-')))
  try {
    await teach(folder)
  } finally {
    await endAll(folder)
    if (process.env['KEEP']) console.log(`jupyterhub: ${folder} is kept`)
    else rmSync(folder, { recursive: true, force: true })
  }
  console.log(failures.length === 0 ? 'jupyterhub: all passed' : `jupyterhub: failed: ${failures.join(', ')}`)
  if (failures.length > 0) process.exitCode = 1
}

async function teach(folder) {
  const key = `upstream-canary-${randomBytes(12).toString('hex')}`
  const pagesToken = randomBytes(16).toString('hex')
  const [port, hubPort, proxyPort, classPort, serverPort] = await freePorts(5)
  const places = makePlaces(folder, python)
  const server = run(
    'server',
    [process.execPath, join(root, 'dist', 'cli.js'), 'practice', '--port', serverPort],
    {
      env: { ...process.env, ACCESS_TOKEN: key, WORKSPACE_ID: 'practice' },
      log: join(folder, 'hub', 'server.log'),
    },
  )
  await said(server, 'export BASE_URL')
  const serverEnv = join(places.class, 'server.env')
  writeFileSync(serverEnv, `BASE_URL=http://127.0.0.1:${serverPort}/v1\nACCESS_TOKEN=${key}\n`, {
    mode: 0o600,
  })

  const uid = firstUid(places)
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:HOME|LANG|LC_ALL|TMPDIR|npm_config_registry|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name))), // prettier-ignore
    PATH: [join(places.environment, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    TEST_FOLDER: folder,
    TEST_FIRST_UID: String(uid),
    TEST_PORT: port,
    TEST_HUB_PORT: hubPort,
    TEST_PROXY_PORT: proxyPort,
    TEST_PROXY: [
      process.execPath,
      join(proxy, 'configurable-http-proxy', 'bin', 'configurable-http-proxy'),
    ].join('\n'),
    TEST_TOKEN: pagesToken,
    TEST_DEPLOY: deploy,
    TEST_TYPES: options.types,
    CLASS_FOLDER: places.class,
    CLASS_COMMAND: `${process.execPath} ${options.cli}`,
    CLASS_PORT: classPort,
    CLASS_LIMITS: '--requests-per-minute 1000',
    CLASS_USER: '',
  }
  const hub = run('hub', [places.python, '-m', 'jupyterhub', '-f', join(here, 'jupyterhub_config.py')], {
    env,
    cwd: join(folder, 'hub'),
    log: join(folder, 'hub', 'hub.log'),
  })
  await said(hub, 'JupyterHub is now running')

  const notebook = join(root, 'notebooks', 'managed-inference.ipynb')
  const address = `http://127.0.0.1:${port}`
  const driver = run(
    'students',
    [places.python, join(here, '_students.py'), address, notebook, ...students],
    {
      env: { PATH: env.PATH, TEST_TOKEN: pagesToken },
      log: join(folder, 'hub', 'students.log'),
      stdin: 'pipe',
    },
  )
  const answers = createInterface({ input: driver.stdout })[Symbol.asyncIterator]()
  const round = async (cells) => {
    if (cells) driver.stdin.write(`${JSON.stringify(cells)}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`the students ended: ${driver.text.slice(-2000)}`)
    return JSON.parse(value)
  }

  const lesson = await round()
  for (const [name, { cells, startSeconds }] of Object.entries(lesson)) {
    const failed = cells.filter(({ status }) => status !== 'ok')
    check(`${name} runs the tutorial (server ready after ${startSeconds.toFixed(1)} s)`, failed.length === 0, JSON.stringify(failed).slice(0, 1500)) // prettier-ignore
    check(`${name} is answered by the class server`, !shown(cells).includes('[practice]') && shown(cells).includes('vegan')) // prettier-ignore
  }
  const tokens = readTokens(places.tokens, students)
  const looks = await round(probes({ address, folder, tokens: places.tokens, classPort }))
  check('each has a token of their own', new Set(tokens.values()).size === students.length)
  for (const [name, { cells }] of Object.entries(looks))
    look(name, { text: shown(cells), tokens, hasOwnUid: uid > 0 })

  await measure(students, round)
  const secrets = { 'the key of the server': key, ...Object.fromEntries(tokens) }
  const texts = [...filesBelow(folder)].filter((file) => ![serverEnv, places.tokens].includes(file))
  const everything = [...texts.map((file) => readFileSync(file, 'latin1')), JSON.stringify([lesson, looks])]
  for (const [name, secret] of Object.entries(secrets))
    check(`no log, notebook or file holds ${name === 'the key of the server' ? name : `the token of ${name}`}`, !everything.some((text) => text.includes(secret))) // prettier-ignore
  check('the file of tokens is for its owner alone', (statSync(places.tokens).mode & 0o777) === 0o600)
  driver.stdin.end()
  if (driver.ended === undefined) await once(driver, 'exit')
  check('servers and kernels end', driver.ended === 0, driver.text.slice(-800)) // prettier-ignore
}

/** Files of users and logs; not what was installed. */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !['node_modules', 'environment', '.npm', '.cache'].includes(entry.name))
      yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}
