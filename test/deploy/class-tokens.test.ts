/**
 * `deploy/jupyterhub/class_tokens.py` and `class_service.py`, run by Python: which line of the file of tokens is a user's, and what is left of it when
 * others write. In a hub it is tried by `npm run test:jupyterhub`.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs' // prettier-ignore
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const FILE = join(__dirname, '..', '..', 'deploy', 'jupyterhub', 'class_tokens.py')

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'class-tokens-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const tokens = () => join(folder, 'tokens')

/** Runs code behind the file, with what a hub offers to its configuration. */
function python(code: string): unknown {
  const script = `
import asyncio, json, sys
class Hub(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
hub = Hub(Spawner=Hub())
get_config = lambda: hub
exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"))
file = sys.argv[2]
${code}
`
  const env = { ...process.env, CLASS_TOKENS: tokens(), CLASS_USER: '' }
  return JSON.parse(execFileSync('python3', ['-c', script, FILE, tokens()], { encoding: 'utf8', env }))
}

describe('class_tokens.py', () => {
  test('makes a token once, for its owner alone, and leaves no draft', () => {
    const [first, again] = python(
      'print(json.dumps([token_of(file, "ada"), token_of(file, "ada")]))',
    ) as string[]
    expect(first).toMatch(/^class-[\w-]{32}$/)
    expect(again).toBe(first)
    expect(readFileSync(tokens(), 'utf8')).toBe(`ada ${first}\n`)
    expect(statSync(tokens()).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['tokens'])
  })

  test('keeps lines of others and comments, and makes another token when a line is gone', () => {
    writeFileSync(tokens(), '# a class\ngrace class-0123456789abcdef # asked for it')
    const made = python('print(json.dumps([token_of(file, "grace"), token_of(file, "ada")]))') as string[]
    expect(made[0]).toBe('class-0123456789abcdef')
    expect(readFileSync(tokens(), 'utf8')).toBe(
      `# a class\ngrace class-0123456789abcdef # asked for it\nada ${made[1]}\n`,
    )
    writeFileSync(tokens(), '# a class\n')
    expect(python('print(json.dumps(token_of(file, "ada")))')).not.toBe(made[1])
  })

  test('names users so that the class server takes them, and gives nobody the line of another', () => {
    const plain = ['ada', 'ada.lovelace@example.org', "o'neill-2"]
    const odd = ['ada lovelace', '#ada', 'ada\nroot class-0123456789abcdef', '.ada', 'zoë', '../../etc/passwd', 'a'.repeat(65), ''] // prettier-ignore
    const names = [...plain, ...odd]
    const [given, twice] = python(`
given = [class_name(user) for user in json.loads(${JSON.stringify(JSON.stringify(names))})]
print(json.dumps([given, [class_name(user) for user in given]]))`) as [string[], string[]]
    expect(given.slice(0, plain.length)).toEqual(plain)
    for (const name of given.slice(plain.length)) expect(name).toMatch(/^u\.[0-9a-f]{24}$/)
    // Whoever calls themselves what another has become gets a line of their own.
    expect(new Set([...given, ...twice.slice(plain.length)]).size).toBe(names.length + odd.length)
  })

  test('gives a server its address and token, behind the hook that was there, and keeps its other variables', () => {
    const [environment, isFirst] = python(`
async def before(spawner): spawner.environment["FIRST"] = "yes"
class User: name = "ada"
class Spawner: environment, user = {"MINE": "1"}, User
asyncio.run(with_class_token(before)(Spawner))
print(json.dumps([Spawner.environment, hub.Spawner.pre_spawn_hook is not None]))`) as [object, boolean]
    expect(isFirst).toBe(true)
    expect(environment).toEqual({
      MINE: '1',
      FIRST: 'yes',
      BASE_URL: 'http://127.0.0.1:8899/v1',
      ACCESS_TOKEN: readFileSync(tokens(), 'utf8').trim().split(' ')[1],
    })
  })

  test('loses no line when all start at once', () => {
    const count = python(`
class User:
    def __init__(self, name): self.name = name
class Spawner:
    def __init__(self, name): self.user, self.environment = User(name), {}
async def main():
    async def before(spawner): await asyncio.sleep(0)
    await asyncio.gather(*(with_class_token(before)(Spawner(f"student{at}")) for at in range(50)))
asyncio.run(main())
print(json.dumps(len(open(file).read().splitlines())))`)
    expect(count).toBe(50)
  })

  test('follows no link in the place of the file, which its owner could have put there', () => {
    const other = join(folder, 'of-root')
    writeFileSync(other, 'root class-of-root-0123456789\n')
    symlinkSync(other, tokens())
    const told = python(`
try: print(json.dumps(token_of(file, "root")))
except OSError as error: print(json.dumps([error.filename]))`)
    expect(told).toEqual([tokens()])
    expect(readFileSync(other, 'utf8')).toBe('root class-of-root-0123456789\n')
  })
})

describe('class_service.py', () => {
  const SERVICE = join(__dirname, '..', '..', 'deploy', 'jupyterhub', 'class_service.py')
  const start = (): unknown => {
    const script = `
import json, sys
class Hub(dict):
    __getattr__ = dict.__getitem__
hub = Hub(JupyterHub=Hub(services=[]))
get_config = lambda: hub
try:
    exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"))
    print(json.dumps(len(hub.JupyterHub.services)))
except PermissionError as error: print(json.dumps(str(error)))`
    // Of one's own user: the file is theirs already, as with a hub that is not root.
    const env = { ...process.env, CLASS_FOLDER: join(folder, 'class'), CLASS_USER: userInfo().username }
    return JSON.parse(execFileSync('python3', ['-c', script, SERVICE], { encoding: 'utf8', env }))
  }
  const server = () => join(folder, 'class', 'server.env')

  test('makes a private folder, and takes a private file', () => {
    expect(start()).toBe(1)
    expect(statSync(join(folder, 'class')).mode & 0o777).toBe(0o700)
    writeFileSync(server(), 'ACCESS_TOKEN=x\n', { mode: 0o600 })
    expect(start()).toBe(1)
  })

  test.each([
    ['a file that others may read', () => writeFileSync(server(), '', { mode: 0o644 }), 'chmod 600'],
    ['a folder that others may enter', () => chmodSync(join(folder, 'class'), 0o755), 'chmod 700'],
    ['a link to a file', () => symlinkSync('/etc/hosts', server()), 'is a link'],
    ['a link to nothing', () => symlinkSync('/nowhere', server()), 'is a link'],
    ['a folder that is a link', () => {
      renameSync(join(folder, 'class'), join(folder, 'real'))
      symlinkSync(join(folder, 'real'), join(folder, 'class'))
    }, 'is a link'],
  ])('refuses %s', (_what, put, told) => {
    start()
    put()
    expect(start()).toContain(told)
  }) // prettier-ignore
})
