/**
 * Magics that run programs: `%%bash`, `%%sh`, `%%script`, `%%curl`, `%npm`, `%pip`. Owns their options; processes, live output and
 * Stop are in `shell/`.
 */
import { UsageError } from '../../errors'
import { currentScope } from '../../kernel/scope/scope'
import { readBashLine } from './bash-line'
import { createMagic, type OwnCall, type NoOptions } from '../define-magic'
import { toLineList, type LineList } from '../line-list'
import type { OptionSpecs } from '../options'
import { LINES_TYPE } from '../read/rewrite-cell'
import type { Magic } from '../registry'
import { isIdentifier } from '../../base/identifier'

const OPTIONS = {
  out: { value: 'NAME', help: 'keeps standard output in this variable instead of showing it' },
  err: { value: 'NAME', help: 'keeps standard error in this variable' },
  bg: { help: 'goes on in the background; --out and --err are promises then' },
  proc: { value: 'NAME', help: 'with --bg: keeps the run in this variable, with ended and kill()' },
  'no-raise-error': { help: 'a failing exit code does not fail the cell' },
} as const satisfies OptionSpecs

type ScriptCall = OwnCall<typeof OPTIONS>

/** What a run leaves behind, whether it failed or not. */
interface Output {
  readonly stdout: string
  readonly stderr: string
}

type Quiet = boolean | 'stdout' | 'stderr'

/** What a run is told. */
interface Settings {
  readonly reject: boolean
  readonly quiet: Quiet
  readonly signal?: AbortSignal
}

/** Runs a script and puts its output where the options say; the variables are there also when it failed. */
async function runWith(call: ScriptCall, run: (settings: Settings) => Promise<Output>): Promise<void> {
  if (call.options.bg) return await runInBackground(call, run)
  const { options, assign } = call
  const { out, err, proc } = options
  if (proc !== undefined) throw new UsageError(`%%${call.name}: --proc goes with --bg.`)
  const keep = async ({ stdout, stderr }: Output) => {
    if (out !== undefined) await assign(checkVariable('--out', out), stdout, 'string')
    if (err !== undefined) await assign(checkVariable('--err', err), stderr, 'string')
  }
  try {
    await keep(await run({ reject: !options['no-raise-error'], quiet: quietFor(options) }))
  } catch (error) {
    const { ShellError } = await import('../../shell/errors.js')
    if (ShellError.is(error)) await keep(error)
    throw error
  }
}

function quietFor({ out, err }: ScriptCall['options']): Quiet {
  if (out === undefined) return err === undefined ? false : 'stderr'
  return err === undefined ? 'stdout' : true
}

/** The type of the variable of `--proc`. */
const PROCESS_TYPE =
  '{ readonly ended: Promise<{ readonly stdout: string; readonly stderr: string }>; kill(): void }'

/** Starts a script and does not wait for it. What it shows comes below its cell; so does its failure, which fails no cell. */
async function runInBackground(
  { options, assign, name }: ScriptCall,
  run: (settings: Settings) => Promise<Output>,
): Promise<void> {
  const { out, err, proc } = options
  const scope = currentScope()
  const stop = new AbortController()
  const ended = run({ reject: !options['no-raise-error'], quiet: quietFor(options), signal: stop.signal })
  ended.catch((error: unknown) => {
    if (!stop.signal.aborted) scope.write('stderr', `%%${name} --bg: ${(error as Error).message}\n`)
  })
  const kept = (stream: keyof Output) => {
    const text = ended.then((output) => output[stream])
    text.catch(() => {})
    return text
  }
  if (out !== undefined) await assign(checkVariable('--out', out), kept('stdout'), 'Promise<string>')
  if (err !== undefined) await assign(checkVariable('--err', err), kept('stderr'), 'Promise<string>')
  if (proc !== undefined)
    await assign(checkVariable('--proc', proc), { ended, kill: () => stop.abort() }, PROCESS_TYPE)
  scope.write('stderr', `%%${name} goes on in the background until it or this kernel ends.\n`)
}

function checkVariable(option: string, name: string): string {
  if (isIdentifier(name)) return name
  throw new UsageError(`${option} needs the name of a variable, not ${JSON.stringify(name)}.`)
}

async function runBash(call: ScriptCall): Promise<void> {
  const line = readBashLine(call.words)
  const { runBashWith } = await import('../../shell/bash.js')
  await runWith(call, (settings) => runBashWith([{ text: call.body ?? '' }], { ...settings, ...line }))
}

