import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MagicsError } from '../../src/errors'
import { runProcess, type ProcessOptions } from '../../src/shell/run-process'

const node = (script: string, options: Partial<ProcessOptions> = {}) =>
  collect({ command: process.execPath, args: ['-e', script], ...options })
const sh = (script: string, options: Partial<ProcessOptions> = {}) =>
  collect({ command: 'sh', args: ['-c', script], ...options })

async function collect(options: ProcessOptions) {
  let stdout = ''
  let stderr = ''
  const outcome = await runProcess({
    ...options,
    onStdout: async (text) => {
      stdout += text
      await options.onStdout?.(text)
    },
    onStderr: (text) => {
      stderr += text
      return options.onStderr?.(text)
    },
  })
  return { ...outcome, stdout, stderr }
}

const isAlive = (pid: number) => {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return state !== '' && !state.startsWith('Z')
  } catch {
    return false
  }
}
/** The value of `read` once it has not changed for twenty looks. */
const settled = async (read: () => number): Promise<number> => {
  let value = read()
  for (let same = 0; same < 20; same++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (read() !== value) same = 0
    value = read()
  }
  return value
}
const failure = async (run: Promise<unknown>): Promise<MagicsError> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (MagicsError.is(error)) return error
  throw new Error(`no MagicsError: ${String(error)}`)
}

describe('runProcess', () => {
  test('gives both outputs and the exit code', async () => {
    const run = await sh('echo out; echo err >&2; exit 3')
    expect(run).toEqual({ exitCode: 3, signal: undefined, stopped: false, stdout: 'out\n', stderr: 'err\n' })
  })

  test('counts the end by a signal as a shell does', async () => {
    expect(await sh('kill -KILL $$')).toMatchObject({ exitCode: 137, signal: 'SIGKILL', stopped: false })
  })

  test('takes a SIGINT for a Stop that is heard only after it', async () => {
    const stop = new AbortController()
    const onStdout = () => void setTimeout(() => stop.abort(), 20)
    const run = await sh('echo ready; kill -INT $$', { signal: stop.signal, onStdout })
    expect(run).toMatchObject({ signal: 'SIGINT', stopped: true })
    const { signal } = new AbortController()
    expect(await sh('kill -INT $$', { signal })).toMatchObject({ exitCode: 130, stopped: false })
  })

  test('hands on output while the process runs', async () => {
    // The child goes on only when its first output has been seen.
    const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
    const seen = join(folder, 'seen')
    const run = await sh(`echo first; while [ ! -e '${seen}' ]; do sleep 0.01; done; echo second`, {
      onStdout: (text) => text.includes('first') && writeFileSync(seen, ''),
    } as Partial<ProcessOptions>)
    expect(run.stdout).toBe('first\nsecond\n')
    rmSync(folder, { recursive: true })
  })

  test('keeps characters whole wherever the bytes are cut', async () => {
    const texts: string[] = []
    const script = `
      const bytes = Buffer.from('aä€😀z')
      ;(async () => { for (const byte of bytes) { process.stdout.write(Buffer.of(byte)); await new Promise((r) => setTimeout(r, 5)) } })()`
    await node(script, { onStdout: (text) => void texts.push(text) })
    expect(texts.join('')).toBe('aä€😀z')
    expect(texts.some((text) => text.includes('\ufffd'))).toBe(false)
    expect(texts.length).toBeGreaterThan(1)
  })

  test('shows bytes that are no text as U+FFFD, also a cut one at the very end', async () => {
    expect((await sh("printf 'a\\377b\\303'")).stdout).toBe('a\ufffdb\ufffd')
  })

  test('gives bytes untouched', async () => {
    const pieces: Uint8Array[] = []
    await runProcess({
      command: 'sh',
      args: ['-c', "printf '\\377\\000\\303'"],
      onStdoutBytes: (bytes) => void pieces.push(bytes),
    })
    expect(Buffer.concat(pieces)).toEqual(Buffer.of(255, 0, 0o303))
  })

  test('passes 3 MB through in order', async () => {
    const run = await node(
      `for (let i = 0; i < 300000; i++) process.stdout.write(String(i).padStart(9) + '\\n')`,
    )
    const lines = run.stdout.split('\n')
    expect(lines.length).toBe(300_001)
    expect(lines.every((line, index) => index === 300_000 || Number(line) === index)).toBe(true)
  })

  test('holds the child up while its reader is busy', async () => {
    let release = () => {}
    const busy = new Promise<void>((resolve) => (release = resolve))
    let calls = 0
    const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
    const wrote = join(folder, 'wrote')
    const running = node(
      `require('fs').writeSync(1, 'x'); const write = (left) => left && process.stdout.write('y'.repeat(65536), () => { require('fs').writeFileSync('${wrote}', String(left)); write(left - 1) }); write(64)`,
      { onStdout: () => (calls++ === 0 ? busy : undefined) },
    )
    const left = await settled(() => Number(existsSync(wrote) ? readFileSync(wrote, 'utf8') : 64))
    expect(left).toBeGreaterThan(32)
    release()
    expect((await running).stdout.length).toBe(1 + 64 * 65536)
    rmSync(folder, { recursive: true })
  })

  test('leaves standard input empty unless something is given', async () => {
    expect((await sh('cat; echo end')).stdout).toBe('end\n')
    expect((await sh('cat', { stdin: 'téxt' })).stdout).toBe('téxt')
    expect((await sh('wc -c', { stdin: new Uint8Array(3_000_000) })).stdout.trim()).toBe('3000000')
  })

  test('reads a source of standard input at the pace of the child', async () => {
    let given = 0
    const source = (async function* () {
      for (; given < 1000; given++) yield new Uint8Array(65536)
    })()
    const run = await sh('head -c 5; sleep 0.1', { stdin: source })
    expect(run.exitCode).toBe(0)
    expect(given).toBeLessThan(20)
  })

  test('does not wait for a source that never ends once the child has', async () => {
    let isReturned = false
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          isReturned = true
          return { done: true, value: undefined }
        },
      }),
    }
    expect((await sh('exit 4', { stdin: source })).exitCode).toBe(4)
    expect(isReturned).toBe(true)
  })

  test('fails with what the source of standard input throws, and leaves no process', async () => {
    let pid = 0
    const source = (async function* () {
      yield Buffer.from('x')
      throw new RangeError('no more')
    })()
    const running = sh('echo $$; exec sleep 60', {
      stdin: source,
      onStdout: (text) => void (pid = Number(text)),
    })
    await expect(running).rejects.toThrow(new RangeError('no more'))
    expect(isAlive(pid)).toBe(false)
  })

  test('fails with what the reader of the output throws, and leaves no process', async () => {
    let pid = 0
    const onStdout = (text: string) => {
      pid = Number(text)
      throw new RangeError('cannot draw')
    }
    await expect(sh('echo $$; exec sleep 60', { onStdout })).rejects.toThrow('cannot draw')
    expect(isAlive(pid)).toBe(false)
  })

  test('offers a script on descriptor 3', async () => {
    expect((await sh('cat <&3', { script: 'só\n' })).stdout).toBe('só\n')
  })

  test('passes the environment without undefined variables', async () => {
    const env = { PATH: process.env.PATH, A: 'a b', B: undefined }
    expect((await sh('echo "$A" "${B-unset}"', { env })).stdout).toBe('a b unset\n')
  })
})

