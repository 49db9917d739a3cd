/**
 * What TypeScript's language service sees of the world: the notebook's files in memory over the files on disk.
 */
import { posix } from 'node:path'
import type {
  CompilerHost,
  CompilerOptions,
  HostCancellationToken,
  LanguageServiceHost,
  Path,
} from 'typescript'
import type { DiskFiles } from './disk-files'
import type { TypeScript } from '../load-typescript'
import type { ModuleLookup } from './module-lookup'
import type { NotebookFiles } from './notebook-files'

/** What a host is made of. */
export interface ServiceHostParts {
  readonly root: string
  readonly compilerOptions: CompilerOptions
  readonly notebook: NotebookFiles
  readonly disk: DiskFiles
  readonly lookup: () => ModuleLookup
  readonly cancellation: HostCancellationToken
}

/** The service reads two methods more than its types say. Without them it is slower, and later to see new files. */
interface ServiceHost extends LanguageServiceHost {
  hasInvalidatedResolutions(path: Path): boolean
  /** Shows the host that a program is about to be made with. */
  setCompilerHost(host: CompilerHost): void
}

/**
 * Makes the host of a language service.
 *
 * @param ts - TypeScript.
 * @param parts - What it is made of.
 */
export function createServiceHost(ts: TypeScript, parts: ServiceHostParts): ServiceHost {
  const { root, compilerOptions, notebook, disk, lookup, cancellation } = parts
  const virtual = (path: string) => notebook.files.get(path)
  return {
    getCompilationSettings: () => compilerOptions,
    getScriptFileNames: () => notebook.roots,
    getScriptVersion: (path) => virtual(path)?.version ?? disk.version(path) ?? '',
    getScriptSnapshot: (path) => virtual(path)?.snapshot ?? disk.snapshot(path),
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    getCancellationToken: () => cancellation,
    useCaseSensitiveFileNames: () => true,
    resolveModuleNameLiterals: (literals, _path, _reference, _options, file) =>
      lookup().resolveAll(literals, file),
    hasInvalidatedResolutions: (path) => lookup().isStale(path),
    // Otherwise each program reads package.json once for each file: half the time of a completion.
    setCompilerHost: (host) => void (host.getModuleResolutionCache = () => lookup().cache),
    fileExists: (path) => virtual(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path, encoding) => virtual(path)?.text ?? ts.sys.readFile(path, encoding),
    readDirectory: (path, ...rest) => {
      const modules = posix.relative(root, path) === '' ? notebook.modulePaths : []
      return [...ts.sys.readDirectory(path, ...rest), ...modules]
    },
    // The notebook's folder need not exist on disk.
    directoryExists: (path) => path === root || ts.sys.directoryExists(path),
    getDirectories: (path) => (ts.sys.directoryExists(path) ? ts.sys.getDirectories(path) : []),
    ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
  }
}
