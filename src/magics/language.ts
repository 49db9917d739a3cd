/**
 * The cell language: magics and TypeScript in one cell. Owns how a cell is taken apart and the answers to the front
 * end's questions about it; the kernel patch asks, through `kernel/language.ts`.
 */
import type { CellLanguage } from '../kernel/language'
import { completeMagic, completeShell, type Answer } from './complete'
import { describeMagic, SHELL_HELP } from './help'
import { adviseOnHabits } from './python-habits'
import type { MagicPlace } from './read/find-magics'
import type { MagicContext, MagicRegistry } from './registry'
import { blankCell, readMagicText, rewriteCell } from './read/rewrite-cell'
import { installRuntime, runCellMagic } from './run-magics'
import { bodyAtItsPlace, isModuleCell, splitCell } from './read/split-cell'

/**
 * Makes the language of cells with magics.
 *
 * @param registry - The magics there are; those added later are seen.
 */
export function createLanguage(registry: MagicRegistry): CellLanguage {
  return {
    plan(code, notebook) {
      if (isModuleCell(code)) return { kind: 'code', code }
      const split = splitCell(code)
      if (split !== undefined)
        return { kind: 'magic', run: (cell) => runCellMagic(code, split, { cell, notebook, registry }) }
      const rewritten = rewriteCell(code, { notebook, registry })
      if (rewritten !== code) installRuntime({ notebook, registry })
      return { kind: 'code', code: rewritten }
    },

    complete(code, cursor, notebook) {
      if (isModuleCell(code)) return { kind: 'passOn', code }
      const split = splitCell(code)
      const at = lookAt(code, cursor, { notebook, registry })
      if (split !== undefined && cursor <= split.headEnd)
        return asMatches(completeMagic(code.slice(split.start, cursor), registry, { isFirst: true }), cursor)
      if (split !== undefined && !at.isCode)
        return asMatches(completeShell(code.slice(split.bodyStart, cursor)), cursor)
      const typed = /(?:^|\n)[^\S\n]*(%%?)$/.exec(code.slice(0, cursor))?.[1]
      const text = at.magic === undefined ? typed : code.slice(at.magic.start, cursor)
      if (text === undefined || at.inBraces) return { kind: 'passOn', code: at.code }
      const isFirst = code.slice(0, cursor).trim() === text
      return asMatches(
        text.startsWith('!') ? completeShell(text.slice(1)) : completeMagic(text, registry, { isFirst }),
        cursor,
      )
    },

    inspect(code, cursor, notebook) {
      if (isModuleCell(code)) return { kind: 'passOn', code }
      const split = splitCell(code)
      if (split !== undefined && cursor <= split.headEnd) return help(registry, split.name)
      const at = lookAt(code, cursor, { notebook, registry })
      if (split !== undefined && !at.isCode) return { kind: 'none' }
      if (at.magic === undefined || at.inBraces) return { kind: 'passOn', code: at.code }
      const { name } = readMagicText(code.slice(at.magic.start, at.magic.end))
      return name.startsWith('!') ? { kind: 'text', text: SHELL_HELP } : help(registry, name)
    },

    isComplete(code, notebook) {
      if (isModuleCell(code)) return { kind: 'passOn', code }
      // As in IPython a blank line ends a cell magic.
      if (splitCell(code) !== undefined)
        return /\n[^\S\n]*$/.test(code) ? { kind: 'complete' } : { kind: 'incomplete', indent: '' }
      const { code: blanked, magics } = blankCell(code, { notebook, registry })
      const last = magics[magics.length - 1]
      if (last?.end === code.length && code.endsWith('\\')) return { kind: 'incomplete', indent: '  ' }
      return { kind: 'passOn', code: blanked }
    },

    advise: adviseOnHabits,
  }
}

/** What is at the cursor. */
interface Surroundings {
  /** The cell with its magics blanked. */
  readonly code: string
  /** Whether the cell, or the body of its cell magic, is code of the notebook. */
  readonly isCode: boolean
  /** The magic that the cursor is in; its code, as in `%time f()`, does not count. */
  readonly magic: MagicPlace | undefined
  /** Whether the cursor is on a variable in braces. */
  readonly inBraces: boolean
}

function lookAt(code: string, cursor: number, context: MagicContext): Surroundings {
  const split = splitCell(code)
  const isCode = split === undefined || context.registry.find(split.name)?.codeBody === true
  if (!isCode) return { code, isCode, magic: undefined, inBraces: false }
  const text = split === undefined ? code : bodyAtItsPlace(code, split)
  const blanked = blankCell(text, { ...context, cursor })
  const magic = blanked.magics.find(
    ({ start, end, kind }) => kind !== 'comment' && start < cursor && cursor <= end,
  )
  const left = (offset: number) =>
    blanked.code[offset] !== undefined && /[^\s;]/.test(blanked.code[offset] as string)
  const hasCode = magic !== undefined && magic.form === 'statement' && (left(cursor - 1) || left(cursor))
  const opened =
    magic !== undefined && /(?<![\\$%{])\{[\p{ID_Continue}$.]*$/u.test(text.slice(magic.start, cursor))
  const isTimed = magic !== undefined && hasCode && !opened
  return { code: blanked.code, isCode, magic: isTimed ? undefined : magic, inBraces: opened }
}

function asMatches(answer: Answer, cursor: number) {
  return {
    kind: 'matches',
    matches: answer.matches,
    start: cursor - answer.typed.length,
    end: cursor,
  } as const
}

function help(registry: MagicRegistry, name: string) {
  return registry.find(name) === undefined
    ? ({ kind: 'none' } as const)
    : ({ kind: 'text', text: describeMagic(registry, name) } as const)
}
