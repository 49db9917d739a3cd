/**
 * All magics of this library, and the language that knows them. Owns the list; each magic is in the file of its subject.
 */
import type { CellLanguage } from '../../kernel/language'
import { captureMagics } from './capture-magics'
import { notebookRegistry } from '../define-magic'
import { drawMagics } from './draw-magics'
import { envMagics } from './env-magics'
import { exportMagics } from './export-magics'
import { fileMagics } from './file-magics'
import { infoMagics } from './info-magics'
import { createLanguage } from '../language'
import { pythonMagics } from './python-magics'
import type { MagicRegistry } from '../registry'
import { shellMagics } from './shell-magics'
import { storeMagics } from './store-magics'
import { timeMagics } from './time-magics'
import { typeMagics } from './type-magics'

/** Adds all magics of this library; a magic of the user's with the same name stays. */
export function addBuiltinMagics(registry: MagicRegistry): void {
  const all = [
    envMagics,
    shellMagics,
    fileMagics,
    exportMagics,
    drawMagics,
    captureMagics,
    timeMagics,
    infoMagics(registry),
    storeMagics,
    typeMagics,
    pythonMagics,
  ].flat()
  for (const magic of all) if (registry.find(magic.name) === undefined) registry.add(magic)
}

let made: CellLanguage | undefined

/** The language that knows the magics of this notebook. */
export function notebookLanguage(): CellLanguage {
  if (made === undefined) {
    const registry = notebookRegistry()
    addBuiltinMagics(registry)
    made = createLanguage(registry)
  }
  return made
}
