import { ask, askEnv } from '../../src/env/ask-env'
import { clearSecrets, secretValues } from '../../src/secrets/registry'
import { keepEnvironment, openCell, type FakeCell } from './fake-scope'

const TOKEN = 'canary-7f3a9b2c4d5e'
let cell: FakeCell

keepEnvironment()
beforeEach(() => {
  clearSecrets()
  cell = openCell()
})

describe('askEnv', () => {
  test('asks in a password field, sets the variable and hides it', async () => {
    cell.answers = [` ${TOKEN}\n`]
    await expect(askEnv('T_ID')).resolves.toBeUndefined()
    expect(cell.asked).toEqual([{ prompt: 'T_ID: ', password: true }])
    expect(process.env['T_ID']).toBe(TOKEN)
    expect(secretValues()).toEqual([TOKEN])
    expect(cell.stdout).toBe('env: T_ID is set (hidden)\n')
  })

  test('does not ask when the variable is set', async () => {
    process.env['T_ID'] = TOKEN
    await askEnv('T_ID')
    expect(cell.asked).toEqual([])
    expect(cell.stdout).toBe('env: T_ID is already set (hidden)\n')
    expect(secretValues()).toEqual([TOKEN])
  })

  test('asks again when told so', async () => {
    process.env['T_ID'] = TOKEN
    cell.answers = ['canary-new-0123']
    await askEnv('T_ID', { force: true, prompt: 'New id? ' })
    expect(cell.asked[0]?.prompt).toBe('New id? ')
    expect(process.env['T_ID']).toBe('canary-new-0123')
  })

  test('asks in place of a placeholder', async () => {
    process.env['T_ID'] = '...'
    cell.answers = [TOKEN]
    await askEnv('T_ID')
    expect(process.env['T_ID']).toBe(TOKEN)
  })

  test('takes pasted quotes off and says so', async () => {
    cell.answers = [`"${TOKEN}"`]
    await askEnv('T_ID')
    expect(process.env['T_ID']).toBe(TOKEN)
    expect(cell.stdout).toContain('quotes')
  })

  test('warns of what looks wrong', async () => {
    cell.answers = [`Bearer ${TOKEN}`]
    await askEnv('T_ID')
    expect(cell.stderr).toMatch(/T_ID: it begins with "Bearer"/)
    expect(cell.stderr).not.toContain('canary')
  })

  test('fails when nothing was typed', async () => {
    await expect(askEnv('T_ID')).rejects.toThrow('T_ID is not set: nothing was typed.')
    expect(process.env['T_ID']).toBeUndefined()
  })

  test('refuses what cannot be a name before it asks', async () => {
    await expect(askEnv('MY ID')).rejects.toThrow(/blank/)
    expect(cell.asked).toEqual([])
  })
})

describe('ask', () => {
  test('asks in clear and gives the answer back', async () => {
    cell.answers = ['Paris ']
    await expect(ask('Which city?')).resolves.toBe('Paris ')
    expect(cell.asked).toEqual([{ prompt: 'Which city? ', password: false }])
    expect(cell.stdout).toBe('')
  })
})
