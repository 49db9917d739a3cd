/**
 * Magics of one's own, and the way in which all magics are defined. Owns the public form of a magic: a function and
 * a few words about it.
 */
import { UsageError } from '../errors'
import type { NotebookView } from '../kernel/language'
import { listOptions, readLine, type OptionSpecs, type OptionValues } from './options'
import type { Interpolated, Lookup } from './values/interpolate'
import { createRegistry, type Magic, type MagicKind, type MagicRegistry } from './registry'
import { processWide } from '../base/process-wide'

/** The options of a magic that has none. */
export type NoOptions = Record<never, never>

/** One use of a magic in a cell. */
export interface MagicCall<Specs extends OptionSpecs = NoOptions> {
  /** The magic's name. */
  readonly name: string
  /** The rest of its line after the options, with the values of `\{variables\}`. */
  readonly line: string
  /** The words of `line`, quotes taken off. */
  readonly words: readonly string[]
  /** The options that were given. */
  readonly options: OptionValues<Specs>
  /** The text below the first line of `%%name`; `undefined` for `%name`. */
  readonly body: string | undefined
  /** Aborted when the cell is stopped. */
  readonly signal: AbortSignal
  /**
   * Runs code of the notebook's language as this cell, magics in it included. Only in `%%name`.
   *
   * @param code - The code; `body` by default, and then errors name the lines of the cell.
   */
  runCode(code?: string): Promise<void>
  /**
   * Makes a notebook variable. Only in `%%name`.
   *
   * @param name - Name of the variable.
   * @param value - Its value.
   * @param type - Its TypeScript type; `any` by default.
   */
  assign(name: string, value: unknown, type?: string): Promise<void>
}

/** What `%lsmagic`, completion and Shift-Tab tell about a magic. */
export interface MagicAbout<Specs extends OptionSpecs = NoOptions> {
  /** `line` for `%name`, `cell` for `%%name`. @defaultValue `both` */
  readonly kind?: MagicKind
  /** One line: what it does. */
  readonly help?: string
  /** What follows the name, e.g. `[-a] FILE`. */
  readonly usage?: string
  /** Options before the rest of the line: one letter is `-a`, a longer name `--name`. */
  readonly options?: Specs
  /** TypeScript type of what `x = %name` gives. @defaultValue `any` */
  readonly returns?: string
}

/** What only magics of this library use of a call. */
export interface OwnCall<Specs extends OptionSpecs = OptionSpecs> extends MagicCall<Specs> {
  readonly notebook: NotebookView
  /** Looks a variable of the notebook up; `undefined` for a name that is none. */
  readonly lookup: Lookup
  /** Hands the whole line to a tag, values as literal words. */
  readonly into: Interpolated['into']
}

/** What only magics of this library tell. */
export interface OwnAbout<Specs extends OptionSpecs> extends MagicAbout<Specs> {
  readonly words?: Magic['words']
  readonly readsVariables?: boolean
  readonly makes?: NonNullable<Magic['makes']>
  readonly takesCode?: boolean
  readonly codeBody?: boolean
  readonly isForeign?: boolean
  /** Whether options that are not the magic's own are words, for the program that it runs. */
  readonly keepsOthers?: boolean
}

/**
 * Makes a magic from a function.
 *
 * @throws UsageError for a name that cannot be typed after `%`.
 */
export function createMagic<Specs extends OptionSpecs = NoOptions>(
  name: string,
  run: (call: OwnCall<Specs>) => unknown,
  about: OwnAbout<Specs> = {},
): Magic {
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw new UsageError(`A magic cannot be named ${JSON.stringify(name)}. Use letters, digits and _.`)
  const { kind = 'both', help = 'defined in this notebook', options, keepsOthers, ...rest } = about
  const specs: OptionSpecs = options ?? {}
  return {
    ...rest,
    name,
    kind,
    help,
    usage:
      about.usage ??
      listOptions(specs)
        .replace(/[^,\s][^,]*/g, '[$&]')
        .replace(/,/g, ''),
    options: specs,
    run({ line, body, cell, code, scope, notebook, lookup }) {
      const sign = body === undefined ? `%${name}` : `%%${name}`
      const read = readLine(line.text, specs, { magic: sign, keepsOthers })
      const ofCell = () => {
        if (cell === undefined) throw new UsageError(`${sign} can do that only as a cell magic, %%${name}.`)
        return cell
      }
      return run({
        name,
        line: read.rest,
        words: read.words,
        options: read.options as OptionValues<Specs>,
        body,
        signal: scope.signal,
        notebook,
        lookup,
        runCode: async (given) => await ofCell().runCode(given ?? code ?? ''),
        assign: async (variable, value, type) => await ofCell().assign(variable, value, type),
        into: (tag, around) => line.into(tag, around),
      })
    },
  }
}

const shared = processWide<MagicRegistry>('registry')

/** The magics of this notebook; shared by all copies of the library, so that re-running a cell loses none. */
export function notebookRegistry(): MagicRegistry {
  return (shared.value ??= createRegistry())
}

/**
 * Adds a magic to the notebook: `%name` on a line, `%%name` above a text, or both. A magic of the same name is replaced.
 *
 * @param name - Letters, digits and `_`.
 * @param run - What it does. What it returns is the value of `x = %name`, and is shown when it is the cell's last line.
 * @param about - Its kind, its options, and what help says about it.
 * @throws UsageError `usage` for a name that cannot be typed after `%`.
 * @example
 * ```ts
 * defineMagic('shout', (magic) => console.log((magic.body ?? magic.line).toUpperCase()), { help: 'prints in capitals' })
 * ```
 */
export function defineMagic<Specs extends OptionSpecs = NoOptions>(
  name: string,
  run: (call: MagicCall<Specs>) => unknown,
  about: MagicAbout<Specs> = {},
): void {
  notebookRegistry().add(createMagic<Specs>(name, run, about))
}
