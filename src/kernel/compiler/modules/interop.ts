/**
 * What `import` takes from a module, whichever kind it is: an ECMAScript module, CommonJS, or CommonJS that says that it was
 * one (`__esModule`).
 * @see https://www.typescriptlang.org/docs/handbook/modules/appendices/esm-cjs-interop.html
 */
import { types } from 'node:util'

type Members = Readonly<Record<string, unknown>>

/** Whether a module has a name; what it exports as `default` counts for CommonJS that was loaded by `import()`. */
export function hasMember(module: unknown, name: string): boolean {
  if (name === 'default' || name === '*') return name === '*' || !isNamespace(module) || 'default' in module
  return (
    isObject(module) && (name in module || (isNamespace(module) && isObjectWith(module['default'], name)))
  )
}

/**
 * Takes one name of a module.
 *
 * @param module - What `require` or `import()` gave.
 * @param name - The name; `default`, and `*` for the module as a whole.
 * @returns `undefined` where there is none.
 */
export function memberOf(module: unknown, name: string): unknown {
  if (name === '*') return wholeOf(module)
  if (name === 'default') return isNamespace(module) || isMarked(module) ? module['default'] : module
  if (!isObject(module)) return undefined
  if (name in module) return module[name]
  const inner = module['default']
  return isNamespace(module) && isObject(inner) ? inner[name] : undefined
}

/** The names that `export *` takes along. */
export function memberNames(module: unknown): string[] {
  return isObject(module) ? Object.keys(module).filter((name) => name !== 'default') : []
}

const marked = new WeakMap<object, unknown>()

/**
 * A module as code that was compiled to CommonJS wants it: what `import()` gave says that it is an ECMAScript module.
 */
export function asRequired(module: unknown): unknown {
  if (!isNamespace(module) || '__esModule' in module) return module
  const known = marked.get(module)
  if (known !== undefined) return known
  const made: object = Object.create(null, {
    ...Object.fromEntries(
      Object.keys(module).map((name) => [name, { enumerable: true, get: () => module[name] }]),
    ),
    __esModule: { value: true },
  }) as object
  marked.set(module, made)
  return made
}

function wholeOf(module: unknown): unknown {
  if (isNamespace(module) || isMarked(module)) return module
  if (!isObject(module)) return { default: module }
  const whole: Record<string, unknown> = {}
  for (const name in module)
    if (name !== 'default') Object.defineProperty(whole, name, { enumerable: true, get: () => module[name] })
  return Object.assign(whole, { default: module })
}

function isObject(value: unknown): value is Members {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function isObjectWith(value: unknown, name: string): boolean {
  return isObject(value) && name in value
}

function isNamespace(module: unknown): module is Members {
  return types.isModuleNamespaceObject(module)
}

function isMarked(module: unknown): module is Members {
  return isObject(module) && module['__esModule'] === true
}
