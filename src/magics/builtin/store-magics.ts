/**
 * `%store`: values that one notebook keeps for the others.
 * @see https://ipython.readthedocs.io/en/stable/config/extensions/storemagic.html
 */
import { isIdentifier } from '../../base/identifier'
import { isObject, type JsonObject } from '../../base/unknown'
import { UsageError } from '../../errors'
import { currentScope } from '../../kernel/scope/scope'
import { registerEnvironment } from '../../secrets/registry'
import { MASK } from '../../secrets/redact-text'
import { createMagic, type OwnCall } from '../define-magic'
import type { Magic } from '../registry'
import { isStorable, storedValues, writeStored } from '../stored-values'
import { isHidden } from './env-magics'
import { typeName } from './info-magics'

const OPTIONS = {
  r: { help: 'makes the stored variables anew, all or those that are named' },
  d: { help: 'forgets those that are named' },
  z: { help: 'forgets all' },
} as const

const MAX_SHOWN_CHARS = 60

function run({ words, options, lookup }: OwnCall<typeof OPTIONS>): JsonObject | undefined {
  const wrong = words.find((word) => !isIdentifier(word))
  if (wrong !== undefined)
    throw new UsageError(`%store takes names of variables, not ${wrong}. A file is written by %%writefile.`)
  if (options.z) return writeStored({}) as undefined
  if (options.r) return restore(words)
  if (options.d) return forget(words) as undefined
  const text = words.length === 0 ? list() : store(words, lookup)
  currentScope().write('stdout', text)
  return undefined
}

function store(names: readonly string[], lookup: OwnCall['lookup']): string {
  const added = Object.fromEntries(names.map((name) => [name, valueOf(name, lookup)]))
  writeStored({ ...storedValues(), ...added })
  for (const [name, value] of Object.entries(added)) hide(name, value)
  return names.map((name) => `Stored '${name}' (${typeName(added[name])})\n`).join('')
}

function valueOf(name: string, lookup: OwnCall['lookup']): unknown {
  const found = lookup(name)
  if (found === undefined) throw new UsageError(`%store: there is no variable ${name}.`)
  if (!isStorable(found.value))
    throw new UsageError(
      `%store keeps texts, numbers, arrays and plain objects of them; ${name} is of type ${typeName(found.value)}.`,
    )
  return found.value
}

/** What `%store -r` gives: the values by their names. */
function restore(names: readonly string[]): JsonObject {
  const all = storedValues()
  const missing = names.find((name) => !Object.hasOwn(all, name))
  if (missing !== undefined)
    throw new UsageError(
      `There is no stored variable ${missing}. Store it in the notebook that has it: %store ${missing}`,
    )
  const wanted = Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name))
  for (const [name, value] of wanted) hide(name, value)
  return Object.fromEntries(wanted)
}

function forget(names: readonly string[]): void {
  if (names.length === 0) throw new UsageError('%store -d takes the name of what is to be forgotten.')
  const all = storedValues()
  const missing = names.find((name) => !Object.hasOwn(all, name))
  if (missing !== undefined) throw new UsageError(`There is no stored variable ${missing}.`)
  writeStored(Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))))
}

function list(): string {
  const entries = Object.entries(storedValues())
  if (entries.length === 0) return 'Nothing is stored. %store NAME stores a variable.\n'
  const width = Math.max(...entries.map(([name]) => name.length))
  const lines = entries.map(([name, value]) => `${name.padEnd(width)} -> ${shown(name, value)}`)
  return `Stored variables and their values:\n${lines.join('\n')}\n`
}

function shown(name: string, value: unknown): string {
  hide(name, value)
  if (typeof value === 'string' && isHidden(name, value)) return MASK
  const text = JSON.stringify(value)
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS - 1)}…` : text
}

/** Has the keys in a value masked from now on, as those of the environment. */
function hide(name: string, value: unknown): void {
  if (typeof value === 'string') registerEnvironment({ [name]: value })
  else if (Array.isArray(value)) for (const each of value) hide(name, each)
  else if (isObject(value)) for (const [key, each] of Object.entries(value)) hide(key, each)
}

/** The TypeScript types of the variables that `%store -r` makes. */
function restoredTypes(rest: string): Readonly<Record<string, string>> {
  const [option, ...names] = rest.split(/\s+/)
  if (option !== '-r') return {}
  const all = storedTypes()
  const made = names.length === 0 ? Object.keys(all) : names
  return Object.fromEntries(made.filter(isIdentifier).map((name) => [name, all[name] ?? 'any']))
}

function storedTypes(): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(storedValues()).map(([name, value]) => [name, typeText(value)]))
  } catch {
    // The magic itself says so when it runs.
    return {}
  }
}

/** A value's type as it would be written: of what is in it no more than that. */
function typeText(value: unknown): string {
  if (value === null || typeof value === 'object') return 'any'
  return typeof value
}

/** The magic that stores. */
export const storeMagics: readonly Magic[] = [
  createMagic('store', run, {
    kind: 'line',
    usage: '[-r | -d | -z] [NAME …]',
    help: 'stores variables for other notebooks; -r makes them there',
    options: OPTIONS,
    readsVariables: true,
    makes: restoredTypes,
  }),
]
