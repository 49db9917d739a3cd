import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { MagicsError } from '../../src/errors'
import { setScopeSource } from '../../src/kernel/scope/scope'
import type { CellScope } from '../../src/kernel/scope/cell-scope'
import { registerSecret } from '../../src/secrets/registry'
import { bash } from '../../src/shell/bash'
import { bashCommand } from '../../src/shell/bash-command'
import { ShellError } from '../../src/shell/errors'

/** A cell that keeps what is written to it. */
function openCell() {
  const abort = new AbortController()
  const cell = { stdout: '', stderr: '', abort, onWrite: (_text: string) => {} }
  const scope: CellScope = {
    kind: 'patched',
    signal: abort.signal,
    write(name, text) {
      cell[name] += text
      cell.onWrite(text)
    },
    display: () => ({ update: () => {} }),
    clearOutput: () => {},
    input: () => Promise.reject(new Error('no input')),
  }
  setScopeSource(() => scope)
  return cell
}
let cell: ReturnType<typeof openCell>
beforeEach(() => void (cell = openCell()))

const failure = async (run: Promise<unknown>): Promise<MagicsError> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (MagicsError.is(error)) return error
  throw new Error(`no MagicsError: ${String(error)}`)
}
const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('bash', () => {
  test('is the real bash, and gives its output and exit code', async () => {
    const run = await bash`x=(a b); [[ \${x[1]} == b ]] && echo "\${x[@]^^}"; echo oops >&2`
    expect(run).toEqual({ stdout: 'A B\n', stderr: 'oops\n', exitCode: 0, signal: undefined })
  })

  test('shows both outputs in the cell that called it', async () => {
    const first = cell
    const running = bash`echo out; sleep 0.1; echo err >&2`
    cell = openCell()
    await running
    expect(first).toMatchObject({ stdout: 'out\n', stderr: 'err\n' })
    expect(cell).toMatchObject({ stdout: '', stderr: '' })
  })

  test('shows output while the script runs', async () => {
    const seen = join(folder, 'seen')
    cell.onWrite = () => writeFileSync(seen, '')
    await bash`echo first; while [ ! -e ${seen} ]; do sleep 0.01; done; echo second`
    expect(cell.stdout).toBe('first\nsecond\n')
  })

  test('shows nothing when told to be quiet', async () => {
    expect((await bash({ quiet: true })`echo out; echo err >&2`).stdout).toBe('out\n')
    expect(cell).toMatchObject({ stdout: '', stderr: '' })
  })

  test('gives lines and JSON', async () => {
    const run = await bash`printf 'a\n\n b\r\n'`
    expect(run.lines()).toEqual(['a', '', ' b'])
    expect((await bash`true`).lines()).toEqual([])
    expect((await bash`echo '{"a": [1]}'`).json<{ a: number[] }>().a).toEqual([1])
  })

  test('says what is wrong when there is no JSON, without repeating the output', async () => {
    const run = await bash`echo sekret`
    expect(() => run.json()).toThrow(
      'bash wrote no JSON on stdout (7 B). Look at .stdout, or have the command print JSON.',
    )
    const empty = await bash`true`
    expect(() => empty.json()).toThrow('bash wrote nothing on stdout.')
  })

  test('prints as one line that holds no output', async () => {
    const run = await bash({ reject: false })`echo sekret; echo b; echo c >&2; exit 3`
    expect(inspect(run)).toBe('bash: exit code 3, 2 lines (9 B) on stdout, 1 line (2 B) on stderr')
  })

  test('keeps folder and environment changes to itself', async () => {
    const before = process.cwd()
    await bash`cd /; export LEAK=1; unset PATH`
    expect(process.cwd()).toBe(before)
    expect(process.env['LEAK']).toBeUndefined()
    expect((await bash`pwd; echo "[$LEAK]"`).stdout).toBe(`${before}\n[]\n`)
  })

  test('sees variables that were set in the notebook, and those of the call', async () => {
    process.env['TSLAB_MAGICS_TEST'] = 'a b'
    const run = await bash({
      env: { MORE: 'c', HOME: undefined },
      cwd: '/',
    })`echo "$TSLAB_MAGICS_TEST $MORE [$HOME] $PWD"`
    delete process.env['TSLAB_MAGICS_TEST']
    expect(run.stdout).toBe('a b c [] /\n')
  })

  test('reads what is given on standard input, otherwise nothing', async () => {
    expect((await bash({ stdin: 'x y' })`cat; read z; echo end`).stdout).toBe('x yend\n')
    expect((await bash`cat; ssh -V 2>&1 | cat >/dev/null; echo end`).stdout).toBe('end\n')
  })

  test('keeps its script out of the list of processes and of the environment', async () => {
    const run = await bash`: sek-ret-in-the-text ${'sek-ret-value'}
tr '\0' ' ' </proc/$$/cmdline; tr '\0' ' ' </proc/self/environ; env`.catch((error) => error)
    expect(run.stdout).not.toMatch(/sek-ret/)
    expect(run.stdout).toMatch(/^bash -o pipefail -c /)
  })

  test('names its own text alone when it is no bash', async () => {
    const error = (await bash`echo 1
echo ( 2`.catch((error: unknown) => error)) as ShellError
    expect(error.stderr).toMatch(/line 2: syntax error.*\n.*line 2: `echo \( 2'/)
    expect(((await bash`echo ) 1`.catch((error: unknown) => error)) as ShellError).stderr).toContain(
      "`echo ) 1'",
    )
  })

  test('counts lines as they stand in the cell', async () => {
    const run = await bash({ reject: false })`echo $LINENO

no_such_command_x ${'a\nb'}
echo $LINENO`
    expect(run.stdout).toBe('1\n4\n')
    expect(run.stderr).toBe('bash: line 3: no_such_command_x: command not found\n')
  })

  test('runs a script of 1 MB', async () => {
    const text = `echo ${'x'.repeat(50)}\n`.repeat(20_000)
    expect((await bash({ quiet: true })(`${text}exit 0`)).lines().length).toBe(20_000)
  })

  test('takes a script with Windows line ends', async () => {
    expect((await bash('echo a\r\nif true\r\nthen echo b\r\nfi\r\n')).stdout).toBe('a\nb\n')
  })

  test('hands descriptor 3 to nobody', async () => {
    expect((await bash`[ -e /proc/self/fd/3 ] || echo free; exec 3>&1; echo used >&3`).stdout).toBe(
      'free\nused\n',
    )
  })

  test('passes 3 MB through whole', async () => {
    const run = await bash`for i in {1..50}; do head -c 60000 /dev/zero | tr '\0' x; echo; done`
    expect(run.stdout).toBe(`${'x'.repeat(60000)}\n`.repeat(50))
    expect(cell.stdout).toBe(run.stdout)
  })

  test('shows what a Python filter prints at once', async () => {
    const seen = join(folder, 'python-seen')
    cell.onWrite = () => writeFileSync(seen, '')
    await bash`echo | python3 -c 'import os, time
print("first")
while not os.path.exists("${seen}"): time.sleep(0.01)'`
    expect(cell.stdout).toBe('first\n')
  })
})

