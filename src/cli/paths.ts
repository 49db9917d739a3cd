/** Paths, as several commands need them. */
import { dirname, sep } from 'node:path'

/** A path of this system with `/`. */
export function slashed(path: string): string {
  return path.split(sep).join('/')
}

/** A folder and all above it, the nearest first. */
export function foldersUp(start: string): string[] {
  const folders = [start]
  for (let folder = start; dirname(folder) !== folder; folder = dirname(folder)) folders.push(dirname(folder))
  return folders
}
