/**
 * Has a process tell of each variable that is set in it, so that a secret is known before anything can show it: also one
 * that is set and deleted again within a line. Owns how `process.env` is watched; which variables are secret is decided in
 * environment-secrets.ts.
 * @see https://nodejs.org/api/process.html#processenv
 */
import { syncBuiltinESMExports } from 'node:module'
import { processWide } from '../base/process-wide'
import { registerEnvironment } from './registry'

/** What is watched of a process. */
export interface EnvironmentHost {
  env: NodeJS.ProcessEnv
  loadEnvFile?: (path?: string | URL | Buffer) => void
}

/** A watch of an environment. */
export interface EnvironmentWatch {
  /** Registers what was set past the watch: by code that got hold of the environment before it began. */
  lookAgain(): void
}

const shared = processWide<EnvironmentWatch>('environment')

/** Says what a variable that is being set is to be instead; the same value for those that stay as they are. */
export type EnvironmentFilter = (name: string, value: string) => string

const filter = processWide<EnvironmentFilter>('environment-filter')

/** Has every variable that is set in this process pass a filter; a later call replaces it. */
export function filterEnvironment(next: EnvironmentFilter | undefined): void {
  filter.value = next
}

/**
 * Watches this process, once, also when several copies of the library are loaded.
 *
 * @param options - `fromStart`: nobody can have got hold of the environment before.
 */
export function watchProcess(options: { fromStart?: boolean } = {}): void {
  if (shared.value !== undefined) return
  const watch = watchEnvironment(process)
  shared.value = options.fromStart === true ? { lookAgain() {} } : watch
}

/** Registers what was set past the watch, as {@link EnvironmentWatch}. */
export function lookAgain(): void {
  shared.value?.lookAgain()
}

/**
 * Watches the environment of a process. It stays what it was, Node's own object behind a proxy that only listens:
 * names and values, their order, what is refused and what children inherit do not change. Only
 * `structuredClone(process.env)` fails, as it does for every proxy.
 *
 * @param host - The process.
 */
export function watchEnvironment(host: EnvironmentHost): EnvironmentWatch {
  const own = host.env
  const seen = new Map<string, string>()
  const lookAgain = (): void => {
    // Not by entries: those of 90 variables take 0.3 ms, their names and values a third of it.
    for (const name of Object.keys(own)) {
      const value = own[name]
      if (value === undefined || value === seen.get(name)) continue
      seen.set(name, value)
      registerEnvironment({ [name]: value })
    }
  }
  lookAgain()
  replaceEnv(host)
  replaceLoadEnvFile(host, lookAgain)
  // Modules that wrote `import { env } from 'node:process'` see the watched one too.
  syncBuiltinESMExports()
  return { lookAgain }
}

/** An accessor, for the whole environment may be replaced: `process.env = { … }`. What is in it now is known. */
function replaceEnv(host: EnvironmentHost): void {
  const watched = new WeakSet<object>()
  const watch = (env: unknown): unknown => {
    if (typeof env !== 'object' || env === null || watched.has(env)) return env
    registerEnvironment(textsOf(env))
    return protect(env)
  }
  const protect = (env: object): object => {
    const proxy = listen(env)
    watched.add(proxy)
    return proxy
  }
  let env: unknown = protect(host.env)
  Object.defineProperty(host, 'env', {
    get: () => env,
    set: (next: unknown) => void (env = watch(next)),
    enumerable: true,
    configurable: true,
  })
}

/** Passes everything on and looks at what was set. */
function listen(env: object): object {
  const notice = (name: string | symbol): void => {
    if (typeof name !== 'string') return
    const value: unknown = Reflect.get(env, name)
    if (typeof value === 'string') registerEnvironment({ [name]: value })
  }
  const proxy: object = new Proxy(env, {
    set(target, name, given: unknown, receiver) {
      const isText = typeof name === 'string' && typeof given === 'string'
      const value = isText ? (filter.value?.(name, given) ?? given) : given
      const isSet = Reflect.set(target, name, value, receiver === proxy ? target : receiver)
      notice(name)
      return isSet
    },
    defineProperty(target, name, descriptor) {
      const isDefined = Reflect.defineProperty(target, name, descriptor)
      notice(name)
      return isDefined
    },
  })
  return proxy
}

/** Node reads a file into the environment below the object that is watched. */
function replaceLoadEnvFile(host: EnvironmentHost, lookAgain: () => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(host, 'loadEnvFile')
  const { loadEnvFile } = host
  if (descriptor === undefined || loadEnvFile === undefined) return
  const watched = {
    loadEnvFile(this: unknown, ...paths: [path?: string | URL | Buffer]) {
      try {
        Reflect.apply(loadEnvFile, this, paths)
      } finally {
        lookAgain()
      }
    },
  }
  Object.defineProperty(watched.loadEnvFile, 'length', { value: loadEnvFile.length, configurable: true })
  Object.defineProperty(host, 'loadEnvFile', { ...descriptor, value: watched.loadEnvFile })
}

function textsOf(env: object): Record<string, string> {
  const texts = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts)
}