describe('a failing script', () => {
  test('rejects with its exit code, its output and the last lines of stderr', async () => {
    const error = await failure(bash`echo part; for i in {1..9}; do echo "line $i" >&2; done; exit 7`)
    expect(error).toBeInstanceOf(ShellError)
    expect(error).toMatchObject({
      code: 'shell-exit',
      exitCode: 7,
      signal: undefined,
      stdout: 'part\n',
      partial: 'part\n',
    })
    expect((error as ShellError).stderr).toContain('line 1\n')
    expect(error.message).toBe('bash failed (exit code 7): line 5\nline 6\nline 7\nline 8\nline 9')
    expect(inspect(error)).toBe(`ShellError: ${error.message}`)
  })

  test('never repeats its text, a value or a known secret in the message', async () => {
    registerSecret('canary-8c1f-secret', 'TOKEN')
    const error = await failure(
      bash`x=text-of-script; echo "key ${'canary-8c1f-secret'} refused" >&2; exit 1 # ${'a-value'}`,
    )
    expect(error.message).toBe('bash failed (exit code 1): key •••• refused')
    expect(JSON.stringify(error) + inspect(error)).not.toMatch(/canary|text-of-script|a-value/)
  })

  test.each<[string, string, string]>([
    [
      'the progress meter of curl',
      `printf '  %% Total    %% Received %% Xferd  Average Speed   Time    Time     Time  Current\\n                                 Dload  Upload   Total   Spent    Left  Speed\\n\\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\\r100    12  100    12    0     0    100      0  0:00:01  0:00:01 --:--:--   101\\ncurl: (7) Failed to connect\\n' >&2; exit 7`,
      'bash failed (exit code 7): curl: (7) Failed to connect',
    ],
    [
      'a failing stage of a pipe',
      'false | true',
      'bash failed (exit code 1 of false, 1 of 2 in the pipe). It wrote nothing on stderr.',
    ],
    [
      'a signal',
      'kill -KILL $$',
      'bash was ended by SIGKILL. Often the system does that when memory runs out.',
    ],
    [
      'a pipe whose reader left, with more to run',
      'yes | head -n 1 && echo reached',
      'bash failed (exit code 141). A command in a pipe wrote on after its reader (head, for example) had ended, and what follows was not run: `set +o pipefail` allows that.',
    ],
    [
      'an unknown command',
      'no_such_command_x',
      'bash failed (exit code 127): bash: line 1: no_such_command_x: command not found',
    ],
    [
      'a syntax error',
      'if true',
      'bash failed (exit code 2): bash: eval: line 2: syntax error: unexpected end of file',
    ],
    ['set -e', 'set -e; false; echo not reached', 'bash failed (exit code 1). It wrote nothing on stderr.'],
  ])('says what failed: %s', async (_name, script, message) => {
    expect((await failure(bash(script))).message).toBe(message)
    expect(cell.stdout).not.toContain('reached')
  })

  test.each([6, 7, 18, 22, 23, 26, 28, 35, 47, 52, 55, 56, 60, 77])(
    'says what %i would mean of a silent curl',
    async (exitCode) => {
      const { message } = await failure(bash(`exit ${exitCode}`))
      expect(message).toMatch(
        /^bash failed \(exit code \d+\)\. It wrote nothing on stderr; if it was curl, .+ \(curl -sS/,
      )
    },
  )

  test('gives the result instead when reject is false', async () => {
    expect(await bash({ reject: false })`echo a; exit 5`).toMatchObject({ exitCode: 5, stdout: 'a\n' })
  })

  test('is ended after its time', async () => {
    const error = await failure(bash({ timeoutMs: 200 })`echo early; sleep 60`)
    expect(error).toMatchObject({ code: 'timeout', partial: 'early\n' })
    expect(error.message).toBe(
      'bash ran longer than 200 ms and was ended. Raise timeoutMs if that was too short.',
    )
  })

  test('is ended when it writes more than can be kept', async () => {
    const error = await failure(bash({ maxOutputChars: 100_000, quiet: true })`yes`)
    expect(error.code).toBe('output-too-large')
    expect(error.message).toBe(
      'bash wrote more than 100 kB on stdout and was ended. Write the output to a file, or raise maxOutputChars.',
    )
    expect(String(error.partial).length).toBeGreaterThan(10_000)
  })

  test('is a clear line where there is no bash', async () => {
    expect((await failure(bash({ env: { PATH: '/nowhere' } })`true`)).message).toContain(
      'There is no bash on PATH.',
    )
  })
})

describe('Stop', () => {
  const alive = (text: string) =>
    [...text.matchAll(/pid (\d+)/g)].filter((match) => existsSync(`/proc/${match[1]}/fd/0`)).length

  test('ends the script and all it started, with the output so far on the error', async () => {
    cell.onWrite = (text) => text.includes('ready') && cell.abort.abort()
    const error =
      await failure(bash`sleep 60 & echo pid $!; (trap '' INT; echo pid $BASHPID; sleep 60; sleep 60) &
sleep 0.2; echo pid $$ ready; sleep 60 | cat`)
    expect(error.code).toBe('stopped')
    expect(error.message).toBe('bash was stopped before it was finished.')
    expect(String(error.partial)).toMatch(/ready\n$/)
    expect(alive(String(error.partial))).toBe(0)
  })

  test('comes from a signal of the call too', async () => {
    const own = new AbortController()
    cell.onWrite = () => own.abort()
    expect((await failure(bash({ signal: own.signal })`echo a; sleep 60`)).code).toBe('stopped')
  })

  test('is a time limit where the signal of the call is one', async () => {
    const error = await failure(bash({ signal: AbortSignal.timeout(1500) })`echo a; sleep 60`)
    expect(error).toMatchObject({ code: 'timeout', partial: 'a\n' })
    expect(error.message).toBe('bash ran longer than its signal allows and was ended.')
  })

  test('stops a script although failing exits are allowed', async () => {
    cell.onWrite = () => cell.abort.abort()
    expect((await failure(bash({ reject: false })`echo a; sleep 60`)).code).toBe('stopped')
  })

  test('lets go of the signals afterwards', async () => {
    const added: string[] = []
    const { signal } = cell.abort
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      added.push('+')
      return addEventListener.apply(signal, args)
    }
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      added.push('-')
      return removeEventListener.apply(signal, args)
    }
    await bash`true`
    expect(added).toEqual(['+', '-'])
  })
})