/** Runs a program that reads the cell's body on standard input, as IPython does. */
async function runProgram(call: ScriptCall, [command, ...args]: readonly string[]): Promise<void> {
  if (command === undefined) throw new UsageError('%%script needs a program: %%script python3')
  const scope = currentScope()
  const { runLive } = await import('../../shell/run-live.js')
  const { createCurlHome } = await import('../../shell/curl-home.js')
  const { removeFolder } = await import('../../shell/guard.js')
  const { childEnv } = await import('../../shell/child-env.js')
  const env = { PYTHONUNBUFFERED: '1', ...childEnv() }
  const folder = createCurlHome(env)
  const body = call.body ?? ''
  try {
    await runWith(call, (settings) =>
      runLive(
        scope,
        { name: command, command, args, env: { ...env, CURL_HOME: folder } },
        { ...settings, stdin: body.endsWith('\n') ? body : `${body}\n` },
      ),
    )
  } finally {
    removeFolder(folder)
  }
}

function programMagic(name: string, help: string): Magic {
  return createMagic(name, (call: ScriptCall) => runProgram(call, [name, ...call.words]), {
    kind: 'cell',
    help,
    options: OPTIONS,
    keepsOthers: true,
  })
}

// The first pip that there is: a venv has `pip`, Debian only `pip3`, some only the module.
const PIP =
  '__pip() { if type -P pip >/dev/null; then pip "$@"; elif type -P pip3 >/dev/null; then pip3 "$@"; ' +
  'else python3 -m pip "$@"; fi; }; __pip '

/** The lines that a command writes, as `x = !command` gives them; a cell has no value, so its output is shown. */
async function listLines({ into, line, body }: OwnCall<NoOptions>): Promise<LineList | undefined> {
  if (line === '' && (body ?? '').trim() === '')
    throw new UsageError('There is nothing to run. Example: const files = %sx ls')
  const { bash } = await import('../../shell/bash.js')
  if (body === undefined) return toLineList((await into(bash({ quiet: 'stdout' }))).stdout)
  await into(bash, { after: line === '' ? body : `\n${body}` })
  return undefined
}

function linesMagic(name: string): Magic {
  return createMagic<NoOptions>(name, listLines, {
    usage: 'COMMAND',
    help: 'runs a command in bash and gives its lines, as x = !command does',
    returns: LINES_TYPE,
  })
}

const UV =
  '__uv() { if type -P uv >/dev/null; then uv "$@"; else ' +
  'echo "There is no uv on PATH. Install it with %pip install uv; ! uv finds it then as well." >&2; return 127; fi; }; __uv '

/** What `curl` may start with when the word itself is left out: an option, an address, a variable. */
const WITHOUT_CURL = /^(?:-|["']?(?:https?:|\$))/

/** The rest of the first line and the text below it are one script. */
async function runCurl({ line, body, into }: OwnCall<NoOptions>): Promise<void> {
  const script = [line, body ?? ''].filter((text) => text.trim() !== '').join('\n')
  if (script === '')
    throw new UsageError('There is nothing to run. Example: %%curl and below it: curl -s "$BASE_URL/models"')
  const { curl } = await import('../../curl/curl.js')
  const before = WITHOUT_CURL.test(script.trimStart()) ? 'curl ' : ''
  const after = line === '' || body === undefined ? (body ?? '') : `\n${body}`
  await into(curl, { before, after })
}

/** The magics that run programs. */
export const shellMagics: readonly Magic[] = [
  createMagic('bash', runBash, {
    kind: 'cell',
    help: 'runs the cell in bash, with output as it comes; a failure fails the cell',
    options: OPTIONS,
    keepsOthers: true,
  }),
  programMagic('sh', 'runs the cell in sh'),
  programMagic('python', 'runs the cell in the Python of the PATH'),
  programMagic('python3', 'runs the cell in python3'),
  programMagic('perl', 'runs the cell in Perl'),
  programMagic('ruby', 'runs the cell in Ruby'),
  programMagic('node', 'runs the cell in a Node of its own'),
  createMagic('script', (call: ScriptCall) => runProgram(call, call.words), {
    kind: 'cell',
    usage: '[--out NAME] [--err NAME] [--no-raise-error] PROGRAM …',
    help: 'runs a program that reads the cell on standard input',
    options: OPTIONS,
    keepsOthers: true,
  }),
  createMagic<NoOptions>('curl', runCurl, {
    usage: 'OPTIONS URL',
    help: 'runs curl and draws the response: a tree, growing text, a picture',
  }),
  createMagic<NoOptions>(
    'npm',
    async ({ into }) => {
      const { npm } = await import('../../shell/npm.js')
      await into(npm)
    },
    {
      kind: 'line',
      usage: 'install …',
      help: 'runs npm next to the notebook; the next cell can import what it installs',
    },
  ),
  createMagic<NoOptions>(
    'pip',
    async ({ into }) => {
      const { bash } = await import('../../shell/bash.js')
      await into(bash, { before: PIP })
    },
    { kind: 'line', usage: 'install …', help: 'runs the pip of the PATH' },
  ),
  createMagic<NoOptions>(
    'uv',
    async ({ into }) => {
      const { bash } = await import('../../shell/bash.js')
      await into(bash, { before: UV })
    },
    { kind: 'line', usage: 'pip install …', help: 'runs the uv of the PATH' },
  ),
  linesMagic('sx'),
  linesMagic('system'),
]
