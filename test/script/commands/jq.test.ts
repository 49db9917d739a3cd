import { runScript } from '../../../src/script/run/run-script'
import { plainSource } from '../../../src/script/script-source'

/** Runs a script on a machine that has no programs at all. */
async function run(script: string): Promise<{ out: string; err: string; code: number }> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  const { exitCode } = await runScript(plainSource(script), {
    env: { PATH: '/nonexistent' },
    cwd: '/',
    signal: new AbortController().signal,
    open: () => ({ write: (bytes) => out.push(Buffer.from(bytes)) > 0, end: () => {} }),
    stderr: (bytes) => void err.push(Buffer.from(bytes)),
    curl: () => Promise.resolve({ exitCode: 0, transfers: [] }),
  })
  return { out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), code: exitCode }
}

describe('a machine without jq, Python and coreutils', () => {
  test.each([
    [`echo '{"a": [1, "x"]}' | jq .a`, '[\n  1,\n  "x"\n]\n'],
    [`echo '{"a": "x"}' | jq -r .a`, 'x\n'],
    [`echo '{"a": "x"}' | jq -j .a`, 'x'],
    [`printf '1 2\\n3' | jq -c -s .`, '[1,2,3]\n'],
    [`echo '{}' | jq -n --arg name "it's" '{$name}' | jq -r .name`, "it's\n"],
    [`echo '{"b":1,"a":2}' | jq -cS .`, '{"a":2,"b":1}\n'],
    [`echo '{"a": 1.0}' | python3 -m json.tool --compact`, '{"a":1.0}\n'],
    [`printf 'b\\na\\n' | head -1 | tee /dev/null | base64 | base64 -d | wc -c`, '2\n'],
  ])('runs %s', async (script, expected) => {
    expect(await run(script)).toEqual({ out: expected, err: '', code: 0 })
  })

  test('gives the exit code and the message of jq', async () => {
    const { code, err } = await run(`echo '{"a": 1}' | jq '.a | error'`)
    expect(code).toBe(5)
    expect(err).toMatch(/^jq: error/)
    expect((await run(`echo 'null' | jq -e .`)).code).toBe(1)
    expect((await run(`echo '{}' | jq '.['`)).code).toBe(3)
  })

  test('leaves the exit code of the process alone', async () => {
    const before: unknown = Reflect.get(process, 'exitCode')
    await run(`echo '{}' | jq '.['`)
    expect(Reflect.get(process, 'exitCode')).toBe(before)
  })

  test('says that there is no jq where files are asked for', async () => {
    expect(await run('jq . some.json')).toEqual({
      out: '',
      err: 'bash: line 1: jq: command not found\n',
      code: 127,
    })
  })
})
