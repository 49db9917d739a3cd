/**
 * The magics that there are. Owns what a magic is, how one is found by its name, and the nearest name to a wrong
 * one; the magics themselves are defined elsewhere.
 */
import type { CellScope } from '../kernel/scope/cell-scope'
import type { CellRun, NotebookView } from '../kernel/language'
import { countEdits } from '../base/nearest-name'
import { UsageError } from '../errors'
import type { Interpolated, Lookup } from './values/interpolate'
import { insteadOf } from './missing-magics'
import type { OptionSpecs } from './options'

/** Where a magic may stand: `%name`, `%%name`, or both. */
export type MagicKind = 'line' | 'cell' | 'both'

/** One use of a magic. */
export interface MagicUse {
  /** The rest of its first line. */
  readonly line: Interpolated
  /** The text below the first line of a cell magic; `undefined` for a line magic. */
  readonly body: string | undefined
  /** What a cell magic may do to its cell; `undefined` for a line magic. */
  readonly cell: CellRun | undefined
  /** The body as code, with blanks above it: its errors name the lines of the cell. */
  readonly code: string | undefined
  /** The cell's output, its Stop, its prompts. */
  readonly scope: CellScope
  readonly notebook: NotebookView
  /** Looks a variable up that can be seen there. */
  readonly lookup: Lookup
}

/** A magic. */
export interface Magic {
  readonly name: string
  readonly kind: MagicKind
  /** One line: what it does. */
  readonly help: string
  /** What follows the name, in words: `[-a] FILE`. */
  readonly usage: string
  readonly options: OptionSpecs
  /** What the words after the name are, for completion. */
  readonly words?: 'file' | 'folder' | 'variable' | undefined
  /** TypeScript type of what it gives in `x = %name`; `any` when `undefined`. */
  readonly returns?: string | undefined
  /** Whether what follows the name is TypeScript of the cell. */
  readonly takesCode?: boolean
  /** Whether the body is TypeScript of the notebook. */
  readonly codeBody?: boolean
  /** Whether its words are variables of the notebook. */
  readonly readsVariables?: boolean
  /** The variables that a line of it makes, and their types; what it gives has them as fields. */
  readonly makes?: (rest: string) => Readonly<Record<string, string>>
  /** Left out of lists: magics of Python that mean nothing here. */
  readonly isForeign?: boolean
  readonly run: (use: MagicUse) => unknown
}

/** Finds magics by name. */
export interface MagicRegistry {
  /** Adds a magic; one of the same name is replaced. */
  add(magic: Magic): void
  find(name: string): Magic | undefined
  /** All magics that mean something here, by name. */
  list(): Magic[]
}

/** Makes an empty registry. */
export function createRegistry(): MagicRegistry {
  const magics = new Map<string, Magic>()
  return {
    add: (magic) => void magics.set(magic.name, magic),
    find: (name) => magics.get(name),
    list: () =>
      [...magics.values()].filter(({ isForeign }) => !isForeign).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/** A notebook, and the magics that its cells may use. */
export interface MagicContext {
  readonly notebook: NotebookView
  readonly registry: MagicRegistry
}

/**
 * The magic of a name, as a line or a cell magic.
 *
 * @param registry - The magics there are.
 * @param call - `name`: as written; `kind`: whether it stands on a line or above a cell.
 * @throws UsageError naming the nearest magic when there is none, or the right form when it is the other kind.
 */
export function findMagic(
  registry: MagicRegistry,
  { name, kind }: { readonly name: string; readonly kind: 'line' | 'cell' },
): Magic {
  const magic = registry.find(name)
  const sign = kind === 'line' ? '%' : '%%'
  if (magic === undefined) {
    const hint = hintFor(name, sign, registry)
    throw new UsageError(`There is no magic ${sign}${name}.${hint} %lsmagic lists what there is.`)
  }
  if (magic.kind === 'both' || magic.kind === kind) return magic
  throw new UsageError(
    kind === 'line'
      ? `%${name} is a cell magic: write %%${name} on the first line of a cell, and its text below.`
      : `%%${name} is a line magic: write %${name}.`,
  )
}

function hintFor(name: string, sign: string, registry: MagicRegistry): string {
  const instead = insteadOf(name)
  if (instead !== undefined) return instead === '' ? '' : ` ${instead}`
  const near = nearest(name, registry.list())
  if (near === undefined) return ''
  return ` Did you mean ${{ cell: '%%', line: '%', both: sign }[near.kind]}${near.name}?`
}

function nearest(name: string, magics: readonly Magic[]): Magic | undefined {
  const wanted = name.toLowerCase()
  const far = Math.max(1, Math.floor(name.length / 3))
  const ranked = magics
    .map((magic) => ({ magic, edits: countEdits(wanted, magic.name) }))
    .filter(({ magic, edits }) => edits <= far || (wanted.length > 2 && magic.name.startsWith(wanted)))
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.magic
}
