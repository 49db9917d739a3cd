/**
 * The commands where a machine is not as usual: each works, or ends with 1 and one line that says what, on what, and what
 * to do.
 */
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPython } from '../../src/cli/setup/python'
import { startPracticeServer } from '../../src/practice/server/server'
import { bareEnv, readCells, runCli, writeNotebook } from '../support/notebook'
import { longTest, rounds } from '../support/extent'
import { makeProject, startLab } from '../support/own-project'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'environments-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Port 9 of this machine, where nobody answers: what a network is that is down. */
const NOBODY = 'http://127.0.0.1:9'
const PROXIES = Object.fromEntries(
  ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].map((name) => [
    name,
    NOBODY,
  ]),
)
/** What pip and npm ask. */
const OFFLINE = {
  PIP_INDEX_URL: `${NOBODY}/simple`,
  PIP_EXTRA_INDEX_URL: '',
  PIP_NO_INDEX: '',
  PIP_FIND_LINKS: '',
  // pip says only when it tries again why a connection failed.
  PIP_RETRIES: '1',
  PIP_CONFIG_FILE: '/dev/null',
  npm_config_registry: NOBODY,
}

/** A file where a program wants its folder: nobody can write there, root included. */
const noFolder = join(folder, 'no-folder')
writeFileSync(noFolder, '')

const project = makeProject(join(folder, 'project'))
const run = (args: readonly string[], env: Record<string, string | undefined> = {}, cwd = project) =>
  runCli(args, { cwd, env: { ...bareEnv(), ...env } })

beforeAll(async () => {
  expect(await run(['new', 'first'])).toMatchObject({ exitCode: 0, err: '' })
})

/** Asks for the page of the notebook and for its file. */
async function expectLab(cwd: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const lab = await startLab(cwd, args, env)
  try {
    expect((await lab.ask(lab.url.pathname)).status).toBe(200)
    const file = lab.url.pathname.replace('/lab/tree/', '/api/contents/')
    expect(await (await lab.ask(file)).json()).toMatchObject({ type: 'notebook' })
    expect(lab.said()).toBe(
      (env['HOME'] ?? env['JUPYTER_DATA_DIR'])
        ? 'The home folder cannot be written: JupyterLab keeps its settings until it ends.\n'
        : '',
    )
  } finally {
    expect(await lab.stop()).toBe(0)
  }
}

describe('works', () => {
  const kinds: readonly [string, Record<string, string>][] = [
    [
      'home, network and colours are missing, and a proxy is set',
      {
        HOME: '/proc/no-such-home',
        ...PROXIES,
        NODE_USE_ENV_PROXY: '1',
        ...OFFLINE,
        NO_COLOR: '1',
        TERM: 'dumb',
      },
    ],
    ['a proxy is set', { ...PROXIES, NODE_USE_ENV_PROXY: '1' }],
    ['the home cannot be written', { HOME: '/proc/no-such-home' }],
    [
      'Jupyter’s folders cannot be written',
      { JUPYTER_DATA_DIR: join(noFolder, 'data'), JUPYTER_CONFIG_DIR: noFolder },
    ],
    ['there is no network any more', { ...PROXIES, ...OFFLINE }],
    ['there are no colours', { NO_COLOR: '1', TERM: 'dumb' }],
  ]

  longTest.each(kinds)('where %s', async (_what, env) => {
    const end = await run(['run', 'first.ipynb'], env)
    expect({ ...end, out: '' }).toEqual({ exitCode: 0, out: '', err: '' })
    expect(end.out).toContain('Hello from bash, v')
    expect(end.out).not.toContain('\x1b')
    await expectLab(project, ['first.ipynb'], env)
  })

  const names = ['with blanks  and ünïcödé 数据 ’', '$HOME 100% {connection_file}', `it's "quoted" & ;co`]

  longTest.each(names)('in a folder named %j', async (name) => {
    const odd = makeProject(join(folder, name))
    await expectLabMakesFirst(odd)
    const end = await run(['run', 'first.ipynb', '--save'], {}, odd)
    expect({ ...end, out: '' }).toEqual({ exitCode: 0, out: '', err: '' })
    expect(readCells(join(odd, 'first.ipynb')).filter(({ cell_type }) => cell_type === 'code')).toHaveLength(
      5,
    )
    expect(await run(['new', 'été 2'], {}, odd)).toMatchObject({ exitCode: 0, err: '' })
    await expectLab(odd, ['été 2.ipynb'], {})
  })

  async function expectLabMakesFirst(cwd: string): Promise<void> {
    const lab = await startLab(cwd)
    expect(lab.url.pathname).toBe('/lab/tree/first.ipynb')
    expect(lab.said()).toBe('There is no notebook here: wrote first.ipynb\n')
    expect(await lab.stop()).toBe(0)
  }

  longTest('with a server of one’s own, whose address has a path', async () => {
    const token = 'a-token-for-this-test'
    const server = await startPracticeServer({ access: { token, workspaceId: 'mine' }, fault: 'none' })
    const own = { BASE_URL: `${server.origin}/v1`, ACCESS_TOKEN: token, MODEL_NAME: 'deci-coder-6b' }
    const end = await run(['run', 'first.ipynb'], own)
    await server.close()
    expect({ ...end, out: '' }).toEqual({ exitCode: 0, out: '', err: '' })
    expect(end.out).toContain(`this notebook talks to ${server.origin}/v1`)
    expect(end.out).toContain('[deci-coder-6b · ')
    expect(end.out).not.toContain(token)
  })

  longTest('without a terminal a failure has no colours either', async () => {
    writeNotebook(join(project, 'fails.ipynb'), ['import "tslab-magics"', 'throw new RangeError("why")'])
    const { exitCode, out, err } = await run(['run', 'fails.ipynb'])
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^fails\.ipynb: cell 2 failed: .*RangeError: why\n$/)
    expect(out).toContain('RangeError: why')
    expect(out).not.toContain('\x1b')
  })

  longTest('a second start writes nothing, so the project may be read only', async () => {
    const state = () =>
      [
        '',
        '.venv',
        '.venv/share/jupyter',
        '.venv/share/jupyter/kernels/tslab',
        '.venv/share/jupyter/lab/settings',
      ].map((path) => [readdirSync(join(project, path)), statSync(join(project, path)).mtimeMs])
    await run(['setup'])
    const before = state()
    expect(await run(['setup'])).toEqual({ exitCode: 0, out: '', err: '' })
    expect(await run(['run', 'first.ipynb'])).toMatchObject({ exitCode: 0, err: '' })
    expect(state()).toEqual(before)
  })

  test('a second start looks for no Python', async () => {
    expect(await run(['setup'], { PATH: folder })).toEqual({ exitCode: 0, out: '', err: '' })
  })

  test('a port that is taken is told from another that is found', async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as { port: number }
    const taken = await run(['lab', 'first.ipynb', '--no-browser', '--port', String(port)])
    expect(taken).toEqual({ exitCode: 1, out: '', err: `error: Port ${port} is taken. Choose another one, or leave --port out to have one chosen.\n` }) // prettier-ignore
    server.close()
  })
})

