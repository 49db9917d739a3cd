/**
 * `install` and `uninstall`: the kernelspec that starts tslab with magics from the first cell. Owns where Jupyter looks
 * and what is written there; the program it names is `kernel-entry.ts`.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolders } from '../../base/make-folders'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { dataFolder } from './jupyter-folders'

/** Options of `install` and `uninstall`. */
export interface InstallOptions {
  /** The environment of the Python on the PATH. */
  readonly sysPrefix?: boolean
  /** The user's own folder; the default. */
  readonly user?: boolean
  /** `PREFIX/share/jupyter/kernels`. */
  readonly prefix?: string
  /** Name of the kernel in notebooks. @defaultValue `tslab-magics`, with `js` `jslab-magics` */
  readonly name?: string
  /** JavaScript instead of TypeScript. */
  readonly js?: boolean
}

const ENTRY = 'kernel-entry.js'

/**
 * Writes the kernelspec and says where.
 *
 * @returns Exit code 0.
 * @throws CliError When the options contradict each other, the name cannot be one, or another kernel has it.
 */
export async function installCommand(options: InstallOptions, io: CliIo): Promise<number> {
  const folder = kernelFolder(options, io)
  const file = join(folder, 'kernel.json')
  const before = readSpec(file)
  if (before !== undefined && !isOurs(before))
    throw new CliError(`${file} belongs to another kernel. Choose another name: --name NAME`)
  const entry = findEntry()
  const spec = {
    argv: [
      process.execPath,
      entry,
      'kernel',
      '--config-path',
      '{connection_file}',
      ...(options.js ? ['--js'] : []),
    ],
    display_name: options.js ? 'JavaScript (tslab-magics)' : 'TypeScript (tslab-magics)',
    language: options.js ? 'javascript' : 'typescript',
    // A signal also ends a loop that never yields; a message would wait behind it.
    interrupt_mode: 'signal',
    metadata: { debugger: false },
  }
  makeFolders(folder)
  writeFileSync(file, `${JSON.stringify(spec, null, 2)}\n`)
  io.out(`${before === undefined ? 'Wrote' : 'Replaced'} ${file}\n`)
  io.out(`It starts ${entry} with ${process.execPath}\n`)
  io.out(`In JupyterLab choose the kernel "${spec.display_name}".\n`)
  if (/[\\/]_npx[\\/]/.test(entry))
    io.err(
      'This copy lies in the cache of npx, which npm may empty. Run npm install tslab-magics, then install again.\n',
    )
  return 0
}

/**
 * Removes the kernelspec and says which.
 *
 * @returns Exit code 0.
 * @throws CliError When there is none at that place, or another kernel's.
 */
export async function uninstallCommand(options: InstallOptions, io: CliIo): Promise<number> {
  const folder = kernelFolder(options, io)
  const spec = readSpec(join(folder, 'kernel.json'))
  if (spec === undefined)
    throw new CliError(`There is no kernel in ${folder}. Give the place and name that install was given.`)
  if (!isOurs(spec)) throw new CliError(`${folder} belongs to another kernel and stays.`)
  rmSync(folder, { recursive: true })
  io.out(`Removed ${folder}\n`)
  return 0
}

/** The folder of the kernel that the options name. */
function kernelFolder({ sysPrefix, user, prefix, name, js }: InstallOptions, io: CliIo): string {
  if ([sysPrefix, user, prefix !== undefined].filter(Boolean).length > 1)
    throw new CliError('Choose one of --user, --sys-prefix and --prefix.')
  const kernel = name ?? (js ? 'jslab-magics' : 'tslab-magics')
  if (!/^[A-Za-z0-9._-]+$/.test(kernel))
    throw new CliError(
      `A kernel cannot be named ${JSON.stringify(kernel)}. Use letters, digits, ".", "_" and "-".`,
    )
  const data =
    prefix !== undefined
      ? join(resolve(io.cwd, prefix), 'share', 'jupyter')
      : sysPrefix
        ? join(pythonPrefix(io), 'share', 'jupyter')
        : dataFolder(io.env)
  return join(data, 'kernels', kernel.toLowerCase())
}

/** `sys.prefix` of the Python on the PATH: an environment that is active, or the system's. */
function pythonPrefix({ env, cwd }: CliIo): string {
  for (const python of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'])
    try {
      return execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], {
        cwd,
        env: { ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new CliError(`${python} failed. Use --prefix.`, { cause: error })
    }
  throw new CliError('There is no Python on PATH. Use --prefix with the folder of the environment.')
}

interface KernelSpec {
  readonly argv?: readonly string[]
}

function readSpec(file: string): KernelSpec | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KernelSpec
  } catch (error) {
    throw new CliError(`${file} is no JSON. Repair or remove it.`, { cause: error })
  }
}

function isOurs({ argv = [] }: KernelSpec): boolean {
  return argv.some((word) => word.endsWith(ENTRY))
}

/** The bundled entry: beside `cli.js` in `dist/`. */
function findEntry(): string {
  const found = [join(__dirname, ENTRY), resolve(__dirname, '..', '..', '..', 'dist', ENTRY)].find(existsSync)
  if (found === undefined)
    throw new CliError(
      `${ENTRY} is missing beside ${__dirname}. Run npm run build, or install tslab-magics again.`,
    )
  return found
}
