/**
 * What a running cell finds under the names of runtime-names.ts and CommonJS: imports, `import.meta`, `require`. Made once
 * for a notebook.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { asUrl } from './modules/as-url'
import { hasMember, memberNames, memberOf } from './modules/interop'
import type { ModuleLoader } from './modules/module-loader'

/** The notebook's variables by name. */
export type Variables = Record<string, unknown>

/** A loaded module; wrapped, because one with a `then` would be waited for. */
interface Loaded {
  readonly specifier: string
  readonly module: unknown
}

/** A name to bind: the notebook's, the module's, and whether the cell uses it as a value. */
type Binding = readonly [local: string, name: string, isUsed: boolean]

/** What compiled code calls. */
export interface CellRuntime {
  readonly meta: object
  require(specifier: string): Loaded
  import(specifier: string): Promise<Loaded>
  bind(loaded: Loaded, names: readonly Binding[]): void
  bindAll(loaded: Loaded): void
  dynamicImport(specifier: unknown, options?: ImportCallOptions): Promise<unknown>
  /** Whether the notebook has a variable that no cell had declared when the code was compiled. */
  has(name: string): boolean
  /** The same, for a name that has to be there. @throws ReferenceError when it is no global either. */
  find(name: string): boolean
}

/** The arguments of a compiled cell's function, in the order of `FUNCTION_PARAMETERS`. */
export type CellArguments = readonly [
  Variables,
  CellRuntime,
  Variables,
  NodeJS.Require,
  { exports: unknown },
  string,
  string,
]

/** What the cells of a notebook have in common. */
export interface NotebookParts {
  readonly variables: Variables
  /** Its modules. */
  readonly loader: ModuleLoader
  /** Its folder. */
  readonly root: string
  /** tslab's `require`, for what is known of it besides loading. */
  readonly liveRequire: NodeJS.Require
}

/**
 * Makes the surroundings of a notebook's cells.
 *
 * @param notebook - Its parts.
 */
export function createCellArguments({ variables, loader, root, liveRequire }: NotebookParts): CellArguments {
  const filename = notebookFile(root)
  const resolve = (specifier: string) => {
    const found = loader.resolve(specifier)
    return found?.kind === 'local' ? found.file : liveRequire.resolve(specifier)
  }
  const runtime: CellRuntime = {
    meta: {
      url: pathToFileURL(filename).href,
      filename,
      dirname: root,
      main: true,
      resolve: (specifier: string) => asUrl(resolve(specifier)),
    },
    require: (specifier) => ({ specifier, module: loader.require(specifier) }),
    import: async (specifier) => ({ specifier, ...(await loader.import(specifier)) }),
    bind({ specifier, module }, names) {
      for (const [local, name, isUsed] of names) {
        if (hasMember(module, name)) variables[local] = memberOf(module, name)
        // A type, for all that can be known without types; the cell does without its value.
        else if (isUsed)
          throw new SyntaxError(`The module '${specifier}' does not provide an export named '${name}'`)
      }
    },
    bindAll({ module }) {
      for (const name of memberNames(module)) variables[name] = memberOf(module, name)
    },
    dynamicImport: async (specifier, options) =>
      memberOf((await loader.import(String(specifier), undefined, options)).module, '*'),
    has: (name) => name in variables,
    find(name) {
      if (name in variables || name in globalThis) return name in variables
      throw new ReferenceError(`${name} is not defined`)
    },
  }
  const require = Object.assign((specifier: string) => loader.require(specifier), {
    ...loader.requireMembers,
    resolve: Object.assign(resolve, { paths: liveRequire.resolve.paths }),
  }) as NodeJS.Require
  return [variables, runtime, variables, require, { exports: variables }, filename, root]
}

/** The notebook's own path where the front end tells it; else a name in its folder. */
function notebookFile(root: string): string {
  const { JPY_SESSION_NAME: session } = process.env
  return session?.endsWith('.ipynb')
    ? join(root, session.slice(session.lastIndexOf('/') + 1))
    : join(root, 'notebook.ts')
}
