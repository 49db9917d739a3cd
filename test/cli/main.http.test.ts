/**
 * The command line as a user meets it: texts and exit codes of what goes wrong before anything is started, and the
 * practice endpoint by itself.
 */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { showsColours, type CliIo } from '../../src/cli/io'
import { main } from '../../src/cli/main'
import { practiceCommand } from '../../src/cli/practice'
import { choosePort } from '../../src/cli/lab/ports'

const folder = mkdtempSync(join(tmpdir(), 'cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Result {
  code: number
  out: string
  err: string
}

function recorder(env: Record<string, string | undefined> = process.env): { io: CliIo; result: Result } {
  const result: Result = { code: -1, out: '', err: '' }
  const io: CliIo = {
    cwd: folder,
    env,
    out: (text) => void (result.out += text),
    err: (text) => void (result.err += text),
  }
  return { io, result }
}

async function run(...args: string[]): Promise<Result> {
  const { io, result } = recorder()
  result.code = await main(args, io)
  return result
}

describe('tslab-magics', () => {
  test('lists its commands', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    const names = ['lab', 'new', 'run', 'practice', 'check', 'export', 'install', 'uninstall', 'setup']
    for (const name of names) expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'))
  })

  test.each([
    ['a command', ['dance'], /^error: unknown command 'dance'/],
    ['an option', ['run', 'a.ipynb', '--dance'], /^error: unknown option '--dance'/],
    ['an option of another command', ['check', 'a.ipynb', '--port', '1'], /^error: unknown option '--port'/],
  ])('ends with 2 and one line for %s that does not exist', async (_name, args, line) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(line)
  })

  test.each([
    [
      'a notebook that is not there',
      ['run', 'a.ipynb'],
      /^error: There is no notebook a\.ipynb in .*\. Make one with: npx tslab-magics new NAME\n$/,
    ],
    ['a folder for a notebook', ['lab', '.'], /^error: There is no notebook \. in .*\n$/],
    ['a port that is none', ['lab', '--port', 'x'], /^error: --port takes a whole number .*"x"\.\n$/],
    ['a fault that does not exist', ['practice', '--fault', 'x'], /^error: There is no fault "x"\. .*\.\n$/],
    ['a time that is none', ['practice', '--expires', 'soon'], /^error: --expires takes .*"soon"\.\n$/],
  ])('ends with 1 and one line for %s', async (_name, args, line) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(line)
  })

  test.each([
    ['run', `${'n'.repeat(300)}.ipynb`, /n\.ipynb: File name too long\./],
    ['lab', 'round/a.ipynb', /round\/a\.ipynb: ELOOP\./],
  ])('ends with 1 and one line for what the system refuses (%s)', async (command, path, line) => {
    symlinkSync('round', join(folder, 'round'))
    const { code, out, err } = await run(command, path)
    rmSync(join(folder, 'round'))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(line)
    expect(err).toMatch(/^error: .*\n$/)
  })

  test('ends with 1 and one line when the port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    for (const command of ['lab', 'practice']) {
      const { code, err } = await run(command, '--port', String(port))
      expect(code).toBe(1)
      expect(err).toMatch(new RegExp(`^error: Port ${port} is taken\\. .*\\n$`))
    }
    server.close()
  })
})

describe('showsColours', () => {
  test.each([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['a terminal that is dumb', { TERM: 'dumb' }, true, false],
    ['a terminal, with NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['a terminal, with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['a pipe, with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
    ['a terminal, with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['a pipe, with both', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
  ])('tells for %s', (_where, env, isTerminal, answer) => {
    expect(showsColours(env, isTerminal)).toBe(answer)
  })
})

describe('choosePort', () => {
  test('keeps a port that is free', async () => {
    const port = await choosePort(0)
    expect(await choosePort(port)).toBe(port)
  })
})

describe('practiceCommand', () => {
  const chat = (base: string, token: string, space: string) =>
    fetch(`${base}/serving/llm/deci-nano/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'x-deci-workspace': space },
      body: JSON.stringify({ model: 'deci-nano', messages: [{ role: 'user', content: 'Hello' }] }),
    }).then((response) => response.status)

  test('prints the variables that open it, and closes when it is stopped', async () => {
    const { io, result } = recorder({})
    let status = 0
    let base = ''
    const code = await practiceCommand({}, io, async () => {
      const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(result.out)?.[1] ?? ''
      base = value('BASE_URL')
      status = await chat(base, value('ACCESS_TOKEN'), value('WORKSPACE_ID'))
    })
    expect({ code, status }).toEqual({ code: 0, status: 200 })
    await expect(chat(base, 'x', 'x')).rejects.toThrow()
  })

  test('accepts the token of the environment and does not repeat it', async () => {
    const { io, result } = recorder({ ACCESS_TOKEN: 'canary-of-the-user' })
    let status = 0
    await practiceCommand({}, io, async () => {
      status = await chat(/BASE_URL=(.*)/.exec(result.out)?.[1] ?? '', 'canary-of-the-user', 'practice')
    })
    expect(status).toBe(200)
    expect(result.out + result.err).not.toContain('canary-of-the-user')
  })
})
