/**
 * A file's path as a URL; what is no path, such as the name of one of Node's own modules, stays as it is.
 */
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'

/** For what `import.meta.resolve` gives. */
export function asUrl(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path
}
