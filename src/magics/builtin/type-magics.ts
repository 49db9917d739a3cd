/**
 * `%typecheck`: the notebook's choice of what becomes of type errors.
 */
import { UsageError } from '../../errors'
import { TYPE_ERRORS, type TypeErrors } from '../../kernel/compiler/type-notes'
import { currentEngine } from '../../kernel/compiler/engine-place'
import { currentScope } from '../../kernel/scope/scope'
import { createMagic, type OwnCall, type NoOptions } from '../define-magic'
import type { Magic } from '../registry'

function choose({ words }: OwnCall<NoOptions>): void {
  const engine = currentEngine()
  if (engine === undefined || engine === 'none')
    throw new UsageError(
      '%typecheck: types are checked before a cell runs here; this kernel offers no choice.',
    )
  const { notes } = engine
  const [mode, ...more] = words
  if (mode === undefined) return currentScope().write('stdout', `typecheck: ${notes.mode}\n`)
  if (more.length > 0 || !isTypeErrors(mode))
    throw new UsageError(`%typecheck takes one of ${TYPE_ERRORS.join(', ')}, or nothing.`)
  notes.mode = mode
}

function isTypeErrors(word: string): word is TypeErrors {
  return (TYPE_ERRORS as readonly string[]).includes(word)
}

/** The magics of types. */
export const typeMagics: readonly Magic[] = [
  createMagic<NoOptions>('typecheck', choose, {
    kind: 'line',
    usage: '[note|wait|block|off]',
    help: 'type errors: noted under a cell, waited for, or no run at all; says which without a word',
  }),
]
