/**
 * The magic that gives a cell with its output as text to copy: `%export`, `%%export`.
 */
import { nearestName } from '../../base/nearest-name'
import { UsageError } from '../../errors'
import { currentCell } from '../../kernel/cell/cell-context'
import { previousCell, ranCell, type RanCell } from '../../kernel/cell/cell-history'
import { currentScope } from '../../kernel/scope/scope'
import { redactBundle, redactJson } from '../../secrets/redact-bundle'
import { createMagic, type NoOptions, type OwnCall } from '../define-magic'
import type { Magic } from '../registry'

async function exportText(call: OwnCall<NoOptions>): Promise<string | undefined> {
  const { words, body, runCode, notebook } = call
  const sign = body === undefined ? '%export' : '%%export'
  // Read when it is needed: a notebook that exports nothing does not wait for it.
  const { exportCell, targetNames } = await import('../../docs/export-cell.js')
  const [target = 'gfm', ...more] = words
  if (more.length > 0 || !targetNames.includes(target)) {
    const near = nearestName(target, targetNames)
    const hint = more.length === 0 && near !== undefined ? ` Did you mean ${near}?` : ''
    throw new UsageError(`${sign} takes one target: ${targetNames.join(', ')}.${hint}`)
  }
  const current = currentCell()
  if (current === undefined) throw new UsageError(`${sign} works in a notebook cell only.`)
  current.isAside = true
  if (body !== undefined) {
    await runCode()
    current.output.flush()
  }
  const cell = body === undefined ? previousCell() : ranCell(current, body)
  if (cell === undefined)
    throw new UsageError(
      'There is no cell before this one: run the cell first, then %export; or begin it with %%export.',
    )
  const language = notebook.isJs ? 'javascript' : 'typescript'
  const { text, pictures } = await exportCell(
    { source: redactJson(cell.code), outputs: maskedOutputs(cell), language },
    target,
  )
  if (pictures > 0) tellOfPictures(pictures)
  if (body === undefined) return text
  currentScope().write('stdout', `${text}\n`)
  return undefined
}

/** Outputs without secrets, also where the cell was allowed to show them: escapes of a page would hide them from the exit. */
function maskedOutputs({ outputs, isCut }: RanCell): readonly object[] {
  const masked = outputs.map((output) => ('data' in output ? redactBundle(output) : redactJson(output)))
  const end = { output_type: 'stream', name: 'stdout', text: '\n… more output is left out' }
  return isCut ? [...masked, end] : masked
}

function tellOfPictures(count: number): void {
  const which = count === 1 ? 'A picture is' : `${count} pictures are`
  const how = 'npx tslab-magics export NOTEBOOK --to TARGET --cell N --out DIR'
  currentScope().write('stderr', `${which} no text; ${how} writes ${count === 1 ? 'it' : 'them'} to a file\n`)
}

/** The magic of pages. */
export const exportMagics: readonly Magic[] = [
  createMagic<NoOptions>('export', exportText, {
    usage: '[TARGET]',
    help: 'gives the previous cell, %%export this one, with its output as Markdown to copy',
    returns: 'string',
    codeBody: true,
  }),
]
