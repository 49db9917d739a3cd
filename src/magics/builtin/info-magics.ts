/**
 * Magics that tell about the notebook: `%lsmagic`, `%who`.
 */
import { currentScope } from '../../kernel/scope/scope'
import { createMagic, type OwnCall, type NoOptions } from '../define-magic'
import { listMagics } from '../help'
import type { Magic, MagicRegistry } from '../registry'

/** What a variable is, in the words of `%who TYPE`. */
export function typeName(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  const type: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof type === 'string' && type !== '' ? type : 'object'
}

function listVariables({ words, notebook }: OwnCall<NoOptions>): void {
  const wanted = new Set(words.map((word) => word.toLowerCase()))
  const names = Object.entries(notebook.locals)
    .filter(([name]) => !/^(?:__|tsLastExpr)/.test(name))
    .filter(([, value]) => wanted.size === 0 || wanted.has(typeName(value).toLowerCase()))
    .map(([name]) => name)
  const none =
    wanted.size === 0 ? 'There are no variables yet.' : `There are no variables of type ${words.join(', ')}.`
  currentScope().write('stdout', `${names.length === 0 ? none : names.sort().join('   ')}\n`)
}

/** The magics that tell about the notebook and about `registry`. */
export function infoMagics(registry: MagicRegistry): Magic[] {
  return [
    createMagic<NoOptions>('lsmagic', () => currentScope().write('stdout', `${listMagics(registry)}\n`), {
      kind: 'line',
      help: 'lists the magics; %name? tells about one',
    }),
    createMagic<NoOptions>('who', listVariables, {
      kind: 'line',
      usage: '[TYPE …]',
      help: 'lists the variables of the notebook, or those of a type',
    }),
  ]
}