describe('curl in a script', () => {
  const home = join(folder, 'home')
  beforeAll(() => mkdirSync(join(home, '.config'), { recursive: true }))
  const curlrc = async (env: Record<string, string | undefined>) =>
    (
      await bash({
        env: { CURL_HOME: undefined, XDG_CONFIG_HOME: undefined, HOME: home, ...env },
      })`cat "$CURL_HOME/.curlrc"`
    ).stdout

  test('is told not to buffer, in a file of ours that only the user can read', async () => {
    const run = await bash({
      env: { HOME: home },
    })`stat -c '%a %n' "$CURL_HOME" "$CURL_HOME"/.curlrc; cat "$CURL_HOME"/.curlrc`
    expect(run.stdout).toMatch(/^700 \S+\n600 \S+\nno-buffer\n$/)
  })

  test.each<[string, string, Record<string, string>]>([
    ['in the home folder', '.curlrc', {}],
    ['in .config', '.config/curlrc', {}],
    ['in XDG_CONFIG_HOME', 'xdg "x"/curlrc', { XDG_CONFIG_HOME: join(home, 'xdg "x"') }],
    ['in CURL_HOME', 'own/.curlrc', { CURL_HOME: join(home, 'own') }],
  ])("still reads the user's own file %s", async (_name, path, env) => {
    const file = join(home, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, 'write-out = "own file read"\n')
    expect(await curlrc(env)).toMatch(/^config = ".*curlrc"\nno-buffer\n$/)
    // A real curl reads the user's file through ours.
    const run = await bash({
      env: { CURL_HOME: undefined, XDG_CONFIG_HOME: undefined, HOME: home, ...env },
    })`curl -s file:///dev/null`
    rmSync(file)
    expect(run.stdout).toBe('own file read')
  })

  test.each(['true', 'false'])('leaves no file behind: %s', async (end) => {
    const run = await bash({ reject: false })`echo "$CURL_HOME"; ${end}`
    expect(run.stdout).toContain(tmpdir())
    expect(existsSync(run.stdout.trim())).toBe(false)
  })
})

describe('bashCommand', () => {
  test('gives bash the script in a variable where descriptors cannot be passed on', () => {
    const { command, args, script, env } = bashCommand(
      { body: 'echo "a $LINENO $x"\nenv | grep -c -e __script -e __setup', setup: 'x=1' },
      'win32',
    )
    expect(script).toBeUndefined()
    const run = execFileSync('sh', ['-c', '"$@" || :', 'sh', command, ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    })
    expect(run).toBe('a 1 1\n0\n')
  })
})
