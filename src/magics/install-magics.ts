/**
 * Turns magics on in a notebook. What knows them is made when the first cell asks for it: the cell that imports the library
 * waits for none of it.
 */
import { drawValue } from '../display/value/value-bundle'
import { setValueDrawer } from '../kernel/cell/last-value'
import { setCellLanguage } from '../kernel/language'
import { notebookLanguage } from './builtin/builtin-magics'

/** Turns magics on in this notebook, and has values draw themselves. */
export function installMagics(): void {
  setCellLanguage({
    plan: (code, notebook) => notebookLanguage().plan(code, notebook),
    complete: (code, cursor, notebook) => notebookLanguage().complete(code, cursor, notebook),
    inspect: (code, cursor, notebook) => notebookLanguage().inspect(code, cursor, notebook),
    isComplete: (code, notebook) => notebookLanguage().isComplete(code, notebook),
    advise: (code, problems) => notebookLanguage().advise(code, problems),
  })
  setValueDrawer((value) => drawValue(value))
}
