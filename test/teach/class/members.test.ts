import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMembers } from '../../../src/teach/class/members'

let folder = ''
let names = ''
let tokens = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'class-'))
  names = join(folder, 'students.txt')
  tokens = join(folder, 'students.tokens')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const TOKEN = 'class-Qw7Er8Ty9Ui0Op1A'
const tokenOf = (name: string) =>
  new RegExp(`^${name} (\\S+)$`, 'm').exec(readFileSync(tokens, 'utf8'))?.[1] ?? ''

/** As programs do that other programs read from. */
function rewrite(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

describe('openMembers', () => {
  test('makes a token for each name, in a file for its owner alone, and the same ones the next time', () => {
    writeFileSync(names, 'ada\ngrace\n')
    const { members, notes } = openMembers({ names, tokens })
    expect(notes).toEqual([])
    if (process.platform !== 'win32') expect(statSync(tokens).mode & 0o777).toBe(0o600)
    const before = readFileSync(tokens, 'utf8')
    expect(before).toMatch(/^ada class-\S{24}\ngrace class-\S{24}\n$/)
    expect(members.names()).toEqual(['ada', 'grace'])
    expect(members.find(tokenOf('ada'))).toBe('ada')
    expect(members.find('class-of-nobody-at-all')).toBeUndefined()
    expect(openMembers({ names, tokens }).members.find(tokenOf('grace'))).toBe('grace')
    expect(readFileSync(tokens, 'utf8')).toBe(before)
  })

  test('keeps what stands in the file of tokens, and adds what is missing', () => {
    writeFileSync(names, `ada\ngrace\nalan ${TOKEN}-of-alan\n`)
    writeFileSync(tokens, `# mine\nada ${TOKEN}\nleft ${TOKEN}-left`, { mode: 0o600 })
    const { members } = openMembers({ names, tokens })
    expect(readFileSync(tokens, 'utf8')).toMatch(
      new RegExp(`^# mine\nada ${TOKEN}\nleft ${TOKEN}-left\ngrace class-\\S+\n$`),
    )
    expect(members.find(TOKEN)).toBe('ada')
    expect(members.find(`${TOKEN}-of-alan`)).toBe('alan')
    // Who has left the class has left it with the token.
    expect(members.find(`${TOKEN}-left`)).toBeUndefined()
  })

  test('reads its files again when they change', () => {
    writeFileSync(names, 'ada\n')
    const { members } = openMembers({ names, tokens })
    const ada = tokenOf('ada')
    rewrite(names, 'grace\n')
    expect(members.refresh()).toEqual([])
    expect(members.names()).toEqual(['grace'])
    expect(members.find(ada)).toBeUndefined()
    expect(members.find(tokenOf('grace'))).toBe('grace')
  })

  test('leaves out lines that came later and cannot be used, and names them', () => {
    writeFileSync(names, 'ada\n')
    const { members } = openMembers({ names, tokens })
    rewrite(names, 'ada\n<b>\ngrace\n')
    expect(members.refresh()).toEqual([
      expect.stringMatching(/students\.txt, line 2: a name begins/) as string,
    ])
    expect(members.names()).toEqual(['ada', 'grace'])
    expect(members.refresh()).toEqual([])
  })

  test('goes on as it was while a file is away', () => {
    writeFileSync(names, 'ada\n')
    const { members } = openMembers({ names, tokens })
    const ada = tokenOf('ada')
    rmSync(names)
    expect(members.refresh()).toEqual([
      expect.stringMatching(/students\.txt cannot be read: No such file/) as string,
    ])
    expect(members.find(ada)).toBe('ada')
  })

  test('takes a class from a file of tokens that another program keeps, and never writes it', () => {
    const { members } = openMembers({ tokens })
    expect(members.names()).toEqual([])
    rewrite(tokens, `ada ${TOKEN}\n`)
    expect(members.refresh()).toEqual([])
    expect(members.find(TOKEN)).toBe('ada')
    rewrite(tokens, `ada ${TOKEN}-new\ngrace\n`)
    expect(members.refresh()).toEqual([`${tokens}: grace has no token.`])
    expect(members.find(TOKEN)).toBeUndefined()
    expect(members.find(`${TOKEN}-new`)).toBe('ada')
    expect(readFileSync(tokens, 'utf8')).toBe(`ada ${TOKEN}-new\ngrace\n`)
  })

  test('begins with nothing that is wrong', () => {
    writeFileSync(names, 'ada\n<b>\n')
    expect(() => openMembers({ names, tokens })).toThrow(/students\.txt, line 2: a name begins/)
    writeFileSync(names, `ada\ngrace ${TOKEN}\n`)
    writeFileSync(tokens, `ada ${TOKEN}\n`)
    expect(() => openMembers({ names, tokens })).toThrow('The token of grace is that of another student.')
    expect(() => openMembers({ names: join(folder, 'none.txt'), tokens })).toThrow(/none\.txt cannot be read/)
  })

  const posix = process.platform === 'win32' ? test.skip : test
  posix('tells where others can read the tokens', () => {
    writeFileSync(tokens, `ada ${TOKEN}\n`)
    chmodSync(tokens, 0o644)
    expect(openMembers({ tokens }).notes).toEqual([
      `Others on this computer can read the tokens in ${tokens}: chmod 600 ${tokens}`,
    ])
  })
})
