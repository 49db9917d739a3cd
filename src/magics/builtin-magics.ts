/**
 * All magics of this library, and the language that knows them. Owns the list; each magic is in the file of its subject.
 */
import { drawValue } from '../display/value/value-bundle'
import { setCellLanguage } from '../kernel/language'
import { setValueDrawer } from '../kernel/cell/last-value'
import { captureMagics } from './capture-magics'
import { notebookRegistry } from './define-magic'
import { drawMagics } from './draw-magics'
import { envMagics } from './env-magics'
import { exportMagics } from './export-magics'
import { fileMagics } from './file-magics'
import { infoMagics } from './info-magics'
import { createLanguage } from './language'
import { pythonMagics } from './python-magics'
import type { MagicRegistry } from './registry'
import { shellMagics } from './shell-magics'
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
    typeMagics,
    pythonMagics,
  ].flat()
  for (const magic of all) if (registry.find(magic.name) === undefined) registry.add(magic)
}

/** Turns magics on in this notebook, and has values draw themselves. */
export function installMagics(): void {
  const registry = notebookRegistry()
  addBuiltinMagics(registry)
  setCellLanguage(createLanguage(registry))
  setValueDrawer(drawValue)
}
