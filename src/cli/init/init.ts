/**
 * `tslab-magics init`: the files by which one link opens the notebooks of a repository, in Binder or in a dev container. Owns what
 * is written and what is left alone; what the files say, says files.ts.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../../base/make-folders'
import { replaceFile } from '../../base/replace-file'
import {
  badgeMarkdown,
  binderAddress,
  binderBase,
  codespacesAddress,
  type Repository,
} from '../../docs/badges'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { findGitRoot, findRepository, readRepository } from '../repository'
import { VERSION } from '../version'
import { binderFiles, devcontainerFiles, type InitFile } from './files'

/** Options of `init`. */
export interface InitOptions {
  readonly binder?: boolean
  readonly devcontainer?: boolean
  /** Whether files that differ are overwritten. */
  readonly force?: boolean
}

/** What repo2docker reads at the root, as long as there is no `.binder`. */
const ROOT_FILES = ['environment.yml', 'environment.yaml', 'requirements.txt', 'Pipfile', 'pyproject.toml', 'setup.py', 'apt.txt', 'postBuild', 'start', 'runtime.txt', 'Dockerfile', 'install.R', 'Project.toml'] // prettier-ignore

/**
 * Writes the files, all or none, and says what became of each.
 *
 * @param options - See {@link InitOptions}.
 * @param io - World of the command; its folder is the root of the repository.
 * @returns Exit code: 0 done, 2 when no option says what to write.
 * @throws CliError When a file is there already and differs, or the folder is not the root of its repository.
 */
export function initCommand(options: InitOptions, io: CliIo): number {
  const { binder, devcontainer, force } = options
  if (!binder && !devcontainer) {
    io.err('error: Say what to write: --binder, --devcontainer, or both.\n')
    return 2
  }
  const root = io.cwd
  const gitRoot = findGitRoot(root)
  if (gitRoot !== undefined && gitRoot !== root)
    throw new CliError(
      `The repository begins in ${gitRoot}, and its root is the only place that is looked at. Run this there.`,
    )
  const isNew = !existsSync(join(root, '.binder')) && !existsSync(join(root, 'binder'))
  const folder = existsSync(join(root, 'binder')) && !existsSync(join(root, '.binder')) ? 'binder' : '.binder'
  const files = [
    ...(binder ? binderFiles(folder, VERSION) : []),
    ...(devcontainer ? devcontainerFiles(VERSION) : []),
  ]
  const changed = files.filter((file) => differs(root, file))
  if (!force) refuse(root, changed, { devcontainer: devcontainer === true })
  for (const file of changed) write(root, file)
  for (const file of files)
    io.out(changed.includes(file) ? `Wrote ${file.path}\n` : `${file.path} is as it should be\n`)
  const passed = binder && isNew ? ROOT_FILES.filter((name) => existsSync(join(root, name))) : []
  if (passed.length > 0)
    io.err(
      `Binder reads ${folder}/ instead of ${passed.join(', ')} from now on: take over into it what the notebooks need.\n`,
    )
  io.out(
    `Commit and push ${files.length === changed.length ? 'them' : 'what changed'}. ${linksOf(io, options)}`,
  )
  return 0
}

/** Whether a file has to be written; line ends are git's business. */
function differs(root: string, { path, content }: InitFile): boolean {
  const full = join(root, path)
  if (lstatSync(dirname(full), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new CliError(`${dirname(path)} is a link, which may lead out of the repository. Make it a folder.`)
  const found = statSync(full, { throwIfNoEntry: false })
  if (found === undefined) return true
  if (!found.isFile()) throw new CliError(`${path} is there and no file. Move it away.`)
  return readFileSync(full, 'utf8').replaceAll('\r\n', '\n') !== content
}

function refuse(
  root: string,
  changed: readonly InitFile[],
  { devcontainer }: { devcontainer: boolean },
): void {
  const differing = changed.filter(({ path }) => existsSync(join(root, path))).map(({ path }) => path)
  // It would hide ours, or ours it.
  if (devcontainer && existsSync(join(root, '.devcontainer.json'))) differing.push('.devcontainer.json')
  if (differing.length === 0) return
  const [is, it] = differing.length === 1 ? ['is', 'it'] : ['are', 'them']
  throw new CliError(
    `${differing.join(', ')} ${is} there already, with something else: nothing was written. Move ${it} away, or write anyway with --force.`,
  )
}

function write(root: string, { path, content, isProgram }: InitFile): void {
  const full = join(root, path)
  makeFolders(dirname(full))
  replaceFile(full, content)
  if (isProgram) chmodSync(full, 0o755)
}

/** The links that open the notebooks, and lines for a README. */
function linksOf(io: CliIo, { binder, devcontainer }: InitOptions): string {
  const repository = findRepository(io.cwd)?.repository ?? remoteOf(io)
  if (repository === undefined)
    return 'Then one link opens the notebooks; name the repository in package.json ("repository") and run this again to see it.\n'
  const lines = ['For a README:']
  if (binder) lines.push(badgeMarkdown('binder', binderAddress(binderBase(repository))))
  const codespaces = devcontainer ? codespacesAddress(repository) : undefined
  if (codespaces !== undefined) lines.push(badgeMarkdown('codespaces', codespaces))
  return lines.length === 1 ? 'VS Code opens them with "Reopen in Container".\n' : `${lines.join('\n')}\n`
}

/** Where git pushes to. */
function remoteOf({ cwd, env }: CliIo): Repository | undefined {
  try {
    const url = execFileSync('git', ['remote', 'get-url', 'origin'], {
      cwd,
      env: { ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return readRepository(url)
  } catch {
    // No git, no repository, or none that is published: there is no link yet.
    return undefined
  }
}