describe('ends with 1 and one line', () => {
  /** A PATH on which `python3` is the real one after a prelude. */
  async function pythonThat(prelude: string): Promise<{ PATH: string }> {
    const bin = mkdtempSync(join(folder, 'bin-'))
    const { path } = await findPython(process.env)
    writeFileSync(
      join(bin, 'python3'),
      `#!/bin/sh\nexec "${path}" -c 'import sys; ${prelude}; exec(sys.argv[2])' "$@"\n`,
    )
    chmodSync(join(bin, 'python3'), 0o755)
    return { PATH: bin }
  }

  const newProject = () => makeProject(mkdtempSync(join(folder, 'new-')), { venv: false })

  const kinds: [string, () => Promise<Record<string, string>> | Record<string, string>, RegExp][] = [
    [
      'there is no Python',
      () => ({ PATH: folder }),
      /^python3 was not found\. Install Python 3\.11 or newer/,
    ],
    [
      'Python is too old',
      () => pythonThat('sys.version_info = (3, 9, 2)'),
      /^python3 is Python 3\.9\.2, too old\. Install/,
    ],
    [
      'Debian’s python3-venv is missing',
      () => pythonThat('sys.modules["ensurepip"] = None'),
      /^python3 \(Python [\d.]+\) has no ensurepip module\. Install it \(Debian, Ubuntu: apt install python3-venv\)/,
    ],
    [
      'there is no network',
      () => OFFLINE,
      /^Installing the Python packages failed \(exit code 1\): pip cannot reach 127\.0\.0\.1:9 \(Connection refused\)\. Check the network, .+ then run this again\.$/,
    ],
    [
      'the proxy does not answer',
      () => ({ ...OFFLINE, ...PROXIES, PIP_INDEX_URL: 'https://index.invalid/simple' }),
      /^Installing the Python packages failed \(exit code 1\): pip cannot reach index\.invalid \(Connection refused\)\. Check the network/,
    ],
  ]

  // Each of the last two makes an environment and has pip try twice.
  test.each(kinds.slice(0, rounds(5, 3)))('where %s', async (_what, env, line) => {
    const cwd = newProject()
    const { exitCode, out, err } = await run(['lab', '--no-browser'], await env(), cwd)
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    const [last, ...before] = err.trimEnd().split('\n').reverse()
    expect(last?.replace(/^error: /, '')).toMatch(line)
    // Before it only what was done so far.
    for (const each of before) expect(each).toMatch(/^(?:Making .venv|Installing JupyterLab) .*…$/)
    expect(readdirSync(cwd)).not.toContain('first.ipynb')
  })

  test('where the file system refuses to write', async () => {
    // Not even root can make a file there.
    const { exitCode, out, err } = await run(['setup'], {}, '/sys')
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(err).toMatch(/^error: \/sys\/\.venv\S*: [A-Z][a-z -]+\. .+\n$/)
    expect(await run(['new', 'first'], {}, '/sys')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^error: first\.ipynb in \/sys cannot be written: .+\n$/) as string,
    })
  })

  longTest('where the kernelspec cannot be written', async () => {
    const cwd = makeProject(mkdtempSync(join(folder, 'spec-')))
    writeFileSync(join(cwd, '.venv', 'share', 'jupyter', 'kernels'), '')
    const { exitCode, err } = await run(['setup'], {}, cwd)
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^error: .+kernels\S*: [A-Z][a-z ]+\. .+\n$/)
  })
})
