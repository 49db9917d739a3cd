/**
 * Whether a package's `exports` has something for `import()`. Which file that is, Node finds.
 * @see https://nodejs.org/api/packages.html#conditional-exports
 */

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'node-addons', 'default'])

/**
 * Tells whether a path of a package can be imported.
 *
 * @param exports - The field of its package.json.
 * @param path - `.` for the package itself, `./mini` for a path in it.
 */
export function exportsForImport(exports: unknown, path: string): boolean {
  const paths = isByPath(exports) ? exports : { '.': exports }
  if (Object.hasOwn(paths, path)) return leadsSomewhere(paths[path])
  return Object.entries(paths).some(([pattern, target]) => {
    const [before, after, ...more] = pattern.split('*')
    if (before === undefined || after === undefined || more.length > 0) return false
    const isLong = path.length > before.length + after.length
    return isLong && path.startsWith(before) && path.endsWith(after) && leadsSomewhere(target)
  })
}

function isByPath(exports: unknown): exports is Readonly<Record<string, unknown>> {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    !Array.isArray(exports) &&
    Object.keys(exports).every((key) => key.startsWith('.'))
  )
}

function leadsSomewhere(target: unknown): boolean {
  if (typeof target === 'string') return true
  if (Array.isArray(target)) return target.some(leadsSomewhere)
  if (typeof target !== 'object' || target === null) return false
  return Object.entries(target).some(([condition, next]) => CONDITIONS.has(condition) && leadsSomewhere(next))
}
