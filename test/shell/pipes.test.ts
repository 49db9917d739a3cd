import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bash, runBashWith } from '../../src/shell/bash'
import type { ShellError } from '../../src/shell/errors'
import { readPipeReport } from '../../src/shell/pipe-report'
import { findFailure } from '../../src/shell/pipe-failure'

/** Lines without end, so that a reader is gone before its writer. */
const PYTHON = `python3 -c "
import sys
while True: print('line')"`
const NODE = `node -e "for (;;) require('fs').writeSync(1, 'line\\n')"`

const quiet = bash({ quiet: true })
const failure = async (script: string): Promise<ShellError> =>
  await quiet(script).then(
    () => {
      throw new Error(`did not fail: ${script}`)
    },
    (error: ShellError) => error,
  )

describe('a reader that had enough', () => {
  test.each([
    ['SIGPIPE', 'yes | head -2', 'y\ny\n'],
    ['Python', `${PYTHON} | head -1`, 'line\n'],
    ['Python whose errors are hidden', `${PYTHON} 2>/dev/null | head -n 2`, 'line\nline\n'],
    ['Node', `${NODE} | head -1`, 'line\n'],
    ['a filter behind it', `${PYTHON} | head -1 | tr a-z A-Z`, 'LINE\n'],
    ['grep -m', `${PYTHON} | grep -m1 line`, 'line\n'],
    ['grep -q', `${PYTHON} 2>/dev/null | grep -q line && echo found || echo lost`, 'lost\n'],
    ['sed', `${PYTHON} 2>/dev/null | sed 1q`, 'line\n'],
    ['awk', `${PYTHON} 2>&- | awk '{ print; exit }'`, 'line\n'],
    ['read', `yes | { read -r x; echo "$x"; }`, 'y\n'],
    ['the end of a longer script', `echo a\n${PYTHON} | head -1`, 'a\nline\n'],
    ['the last line with set -e', `set -e\necho a\nyes | head -1`, 'a\ny\n'],
    ['a loop', `for i in 1 2; do\n  yes | head -1\ndone`, 'y\ny\n'],
    ['a condition', `if true; then\n  yes |\n    head -1\nfi`, 'y\n'],
    ['the end of a list', `true && yes | head -1`, 'y\n'],
    ['a value of the template', `env yes "it's" | head -1`, "it's\n"],
  ])('is no failure: %s', async (_name, script, stdout) => {
    const result = await quiet(script)
    expect(result).toMatchObject({ stdout, exitCode: 0 })
  })

  test('is none where the values of a template stand in the pipe', async () => {
    expect((await quiet`yes ${'a b'} | head -n ${2} | cat`).stdout).toBe('a b\na b\n')
  })

  test.each([
    ['what comes after && is not run', 'yes | head -1 && echo done', 141],
    ['set -e ends the script before its end', 'set -e\nyes | head -1\necho done', 141],
    ['set -e ends a loop', 'set -e\nfor i in 1 2; do yes | head -1; done', 141],
  ])('fails where it cuts the script short: %s', async (_name, script, exitCode) => {
    expect(await failure(script)).toMatchObject({ exitCode })
  })
})

describe('a command in a pipe that failed', () => {
  test.each([
    ['python3 -c "raise SystemExit(3)" | head -1', 3, 'python3, 1 of 2 in the pipe'],
    ['python3 -c "print(1); raise SystemExit(3)" | head -1', 3, 'python3, 1 of 2 in the pipe'],
    ['python3 -c "raise ValueError" 2>/dev/null | head -1', 1, 'python3, 1 of 2 in the pipe'],
    ['echo a | sh -c "cat; exit 4" | cat | cat', 4, 'sh, 2 of 4 in the pipe'],
    ['curl -sS http://127.0.0.1:9/ | head -1', 7, 'curl, 1 of 2 in the pipe'],
    ['echo a | grep b', 1, 'grep, 2 of 2 in the pipe'],
    ['grep a /there/is/no/such/file | wc -l', 2, 'grep, 1 of 2 in the pipe'],
    ['{ exit 5; } | cat', 5, 'command, 1 of 2 in the pipe'],
    ['env A=1 /bin/sh -c "exit 6" | cat', 6, 'sh, 1 of 2 in the pipe'],
    ['echo a\nfalse | true |\n cat', 1, 'false, 1 of 3 in the pipe'],
  ])('is named: %s', async (script, exitCode, where) => {
    const error = await failure(script)
    expect(error.exitCode).toBe(exitCode)
    expect(error.message).toContain(`bash failed (exit code ${exitCode} of ${where})`)
  })

  test.each([
    ['false', 1],
    ['echo a; (exit 3)', 3],
    ['grep x /dev/null | wc -l; exit 1', 1],
    ['grep x /dev/null | wc -l; [ -f /no ] && echo', 1],
    ['trap "echo err" ERR; yes | head -1', 141],
  ])('is not made up: %s', async (script, exitCode) => {
    const error = await failure(script)
    expect(error.exitCode).toBe(exitCode)
    expect(error.message).not.toContain('in the pipe')
  })
})

