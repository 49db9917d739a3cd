import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { displaysOf, errorOf, Kernel, streamText, type CellRecord } from '../support/kernel'
import { LANGUAGE_SETUPS } from '../support/kernel-setups'
import { shownJson } from '../support/shown-json'

jest.setTimeout(120_000)

/** A server that answers with JSON, or with one line now and one on demand. */
async function startSlowServer(json?: string) {
  const open: ServerResponse[] = []
  const server = createServer((_request, response) => {
    response.setHeader('content-type', json === undefined ? 'text/plain' : 'application/json')
    if (json !== undefined) return void response.end(json)
    response.write('one\n')
    open.push(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    finish: () => open.forEach((response) => response.end('two\n')),
    close: () => (server.closeAllConnections(), server.close()),
  }
}

describe.each(LANGUAGE_SETUPS)('magics on %s', (_name, options) => {
  let kernel: Kernel
  const isTypeScript = !options.js
  beforeAll(async () => {
    kernel = await Kernel.start({ ...options, env: { MAGICS_CASE: 'yes' } })
    if (!options.entry) expect((await kernel.run('import "tslab-magics"')).reply?.status).toBe('ok')
  })
  afterAll(() => kernel.close())

  /** Runs a cell; after a failure tslab drops requests for a moment. */
  const run = async (code: string, more: Parameters<Kernel['run']>[1] = {}): Promise<CellRecord> => {
    const cell = await kernel.run(code, more)
    if (cell.reply?.status !== 'ok') await kernel.pump(0.25)
    return cell
  }
  const said = async (code: string) => {
    const cell = await run(code)
    const error = errorOf(cell)
    if (error) throw new Error(`${error.ename}: ${error.evalue}`)
    return streamText(cell)
  }
  const failed = async (code: string) => {
    const cell = await run(code)
    expect([cell.reply?.status, cell.types.filter((type) => type === 'error').length]).toEqual(['error', 1])
    const error = errorOf(cell)
    return `${error?.ename}: ${error?.evalue}`
  }

  describe('! command', () => {
    test.each([
      ['runs in bash', '! echo one; echo two', 'one\ntwo\n'],
      ['sees the environment', '!echo $MAGICS_CASE', 'yes\n'],
      ['goes on after a backslash', '! echo a \\\n  b', 'a b\n'],
      ['stands between code', 'const b1 = 1\n! echo x\nb1 + 1', 'x\n2\n'],
      ['waits for its turn', '! sleep 0.1; echo first\nconsole.log("second")', 'first\nsecond\n'],
      ['keeps any character', "! echo 'ünï🙂`${x}'", 'ünï🙂`${x}\n'],
      ['stands in an if without braces', 'if (1 > 2)\n  ! echo no\nelse\n  ! echo yes', 'yes\n'],
      ['stands in a loop', 'for (const i of [1, 2])\n  ! echo {i}', '1\n2\n'],
      ['stands in a switch', 'switch (1 + 1) {\n  case 2:\n    ! echo two\n}', 'two\n'],
      ['stands in an async function', 'async function f1() {\n  ! echo in f\n}\nawait f1()', 'in f\n'],
      [
        'stands in an async arrow function',
        'const f2 = async (w) => {\n  ! echo {w}\n}\nawait f2("it\'s")',
        "it's\n",
      ],
      [
        'gives its lines',
        'const l1 = !echo a b; echo c\n[l1.length, l1[1], l1.n, l1.s].join("|")',
        '2|c|a b\nc|a b c\n',
      ],
      ['gives its lines into a pattern', 'const [l2] = !echo a\nl2', 'a\n'],
      ['gives its lines to a variable', 'let l3\nl3 = !echo a\nl3[0]', 'a\n'],
      ['gives its lines when it is the last expression', '!!echo a', "[ 'a' ]\n"],
      ['shows only the errors of what it gives', 'const l4 = !echo a; echo b >&2\nl4[0]', 'a\n'],
      [
        'stays away from templates',
        'const t1 = `\n! not a command\n%env\n`\nt1',
        '\n! not a command\n%env\n\n',
      ],
      ['stays away from negations', 'const ready1 = false\n!ready1 && console.log("ts")', 'ts\n'],
    ])('%s', async (_title, code, output) => {
      const shown = (await said(code)).replace(/\nundefined\n$/, '\n')
      expect(shown.replace(/^ts\ntrue\n$/, 'ts\n')).toBe(output)
    })

    test('sees variables of this cell and of earlier ones, each as one word', async () => {
      await said('const v1 = "a  \'b\' \\"c\\" $HOME `d` \\\\"')
      expect(
        await said(
          'const v2 = ["x y", "z"], v3 = { n: [7] }\n! printf "[%s]" {v1} "{v1}" {v2} {v3.n[0]} {v4} {{v1}} ${MAGICS_CASE}',
        ),
      ).toBe('[a  \'b\' "c" $HOME `d` \\][a  \'b\' "c" $HOME `d` \\][x y][z][7][{v4}][{v1}][yes]')
    })

    test('refuses a variable that is no word, by name', async () => {
      expect(await failed('const v5 = { a: 1 }\n! echo {v5}')).toContain('{v5} is an object')
      expect(await failed('! echo {v6}\nconst v6 = 1')).toContain(
        '{v6} is used above the line that declares it',
      )
    })

    test('fails its cell', async () => {
      const cell = await run('! echo out; echo why >&2; exit 3\nconsole.log("not reached")')
      expect([
        streamText(cell),
        streamText(cell, 'stderr'),
        errorOf(cell)?.ename,
        errorOf(cell)?.evalue,
      ]).toEqual(['out\n', 'why\n', 'ShellError', 'bash failed (exit code 3): why'])
      expect(await failed('const never = !exit 4')).toContain('exit code 4')
      expect(await failed('! false')).toContain('exit code 1')
      expect(await failed('! false | cat')).toContain('exit code 1')
      expect(await said('! yes | head -2')).toBe('y\ny\n')
      expect(await said('const few = !yes | head -2\nfew.length')).toBe('2\n')
    })

    test('takes variables and expressions as IPython does', async () => {
      await said('const q1 = "a b", q2 = { names: ["x", "y"] }')
      expect(await said('! echo get $q1 "$q1" \'$q1\' $MAGICS_CASE ${q1}')).toBe('get a b a b $q1 yes a b\n')
      expect(await said('! for q1 in 1 2; do echo $q1; done')).toBe('1\n2\n')
      expect(await said("const q3 = 4\n! echo {q2.names.join('+')}{q3 * 2} $q3 {a,b}")).toBe('x+y8 4 a b\n')
      expect(await said('q4 = !echo tok123\nq4 = !echo again\nq4.s')).toBe('again\n')
      expect(await said('q4[0]')).toBe('again\n')
      expect(await failed('! echo $q2')).toContain('$q2 is an object')
      expect(await failed('! echo {q1}( x')).not.toContain('__value')
    })

    test('does not wait for what goes on in the background', async () => {
      const cell = await run('! sleep 60 &')
      expect([cell.reply?.status, streamText(cell, 'stderr')]).toEqual([
        'ok',
        expect.stringContaining('Still running in the background'),
      ])
    })

    test('is refused in a function that cannot wait, before anything runs', async () => {
      expect(await failed('console.log("no")\nfunction f3() {\n  ! ls\n}')).toBe(
        'UsageError: Line 3: "! ls" stands in the function f3, which is not async. Make it async and await its calls, ' +
          'or use a for loop at the top of the cell.',
      )
    })

    test('shows what it writes while it runs', async () => {
      const msg = await kernel.start('! echo first; sleep 1.5; echo second')
      const cell = await kernel.until(msg, 'first')
      expect([cell.seen, cell.idle]).toEqual([true, false])
      await kernel.wait([msg])
    })
  })

  describe('lines', () => {
    test('%set_env sets, and %env shows', async () => {
      expect(await said('# No Quotes!\n%set_env MAGICS_A=some value')).toBe('env: MAGICS_A is set\n')
      expect(await said('%env MAGICS_A')).toBe('some value\n')
      expect(await said('const e1 = %env MAGICS_A\ne1.length')).toBe('10\n')
      expect(await said('%%bash\necho "$MAGICS_A"')).toBe('some value\n')
      expect(
        await said(
          'const other = "b c"\n%set_env MAGICS_B={other}\n%env MAGICS_C x\n! echo $MAGICS_B $MAGICS_C',
        ),
      ).toBe('env: MAGICS_B is set\nenv: MAGICS_C is set\nb c x\n')
      expect(await failed('%env MAGICS_NONE')).toContain('There is no variable MAGICS_NONE')
      expect(await failed('%set_env')).toContain('%set_env NAME=value')
    })

    test('%set_env with dots keeps a value that is there', async () => {
      await said('%set_env MAGICS_KEEP=value')
      expect(await said('%set_env MAGICS_KEEP=...\nprocess.env.MAGICS_KEEP')).toBe(
        'env: MAGICS_KEEP keeps the value it has: "..." stands for one\nvalue\n',
      )
    })

    test('a secret is never shown', async () => {
      const canary = 'canary-5d1f0c'
      expect(await said(`%set_env MAGICS_TOKEN=${canary}`)).toBe('env: MAGICS_TOKEN is set (hidden)\n')
      for (const code of [
        '%env MAGICS_TOKEN',
        '%env',
        '! echo $MAGICS_TOKEN',
        'process.env.MAGICS_TOKEN',
        '%%bash\necho $MAGICS_TOKEN',
      ]) {
        const cell = await run(code)
        expect(JSON.stringify(cell)).not.toContain(canary)
        expect(streamText(cell)).toContain('••••')
      }
      expect(await said('const s1 = %env MAGICS_TOKEN\n! [ {s1} = $MAGICS_TOKEN ] && echo same')).toBe(
        'same\n',
      )
    })

    test('%set_env without a value asks for it', async () => {
      const cell = await kernel.run('%set_env MAGICS_ASKED', { answers: ['typed secret'] })
      expect([errorOf(cell)?.evalue, streamText(cell)]).toEqual([
        undefined,
        'env: MAGICS_ASKED is set (hidden)\n',
      ])
      expect(await said('process.env.MAGICS_ASKED.length')).toBe('12\n')
      expect(await failed('%set_env MAGICS_ASKED_TOO')).toMatch(/^UsageError: /)
    })

    test('%cd, %pwd', async () => {
      const from = (await said('%pwd')).trim()
      mkdirSync(join(kernel.cwd, 'a folder'), { recursive: true })
      expect(await said('%cd "a folder"')).toContain(`${from}/a folder\n`)
      expect(await said('! pwd')).toBe(`${from}/a folder\n`)
      expect(await said('const p1 = %pwd\np1.endsWith("a folder")')).toBe('true\n')
      expect(await failed('%cd nowhere')).toContain(`You are still in ${from}/a folder.`)
      expect(await said('%cd -q -\n%pwd')).toBe(`${from}\n`)
    })

    test('%dotenv', async () => {
      writeFileSync(join(kernel.cwd, 'my.env'), 'MAGICS_D=1\nMAGICS_A=2\n')
      expect(await said('%dotenv my.env\n! echo $MAGICS_D $MAGICS_A')).toMatch(/some value\n$/)
      expect(await said('%dotenv -o my.env\n! echo $MAGICS_A')).toMatch(/\n2\n$/)
      expect(await failed('%dotenv none.env')).toContain('none.env')
    })

    test('%time times an expression, a statement, a command', async () => {
      const wall = /CPU times: .*\nWall time: .*\n/
      expect(await said('%time await Promise.resolve(41) + 1')).toMatch(new RegExp(`^${wall.source}42\\n$`))
      expect(await said('%time const timed1 = 5\ntimed1')).toMatch(new RegExp(`^${wall.source}5\\n$`))
      expect(await said('%time ! echo x')).toMatch(new RegExp(`^x\\n${wall.source}$`))
      expect(await said('const timed3 = %time 2 * 21\ntimed3')).toMatch(new RegExp(`^${wall.source}42\\n$`))
      expect(await failed('%time')).toContain('needs code')
    })

    test('%npm and %pip run the programs of the PATH', async () => {
      expect(await said('%npm --version')).toMatch(/^\d+\.\d+\.\d+\n$/)
      expect(await said('%pip --version')).toMatch(/^pip \d/)
    })

    test('%who, %lsmagic and help', async () => {
      await said('const whoText = "a", whoList = [1]')
      expect((await said('%who')).split(/\s+/)).toEqual(expect.arrayContaining(['whoText', 'whoList']))
      expect((await said('%who Array')).split(/\s+/)).not.toContain('whoText')
      expect(await said('%lsmagic')).toMatch(/^ {2}%set_env +\S.*^ {2}%%bash +\S/ms)
      expect(await said('%cd?')).toContain('%cd [-q] [FOLDER | -]\n')
      expect(await said('%%bash?')).toContain('--no-raise-error')
    })

    test('%sx, %system and %uv', async () => {
      expect(await said('%sx echo a; echo b')).toBe("[ 'a', 'b' ]\n")
      expect(await said('const x1 = %system echo a b\nx1.s')).toBe('a b\n')
      expect(await said('%%sx\necho in a cell')).toBe('in a cell\n')
      const cell = await run('%uv --version')
      expect(streamText(cell) + (errorOf(cell)?.evalue ?? '')).toMatch(/^uv \d|There is no uv on PATH.*! uv/)
    })

    test('of Python say that they do nothing, and the cell goes on', async () => {
      for (const code of [
        '%matplotlib inline\n1 + 1',
        '%load_ext autoreload\n%autoreload 2\n1 + 1',
        '%%timeit\n1 + 1',
      ]) {
        const cell = await run(code)
        expect([streamText(cell), cell.reply?.status]).toEqual(['2\n', 'ok'])
        expect(streamText(cell, 'stderr')).toMatch(
          /^(?:%.* is a magic of Python and does nothing here.*\n)+$/,
        )
      }
    })

    test('that are unknown fail with the nearest name', async () => {
      expect(await failed('%sett_env A=b')).toBe(
        'UsageError: There is no magic %sett_env. Did you mean %set_env? %lsmagic lists what there is.',
      )
      expect(await failed('%%bahs\nls')).toContain('Did you mean %%bash?')
      expect(await failed('1\n%%bash\nls')).toContain('Line 2: %%bash must be the first line of its cell.')
    })
  })

  describe('cells', () => {
    test('%%bash runs, with output as it comes', async () => {
      expect(await said('%%bash\nexport X=1\necho $X |\n  tr 1 2\nf() {\n  echo "{f}"\n}\nf')).toBe(
        '2\n{f}\n',
      )
      const msg = await kernel.start('%%bash\necho first\nsleep 1.5\necho second')
      expect((await kernel.until(msg, 'first')).idle).toBe(false)
      await kernel.wait([msg])
    })

    test('%%bash shows the output of a curl in a pipe as it comes', async () => {
      const server = await startSlowServer()
      try {
        const msg = await kernel.start(`%%bash\ncurl -s ${server.url} | cat`)
        const cell = await kernel.until(msg, 'one')
        expect([cell.seen, cell.idle]).toEqual([true, false])
        server.finish()
        const [end] = await kernel.wait([msg])
        expect(end && streamText(end)).toBe('one\ntwo\n')
      } finally {
        server.close()
      }
    })

    test('%%bash that fails fails the cell with the last lines of stderr', async () => {
      expect(await failed('%%bash\necho out\necho "why it failed" >&2\nexit 3')).toBe(
        'ShellError: bash failed (exit code 3): why it failed',
      )
      expect(await failed('%%bash\nfalse | true')).toContain('exit code 1')
      expect(await failed('%%bash -e\nfalse\ntrue')).toContain('exit code 1')
    })

    test('%%bash takes options of bash and arguments', async () => {
      expect(await said('%%bash -s "a b" c\necho "[$1] [$2]"')).toBe('[a b] [c]\n')
      expect(await said('%%bash -euo pipefail\necho $-')).toMatch(/e.*u/)
      expect(await failed('%%bash -eu\nfalse\necho $no')).toContain('exit code 1')
      const traced = await run('%%bash -x -s a\necho $1 $LINENO')
      expect([streamText(traced), streamText(traced, 'stderr')]).toEqual(['a 1\n', '++ echo a 1\n'])
      expect(await failed('%%bash -c ls\nls')).toContain('no -c')
    })

    test('%%bash --bg does not wait', async () => {
      await run('%%bash --bg --proc p1 --out o9\necho started; sleep 60')
      await run('p1.kill()')
      expect(await said('await p1.ended.catch((error) => error.name)')).toMatch(/StoppedError|MagicsError/)
      await run('%%bash --bg --out o10\necho soon')
      expect(await said('await o10')).toContain('soon')
      const lost = await kernel.start('%%bash --bg\nexit 7')
      expect((await kernel.until(lost, 'exit code 7')).seen).toBe(true)
      await kernel.wait([lost])
      expect(await failed('%%bash --proc p2\nls')).toContain('--proc goes with --bg')
    })

    test('%%file, %%HTML and %%capture with its options behind the name', async () => {
      await said('const fileName = "made.json"')
      expect(await said('%%file $fileName\n{"a": 1}')).toBe('Writing made.json\n')
      expect(readFileSync(join(kernel.cwd, 'made.json'), 'utf8')).toBe('{"a": 1}\n')
      expect(displaysOf(await run('%%HTML\n<b>x</b>'))).toHaveLength(1)
      expect(await said('%%capture held --no-stderr\nconsole.log("kept")')).toBe('')
      expect(await said('held.stdout')).toBe('kept\n\n')
      expect(await failed('%%capture held --nope\n1')).toContain('has no option --nope')
    })

    test('of Python or a shell get a line of advice where they do not compile', async () => {
      for (const [code, advice] of [
        ['pip install openai', '%pip install openai'],
        ['print("x")', 'console.log'],
        ['from openai import OpenAI', 'import { OpenAI } from "openai"'],
      ] as const) {
        const error = errorOf(await run(code))
        expect(error?.ename).toBe('TypeScriptError')
        expect(error?.traceback?.at(-1)).toContain(advice)
      }
    })

    test('%%bash keeps output in variables, also when it fails', async () => {
      expect(await said('%%bash --out o1 --err e1\necho out; echo err >&2')).toBe('')
      expect(await said('[o1, e1].join("")')).toBe('out\nerr\n\n')
      const cell = await run('%%bash --out o2\necho kept; echo seen >&2; exit 1')
      expect([streamText(cell), streamText(cell, 'stderr'), cell.reply?.status]).toEqual([
        '',
        'seen\n',
        'error',
      ])
      expect(await said('o2')).toBe('kept\n\n')
      expect(await said('%%bash --no-raise-error --out o3\necho x; exit 1')).toBe('')
      expect(await failed('%%bash --nope\nls')).toContain('not --nope')
      expect(await failed('%%bash --out a-b\nls')).toContain('--out needs the name of a variable')
    })

    test('%%sh, %%script and the programs', async () => {
      expect(await said('%%sh\necho \'{"a": [1]}\' | \\\n python3 -m json.tool')).toContain('"a": [')
      expect(await said('%%script cat\nbody')).toBe('body\n')
      expect(await said('const flag1 = "-n"\nflag1')).toBe('-n\n')
      expect(await said('%%script sort {flag1}\n10\n9')).toBe('9\n10\n')
      expect(await said('%%script --out o4 tr a-z A-Z\nloud')).toBe('')
      expect(await said('%%script tr a-z --out o5 A-Z\nlouder')).toBe('')
      expect(await said('o4 + o5')).toBe('LOUD\nLOUDER\n\n')
      expect(await said('o4')).toBe('LOUD\n\n')
      expect(await said('%%python3\nprint(1 +\n      1)')).toBe('2\n')
      expect(await said('%%node\nconsole.log(process.argv.length)')).toBe('1\n')
      expect(await failed('%%script no-such-program\nx')).toContain(
        'There is no program named no-such-program',
      )
      expect(await failed('%%script')).toContain('%%script needs a program')
    })

    test('%%curl draws the response', async () => {
      const server = await startSlowServer('{"a": [1, 2]}')
      try {
        const cell = await run(`%%curl\ncurl -s ${server.url}`)
        expect(errorOf(cell)).toBeUndefined()
        expect(displaysOf(cell).map(shownJson)).toContainEqual({ a: [1, 2] })
        await said(`const address = ${JSON.stringify(server.url)}`)
        for (const code of [
          '%%curl -s {address}',
          '%curl -s {address}',
          '%%curl curl -s "{address}"\n',
          `%%curl\n-s ${server.url}`,
        ])
          expect(JSON.stringify(displaysOf(await run(code)).map(shownJson))).toContain('{"a":[1,2]}')
        expect(await failed('%%curl\n')).toContain('There is nothing to run')
      } finally {
        server.close()
      }
    })

    test('%%capture keeps the output, with magics in it', async () => {
      expect(
        await said(
          '%%capture got1\nconsole.log("hidden"); console.error("err")\nconst inside = 5\n! echo sh',
        ),
      ).toBe('')
      expect(await said('[got1.stdout, got1.stderr, got1.outputs.length, inside].join("|")')).toBe(
        'hidden\nsh\n|err\n|0|5\n',
      )
      expect(await said('got1.show()')).toBe('hidden\nsh\n')
      expect(await said('%%capture\nconsole.log(1)')).toBe('')
      expect(await said('%%capture --no-stdout got4\nconsole.log("shown"); console.error("kept")')).toBe(
        'shown\n',
      )
      expect(await said('got4.stdout + got4.stderr')).toBe('kept\n\n')
      expect(await failed('%%capture got2\nconsole.log("before"); throw new RangeError("why")')).toBe(
        'RangeError: why',
      )
      expect(await said('got2.stdout')).toBe('before\n\n')
    })

    test('%%time runs the cell', async () => {
      expect(await said('%%time\nconst timed2 = 1\n! echo x\ntimed2 + 1')).toMatch(
        /^x\n2\nCPU times: .*\nWall time: .*\n$/,
      )
      expect(await failed('%%time\nthrow new RangeError("why")')).toBe('RangeError: why')
    })

    test('%%writefile writes and appends', async () => {
      expect(await said('%%writefile w.txt\none')).toBe('Writing w.txt\n')
      expect(await said('%%writefile -a w.txt\n{two}\n')).toBe('Appending to w.txt\n')
      expect(readFileSync(join(kernel.cwd, 'w.txt'), 'utf8')).toBe('one\n{two}\n')
      expect(await said('%%writefile w.txt\nthree')).toBe('Overwriting w.txt\n')
      expect(await failed('%%writefile none/w.txt\nx')).toContain('its folder does not exist')
      expect(existsSync(join(kernel.cwd, 'none'))).toBe(false)
    })

    test.each([
      ['markdown', '# T', 'text/markdown', '# T'],
      ['html', '<b>x</b>', 'text/html', '<b>x</b>'],
      ['latex', 'e = mc^2', 'text/latex', '$$e = mc^2$$'],
    ])('%%%%%s draws', async (name, body, type, content) => {
      expect(displaysOf(await run(`%%${name}\n${body}`))[0]?.[type]).toBe(content)
    })

    test('may have comments and blank lines above', async () => {
      expect(await said('\n// why\n# No Quotes!\n%%bash\necho x')).toBe('x\n')
    })
  })

  describe('beside code', () => {
    if (isTypeScript) beforeAll(() => run('%typecheck wait'))

    if (isTypeScript)
      test.each([
        ['below a command', '! echo x\nconst q1: number =\n  "str"', '2:7 - '],
        ['below a continued command', '! echo a \\\n  b\nlet ok2 = 1; let bad2: string = ok2', '3:18 - '],
        ['before the lines of a command', 'const q2: number = !ls', '1:7 - '],
        ['in the body of %%time', '%%time\n\nconst q3: number = "str"', '3:7 - '],
        ['in the body of %%capture', '%%capture got3\nconst q4: number = "str"', '2:7 - '],
        ['of a type of lines', 'const q5 = !ls\nconst q6: number = q5[0]', '2:7 - '],
      ])('a TypeScript error %s names its place', async (_title, code, place) => {
        const [note] = displaysOf(await run(code))
        expect(note?.['text/plain']).toMatch(new RegExp(`^types: ${place}`))
      })

    test('modules of cells still work', async () => {
      await run('/** @module mm */\nexport const v = 7;')
      expect(await said('import { v } from "./mm"\nv')).toBe('7\n')
    })

    test('counts stay those of the notebook', async () => {
      const first = (await run('! true')).reply?.['execution_count'] as number
      expect((await run('%%bash\ntrue')).reply?.['execution_count']).toBe(first + 1)
      expect((await run('%%time\n1')).reply?.['execution_count']).toBe(first + 2)
    })

    test('cells queued after a failed magic are not run', async () => {
      const msgs = [await kernel.start('%%bash\nexit 1'), await kernel.start('console.log("must not run")')]
      const [, second] = await kernel.wait(msgs)
      expect([second?.reply?.status, second?.outputs]).toEqual(['aborted', []])
      await kernel.pump(0.3)
    })
  })

  describe('own magics', () => {
    test('are defined in a cell and used in the next', async () => {
      await said(
        'import { defineMagic } from "tslab-magics"\n' +
          'defineMagic("shout", (magic) => console.log((magic.body ?? magic.line).toUpperCase()), { help: "prints in capitals" })\n' +
          'defineMagic("twice", (magic) => Number(magic.line) * 2, { kind: "line" })\n' +
          'defineMagic("keep", async (magic) => { await magic.runCode(); await magic.assign(magic.words[0], magic.options.n, "string") }, { kind: "cell", options: { n: { value: "N", help: "" } } })',
      )
      expect(await said('const w1 = "you"\n%shout hey {w1}')).toBe('HEY YOU\n')
      expect(await said('%%shout\nhey')).toBe('HEY\n')
      expect(await said('const n1 = %twice 21\nn1')).toBe('42\n')
      expect(await said('%twice 4')).toBe('8\n')
      expect(await said('%%keep --n five kept1\nconst inKeep = 1\n! echo {inKeep}')).toBe('1\n')
      expect(await said('kept1')).toBe('five\n')
      expect(await said('%lsmagic')).toMatch(/%shout +prints in capitals/)
      expect(await failed('%%twice\nx')).toContain('write %twice')
    })
  })

  describe('questions', () => {
    const ask = async (what: string, code: string, pos = code.length) =>
      (await kernel.ask<{ reply: Record<string, unknown> }>({ do: what, code, pos })).reply

    test('complete magics and the code around them', async () => {
      expect(await ask('complete', '%set')).toMatchObject({ matches: ['%set_env'], cursor_start: 0 })
      expect(await ask('complete', '%%ba')).toMatchObject({ matches: ['%%bash'], cursor_start: 0 })
      await said('const before1 = 20')
      for (const code of [
        '! ls\nbefore',
        '%%time\nbefore',
        '%time before',
        '! echo {before',
        '%%capture x\n! ls\nbefore',
      ])
        expect(await ask('complete', code)).toMatchObject({
          matches: expect.arrayContaining(['before1']) as string[],
          cursor_start: code.length - 6,
        })
      const lines = 'const ls1 = !ls -l\nls1.joi'
      expect(await ask('complete', lines)).toMatchObject({
        matches: expect.arrayContaining(['join']) as string[],
      })
    })

    test('inspect magics and the code around them', async () => {
      expect(await ask('inspect', '%set_env A', 3)).toMatchObject({
        found: true,
        data: { 'text/plain': expect.stringContaining('sets a variable') as string },
      })
      expect(await ask('inspect', '! ls -l\nbefore1', 10)).toMatchObject({
        data: { 'text/plain': expect.stringContaining('before1: ') as string },
      })
      expect(await ask('inspect', '! echo {before1}', 10)).toMatchObject({
        data: { 'text/plain': expect.stringContaining('before1: ') as string },
      })
      expect(await ask('inspect', '%%bash\nls', 8)).toMatchObject({ found: false })
    })

    test('is_complete', async () => {
      expect(await ask('is_complete', '%%bash\necho')).toMatchObject({ status: 'incomplete' })
      expect(await ask('is_complete', '%%bash\necho\n')).toMatchObject({ status: 'complete' })
      expect(await ask('is_complete', '! ls\nif (1) {')).toMatchObject({ status: 'incomplete' })
      expect(await ask('is_complete', '! ls')).toMatchObject({ status: 'complete' })
    })

    test('have an answer in awkward cells', async () => {
      for (const code of [
        '%%bash\nec',
        '! ls -',
        '%set',
        '%%',
        'const zz = 1\n! ls\nzz',
        '%%bash',
        '!',
        '%',
        '%%capture x\nbef',
        '`\n! x\n',
      ])
        for (const what of ['complete', 'inspect', 'is_complete'])
          expect(await ask(what, code, Math.max(0, code.length - 1))).toHaveProperty('status')
    })
  })
})
