/**
 * A file that a command wrote, as a link with its size.
 */
import { isAbsolute, relative, sep } from 'node:path'
import { html as h } from '../../display/html'
import { formatBytes } from '../../display/one-line'
import { showInvisible } from '../../display/terminal-text'
import type { MimeBundle } from '../../base/mime-bundle'

/** A file that was written. */
export interface WrittenFile {
  /** Its absolute path. */
  readonly path: string
  readonly sizeBytes: number
}

/**
 * Makes the bundle of a written file.
 *
 * @param file - The file.
 * @param base - Folder of the notebook: JupyterLab can open links to files below it.
 */
export function fileBundle({ path, sizeBytes }: WrittenFile, base: string): MimeBundle {
  const inside = relative(base, path)
  const isBelow = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)
  const name = showInvisible(isBelow ? inside : path)
  const plain = `saved ${name} (${formatBytes(sizeBytes)})`
  if (!isBelow) return { data: { 'text/plain': plain } }
  const href = inside.split(sep).map(encodeURIComponent).join('/')
  const html = h`<div>saved <a href="${href}" target="_blank" style="text-decoration:underline">${name}</a> (${formatBytes(sizeBytes)})</div>`
  return { data: { 'text/html': String(html), 'text/plain': plain } }
}