describe('a search in the middle of a pipe that finds nothing', () => {
  test.each([
    ['printf "a\\nb\\n" | grep no-such | wc -l', '0'],
    ['printf "a\\nb\\n" | grep no-such | grep -v grep | wc -l', '0'],
    ['echo a | LC_ALL=C egrep x | sort | head -3', ''],
    ['diff <(echo a) <(echo b) | head -1', '1c1'],
  ])('is no failure: %s', async (script, text) => {
    const result = await quiet(script)
    expect([result.stdout.trim(), result.exitCode]).toEqual([text, 0])
  })
})

describe('curl', () => {
  let server: Server
  let url = ''
  beforeAll(async () => {
    server = createServer((_request, response) => {
      const line = 'x'.repeat(999) + '\n'
      const send = () => {
        while (response.writable && response.write(line));
      }
      response.on('drain', send)
      send()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('may have a reader that leaves, silent or not', async () => {
    for (const flags of ['-sN', '-sS', '-s -X GET', ''])
      expect(await quiet(`curl ${flags} ${url} 2>&1 | head -c 3`)).toMatchObject({ exitCode: 0 })
  })

  test('fails where it cannot write its file', async () => {
    const error = await failure(`curl -s -o /no/such/folder/x ${url} | head -1`)
    expect(error.message).toContain('exit code 23 of curl, 1 of 2 in the pipe')
  })
})

describe('what bash tells of a script', () => {
  test('repeats no reference to a value and no setting', async () => {
    const error = await quiet`echo ${"it's\nhere"} "a ${'b'} c" ( x`.catch((error: ShellError) => error)
    expect((error as ShellError).stderr).toBe(
      "bash: eval: line 1: syntax error near unexpected token `('\n" +
        'bash: eval: line 1: `echo ${…} "a ${…} c" ( x\'\n',
    )
    const settings = { prefix: 'set -x; ', setup: 'set -u' }
    const traced = await runBashWith([{ text: 'echo a ) x' }], { quiet: true, reject: false, ...settings })
    expect(traced.stderr).toContain('line 1: `echo a ) x')
  })

  test('traces the script alone, on its own lines', async () => {
    const { stderr } = await quiet`set -x; false | true | cat
echo ${'a b'} $LINENO; true`
    // The commands of a pipe begin at the same time.
    const lines = stderr.split('\n')
    expect([lines.slice(0, 3).sort(), lines.slice(3)]).toEqual([
      ['++ cat', '++ false', '++ true'],
      ["++ echo 'a b' 2", '++ true', ''],
    ])
  })
})

describe('a process in the background', () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  afterAll(() => written.mockRestore())

  test.each(['sleep 60 &', 'nohup sleep 60 &', 'echo a; (sleep 60; echo b) & echo c'])(
    'does not hold up what is shown: %s',
    async (script) => {
      const result = await bash({ quiet: false })(script)
      expect(result.exitCode).toBe(0)
      const said = written.mock.calls.map(([text]) => String(text)).join('')
      const ids = /running in the background \(process ([\d, ]+)\)/.exec(said)?.[1]?.split(', ') ?? []
      if (process.platform === 'linux') expect(ids.length).toBeGreaterThan(0)
      for (const id of ids) process.kill(Number(id), 'SIGKILL')
      written.mockClear()
    },
  )

  test('holds up what is taken as a value, as $(…) does', async () => {
    expect((await quiet('(sleep 0.9; echo late) & echo now')).stdout).toBe('now\nlate\n')
  })
})

describe('readPipeReport', () => {
  test.each([
    ['', undefined],
    ['2|1 3 0|hBc\n1|3|hBc\n', { line: 2, codes: [1, 3, 0], isFatal: false }],
    ['2|141 0|ehBc\n', { line: 2, codes: [141, 0], isFatal: true }],
    ['1|141|hBc\n', undefined],
    ['cut off', undefined],
  ])('reads %j', (text, report) => expect(readPipeReport(text)).toEqual(report))
})

describe('findFailure', () => {
  const stage = (name: string, more = {}) => ({ name, words: [], hidesErrors: false, ...more })
  test.each([
    ['java EPIPE', [1, 0], [stage('java'), stage('head')], 'java.io.IOException: Broken pipe', undefined],
    ['pip', [2, 0], [stage('pip'), stage('head')], 'ERROR: Pipe to stdout was broken', undefined],
    ['flush of Python', [120, 0], [stage('python3'), stage('cat')], '', undefined],
    [
      'Rust, hidden',
      [101, 0],
      [stage('cargo', { hidesErrors: true }), stage('head', { words: ['-1'] })],
      '',
      undefined,
    ],
    ['an own code, hidden', [7, 0], [stage('x', { hidesErrors: true }), stage('head')], '', 0],
    ['a reader that fails', [141, 2], [stage('yes'), stage('head')], '', 1],
    ['other words', [1, 0], [stage('python3'), stage('head')], 'ValueError: x', 0],
  ])('%s', (_name, codes, stages, stderr, at) =>
    expect(findFailure({ codes, stages, stderr, stdout: 'a\n' })).toBe(at),
  )
})
