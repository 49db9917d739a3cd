import { clearSecrets, secretValues } from '../../src/secrets/registry'
import { watchEnvironment } from '../../src/secrets/watch-environment'

interface Host {
  env: Record<string, string | undefined>
  loadEnvFile(path?: string): void
}

/** A process whose file is read past its object of variables, as Node's is. */
function watchedHost(variables: Record<string, string> = {}) {
  const own: Record<string, string | undefined> = { ...variables }
  const host: Host = {
    env: own,
    loadEnvFile(path = '.env') {
      own['FILE_TOKEN'] = `from-${path}-7Kq2`
      if (path === 'broken') throw new Error('broken')
    },
  }
  const { loadEnvFile } = host
  const watch = watchEnvironment(host as never)
  return { host, own, watch, loadEnvFile }
}

beforeEach(clearSecrets)
afterAll(clearSecrets)

test('knows what is there already', () => {
  watchedHost({ OLD_TOKEN: 'old-7Kq2zW9x', MODE: 'plain-7Kq2zW9x' })
  expect(secretValues()).toEqual(['old-7Kq2zW9x'])
})

test.each<[string, (host: Host, value: string) => unknown]>([
  ['an assignment', ({ env }, value) => (env['A_KEY'] = value)],
  ['an assignment to a constant', ({ env }, value) => Object.assign(env, { B_KEY: value })],
  ['Reflect.set', ({ env }, value) => Reflect.set(env, 'C_KEY', value)],
  ['Object.defineProperty', ({ env }, value) => Object.defineProperty(env, 'D_KEY', { value })],
  [
    'a deleted variable',
    ({ env }, value) => {
      env['E_KEY'] = value
      delete env['E_KEY']
    },
  ],
  ['a new environment', (host, value) => (host.env = { F_KEY: value })],
  [
    'a variable of a new one',
    (host, value) => Object.assign((host.env = {}), host.env, (host.env['G_KEY'] = value)),
  ],
])('registers %s at once', (_name, set) => {
  const { host } = watchedHost()
  set(host, 'fresh-7Kq2zW9x')
  expect(secretValues()).toEqual(['fresh-7Kq2zW9x'])
})

test('registers what a file has set, also one that is refused in the end', () => {
  const { host, loadEnvFile } = watchedHost()
  host.loadEnvFile('one')
  expect(() => host.loadEnvFile('broken')).toThrow('broken')
  expect(secretValues()).toEqual(['from-broken-7Kq2', 'from-one-7Kq2'])
  expect([host.loadEnvFile.name, host.loadEnvFile.length]).toEqual([loadEnvFile.name, loadEnvFile.length])
})

test('looks again at what was set past it', () => {
  const { own, watch } = watchedHost()
  own['PAST_TOKEN'] = 'past-7Kq2zW9x'
  expect(secretValues()).toEqual([])
  watch.lookAgain()
  expect(secretValues()).toEqual(['past-7Kq2zW9x'])
})

test('an environment stays itself when it is put back', () => {
  const { host } = watchedHost({ A: '1' })
  const before = host.env
  host.env = { B: '2' }
  expect({ ...host.env }).toEqual({ B: '2' })
  host.env = before
  expect(host.env).toBe(before)
  expect(Object.keys(host.env)).toEqual(['A'])
})

test('what inherits from an environment keeps its own', () => {
  const { host, own } = watchedHost()
  const child = Object.create(host.env) as Record<string, string>
  child['H_KEY'] = 'child-7Kq2zW9x'
  expect([own['H_KEY'], child['H_KEY'], secretValues()]).toEqual([undefined, 'child-7Kq2zW9x', []])
})
