/* eslint-disable @typescript-eslint/no-unused-expressions -- a tag is called for what it does */
import { setEnv } from '../../src/env/set-env'
import { secret } from '../../src/env/secret'
import { clearSecrets, secretValues } from '../../src/secrets/registry'
import { keepEnvironment, openCell, type FakeCell } from './fake-scope'

const TOKEN = 'canary-7f3a9b2c4d5e'
let cell: FakeCell

keepEnvironment()
beforeEach(() => {
  clearSecrets()
  cell = openCell()
})

describe('setEnv', () => {
  test('sets a variable, hides its value and prints its name alone', () => {
    setEnv`ACCESS_TOKEN=${TOKEN}`
    expect(process.env['ACCESS_TOKEN']).toBe(TOKEN)
    expect(secretValues()).toEqual([TOKEN])
    expect(cell.stdout).toBe('env: ACCESS_TOKEN is set (hidden)\n')
    expect(cell.stderr).toBe('')
  })

  test('leaves a value visible later when its name is no secret, and still does not print it', () => {
    setEnv`MODEL_NAME=deci-nano-model`
    expect(cell.stdout).toBe('env: MODEL_NAME is set\n')
    expect(secretValues()).toEqual([])
  })

  test.each([
    ['the first = splits', 'T_A=B=C', 'B=C'],
    ['blanks around are dropped', '  T_A = spaced out  ', 'spaced out'],
    ['an empty value is allowed', 'T_A=', ''],
    ['the space form needs no =', 'T_A hello there', 'hello there'],
    ['export is skipped', 'export T_A=x', 'x'],
    ['%set_env is skipped', '%set_env T_A=x', 'x'],
    ['a hash is a part of the value', 'T_A=1 # one', '1 # one'],
    ['double quotes come off', 'T_A="a b"', 'a b'],
    ['single quotes come off', "T_A='a b'", 'a b'],
    ['typographic quotes come off', 'T_A=“a b”', 'a b'],
    ['only one pair comes off', `T_A="'a'"`, "'a'"],
    ['quotes that do not match stay', `T_A="a'`, `"a'`],
    ['two quoted words stay', 'T_A="a" "b"', '"a" "b"'],
    ['a dollar sign is nothing special', 'T_A=$HOME', '$HOME'],
  ])('%s', (_rule, text, value) => {
    setEnv(text)
    expect(process.env['T_A']).toBe(value)
  })

  test('says that quotes were left out', () => {
    setEnv`ACCESS_TOKEN="${TOKEN}"`
    expect(process.env['ACCESS_TOKEN']).toBe(TOKEN)
    expect(cell.stdout).toContain('note: the quotes around the value of ACCESS_TOKEN were left out')
  })

  test('takes template values literally: neither split, nor trimmed, nor unquoted', () => {
    setEnv`T_A=${' "x"=y '}`
    setEnv`T_B=a${1}b${true}`
    expect(process.env['T_A']).toBe(' "x"=y ')
    expect(process.env['T_B']).toBe('a1btrue')
  })

  test('takes the text of a template as it was typed', () => {
    setEnv`T_A=C:\new\table\`x\${y}`
    expect(process.env['T_A']).toBe('C:\\new\\table`x${y}')
  })

  test('sets several variables from several lines', () => {
    setEnv`
      # from the console
      ACCESS_TOKEN=${TOKEN}
      export T_A='two'
    `
    expect([process.env['ACCESS_TOKEN'], process.env['T_A']]).toEqual([TOKEN, 'two'])
  })

  test('keeps a private key with its lines in one piece', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC==\n-----END PRIVATE KEY-----'
    setEnv(`DEPLOY_KEY="${pem}"`)
    expect(process.env['DEPLOY_KEY']).toBe(pem)
    expect(cell.stderr).toBe('')
  })

  test('sets the variables of an object', () => {
    setEnv({ ACCESS_TOKEN: secret({ value: TOKEN }), T_A: 5, T_B: false, secret: 'a value' })
    expect([
      process.env['ACCESS_TOKEN'],
      process.env['T_A'],
      process.env['T_B'],
      process.env['secret'],
    ]).toEqual([TOKEN, '5', 'false', 'a value'])
  })

  test('takes any value for a secret when told so, before or after', () => {
    setEnv({ secret: true })`WORKSPACE_ID=ws-0123456789`
    setEnv('T_A=ws-9876543210', { secret: true })
    expect(secretValues()).toEqual(expect.arrayContaining(['ws-0123456789', 'ws-9876543210']))
    expect(cell.stdout).toBe('env: WORKSPACE_ID is set (hidden)\nenv: T_A is set (hidden)\n')
  })

  test('takes no value for a secret when told so, except a key of a known kind', () => {
    setEnv({ secret: false })`T_TOKEN_STYLE=ws-0123456789`
    setEnv('T_A=sk-ant-0123456789abcdef', { secret: false })
    expect(secretValues()).toEqual(['sk-ant-0123456789abcdef'])
  })

  test('hides a key of a known kind whatever its name', () => {
    setEnv`T_A=ghp_0123456789`
    expect(cell.stdout).toContain('(hidden)')
  })

  test('says why a short or common value stays visible', () => {
    setEnv`T_TOKEN=abc12`
    setEnv`T_PASSWORD=development`
    expect(cell.stderr).toContain(
      'T_TOKEN: its value is not masked in later output: it is shorter than 8 characters',
    )
    expect(cell.stderr).toContain('T_PASSWORD: its value is not masked in later output: it is a common word')
    expect(cell.stderr).not.toMatch(/abc12|development/)
  })

  test.each([
    ['undefined', undefined, /value 1 is undefined/],
    ['null', null, /value 1 is null/],
    ['a promise', Promise.resolve('x'), /value 1 is a promise.*await/],
    ['an object', { a: 1 }, /value 1 is an object/],
    ['an array', ['a'], /value 1 is an array/],
  ])('refuses %s in a template by name', (_name, value, message) => {
    expect(() => setEnv`T_A=${value as never}`).toThrow(message)
    expect(() => setEnv({ T_A: value as never })).toThrow('the value of T_A is')
    expect(process.env['T_A']).toBeUndefined()
  })

  test.each([
    ['a name with a digit first', '1A=x', /"1A" cannot be the name/],
    ['a name with a hyphen', 'MY-TOKEN=x', /"MY-TOKEN" cannot be the name/],
    ['a name with a blank', 'cmd_args X=Y', /blank/],
    ['no value', 'ACCESS_TOKEN', /no value.*askEnv\("ACCESS_TOKEN"\)/],
    ['nothing', '', /no value/],
  ])('refuses %s', (_name, text, message) => expect(() => setEnv(text)).toThrow(message))

  test.each([
    ['a key in the place of the name', `${'sk-ant-'}0123456789abcdef=x`],
    ['a key alone', 'ghp_0123456789abcdef'],
    ['a value that follows a blank', `a b ${TOKEN}=1`],
    ['a value in a template', `=${TOKEN}`],
  ])('never shows a value in an error: %s', (_name, text) => {
    let message = ''
    try {
      setEnv(text)
    } catch (error) {
      message = String(error)
    }
    expect(message).toMatch(/^UsageError: /)
    expect(message).not.toMatch(/0123456789|canary/)
  })

  test('explains how it is called', () => {
    expect(() => setEnv('A', 'b' as never)).toThrow(/setEnv\("NAME=value"\)/)
    expect(() => setEnv(5 as never)).toThrow(/not a number/)
    expect(() => setEnv({})).toThrow(/no variable/)
    expect(() => setEnv(Promise.resolve() as never)).toThrow(/not a promise/)
  })
})
