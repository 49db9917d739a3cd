/**
 * Node's own `import()`, as a module in the notebook's folder would call it.
 */
import { join } from 'node:path'
import vm from 'node:vm'

/** Loads a module by `import()`. */
export type NativeImport = (specifier: string, options?: ImportCallOptions) => Promise<unknown>

/** Makes the `import()` of a folder. */
export function nativeImportFrom(folder: string): NativeImport {
  const script = new vm.Script('(specifier, options) => import(specifier, options)', {
    filename: join(folder, 'notebook.mjs'),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const load = script.runInThisContext() as NativeImport
  return (specifier, options) => withoutWarning(() => load(specifier, options))
}

/** Node 20 says at the first use that this is experimental; a cell's output is no place for that. */
function withoutWarning<T>(call: () => T): T {
  const { emitWarning } = process
  process.emitWarning = ((...args: Parameters<typeof emitWarning>) => {
    if (!String(args[0]).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER')) emitWarning.apply(process, args)
  }) as typeof emitWarning
  try {
    // The warning comes before the call returns.
    return call()
  } finally {
    process.emitWarning = emitWarning
  }
}