describe('a program that does not start', () => {
  test.each<[string, ProcessOptions, string, string]>([
    [
      'is not there',
      { command: 'no-such-program' },
      'not-found',
      'There is no program named no-such-program on PATH. Check the spelling, or install it.',
    ],
    [
      'is bash without bash',
      { command: 'bash', env: { PATH: '/nowhere' } },
      'not-found',
      'There is no bash on PATH. Install it; curl`…` and %%curl work without.',
    ],
    [
      'has no folder',
      { command: 'ls', cwd: '/no/such' },
      'not-found',
      'ls was not started: the folder /no/such does not exist.',
    ],
    [
      'is not executable',
      { command: '/etc/passwd' },
      'spawn',
      '/etc/passwd was not started: it may not be executed. Check its permissions (chmod +x).',
    ],
    [
      'has too long an argument',
      { command: 'ls', args: ['x'.repeat(3e6)] },
      'spawn',
      'ls was not started: its arguments and environment are too long. Pass large values on stdin or in a file.',
    ],
    [
      'has a NUL in an argument',
      { command: 'ls', args: ['a\0b'] },
      'spawn',
      'ls was not started: a value holds a NUL character, which no program can be given.',
    ],
  ])('%s', async (_name, options, code, message) => {
    expect(await failure(runProcess(options))).toMatchObject({ code, message })
  })
})

describe('Stop', () => {
  const stopping = (script: string, stopAt: string, options: Partial<ProcessOptions> = {}) => {
    const controller = new AbortController()
    let seen = ''
    return sh(script, {
      ...options,
      signal: controller.signal,
      onStdout: (text) => {
        seen += text
        if (seen.includes(stopAt)) controller.abort()
      },
    })
  }
  const pids = (stdout: string) => [...stdout.matchAll(/pid (\d+)/g)].map((match) => Number(match[1]))

  test('starts nothing when it came before', async () => {
    const run = await sh('echo started', { signal: AbortSignal.abort() })
    expect(run).toMatchObject({ stopped: true, stdout: '' })
  })

  test('interrupts first, so that a program can tidy up', async () => {
    const run = await stopping(
      'trap "echo tidy; exit 5" INT; echo ready; while :; do sleep 0.05; done',
      'ready',
    )
    expect(run).toMatchObject({ stopped: true, exitCode: 5, stdout: 'ready\ntidy\n' })
  })

  test.each([
    ['INT', 'echo pid $$ ready; exec sleep 60', 'SIGINT'],
    ['TERM for one that ignores INT', 'trap "" INT; echo pid $$ ready; exec sleep 60', 'SIGTERM'],
    ['KILL for one that ignores both', 'trap "" INT TERM; echo pid $$ ready; exec sleep 60', 'SIGKILL'],
  ])('ends a program by %s', async (_name, script, signal) => {
    const run = await stopping(script, 'ready', { stopLadderMs: 100 })
    expect(run).toMatchObject({ stopped: true, signal })
    expect(pids(run.stdout).map(isAlive)).toEqual([false])
  })

  test('ends the whole tree, also what ignores the signals or runs in the background', async () => {
    const script = `
      sh -c 'trap "" INT TERM; echo pid $$; while :; do sleep 1; done' &
      (sleep 60 >/dev/null & echo pid $!; wait) &
      sh -c 'sh -c "echo pid \\$\\$; sleep 60" | cat' &
      sleep 0.3; echo ready; wait`
    const run = await stopping(script, 'ready', { stopLadderMs: 100 })
    expect(pids(run.stdout).length).toBe(3)
    expect(pids(run.stdout).filter(isAlive)).toEqual([])
  })

  test('does not wait for a process that left the group with the output in hand', async () => {
    const run = await stopping(
      `${process.execPath} -e "const c = require('child_process').spawn('sleep', ['60'], { detached: true, stdio: 'inherit' }); console.log('pid', c.pid); c.unref()"; echo ready; sleep 60`,
      'ready',
      { stopLadderMs: 100 },
    )
    expect(run.stopped).toBe(true)
    process.kill(pids(run.stdout)[0] as number)
  })
})
