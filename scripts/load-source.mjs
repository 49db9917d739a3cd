// TypeScript of this repository as a module, compiled on the fly: for benchmarks and conformance runs, which work on the
// source and on what the tests share.
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')

/**
 * Compiles files into one module and loads it.
 *
 * @param {...string} paths From the root, without `.ts`. Names may not occur in two of them.
 * @returns {Promise<object>} Everything they export.
 */
export async function loadSource(...paths) {
  // Two folders below the root, as the sources of `test/support` are: they find their files from there.
  const folder = join(root, 'node_modules/.cache')
  const outfile = join(folder, `source-${process.pid}.cjs`)
  mkdirSync(folder, { recursive: true })
  try {
    await build({
      stdin: {
        contents: paths.map((path) => `export * from './${path}'`).join('\n'),
        resolveDir: root,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
      logLevel: 'warning',
    })
    // Every call is a module of its own.
    const require = createRequire(import.meta.url)
    delete require.cache[outfile]
    return require(outfile)
  } finally {
    rmSync(outfile, { force: true })
  }
}
