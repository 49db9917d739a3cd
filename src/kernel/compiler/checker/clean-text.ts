/**
 * Takes the paths of our files, and long paths of packages, out of what TypeScript prints.
 */

/** In the text of a type, e.g. `import("/home/me/__cell_3__").User`. */
const QUALIFIED = /\bimport\((["'])(?:(?!\1).)*\1(?:, \{ with: \{[^}]*\} \})?\)\./g
const WHOLE = /\bimport\((["'])((?:(?!\1).)*)\1\)/g
const OUR_FILE = /(?:[\w./\\-]*\/)?__(?:cell_\d+|question|notebook)__(?:\.d)?(?:\.[tj]sx?)?/g

/**
 * Makes a text readable.
 *
 * @param text - What TypeScript prints.
 * @param root - The folder of the notebook.
 */
export function cleanText(text: string, root: string): string {
  return text
    .replace(QUALIFIED, '')
    .replace(
      WHOLE,
      (_whole, quote: string, path: string) => `import(${quote}${shortPath(path, root)}${quote})`,
    )
    .replace(OUR_FILE, 'this notebook')
    .replaceAll(`${root}/`, '')
}

/** A path as one would write it in an import. */
function shortPath(path: string, root: string): string {
  const afterPackages = /^.*\/node_modules\/(.*)$/.exec(path)?.[1]
  if (afterPackages !== undefined) return afterPackages
  return path.startsWith(`${root}/`) ? `./${path.slice(root.length + 1)}` : path
}
