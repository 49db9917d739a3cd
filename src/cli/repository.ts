/**
 * Where the repository of a folder is: its root on the disk, and its address by `package.json`. Another than git's own remote,
 * which each clone has its own of: the same files give the same answer.
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-json#repository
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isObject, stringOf } from '../base/unknown'
import type { Repository } from '../docs/badges'
import { CliError } from './errors'
import { foldersUp, slashed } from './paths'

/** A repository as `package.json` tells of it. */
export interface KnownRepository {
  readonly repository: Repository
  /** Path of a file in the repository, with `/`. */
  pathOf(file: string): string
}

/** The words between a host and the name: `git@host:name`, `git://host/name`, `https://user:password@host/name.git`. */
const ADDRESS = /^(?:git\+)?(?:(?:https?|git|ssh):\/\/)?(?:[^@/]*@)?([\w.-]+\.[a-z]+)(?::\d+)?[:/]+(.+)$/i
const NAME = /^[\w.-]+(?:\/[\w.-]+)+$/

/**
 * Reads the address of a repository.
 *
 * @param text - In any form that npm and git know: `owner/name`, `gitlab:owner/name`, `git@github.com:owner/name.git`.
 * @returns `undefined` when it is none.
 */
export function readRepository(text: string): Repository | undefined {
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+(?:\/[\w.-]+)+)$/.exec(text.trim())
  const [, host, path] = short ? [] : (ADDRESS.exec(text.trim()) ?? [])
  const name = (short?.[2] ?? path ?? '').replace(/[?#].*$/, '').replace(/(?:\.git)?\/*$/, '')
  if (!NAME.test(name) || name.split('/').some((part) => /^\.+$/.test(part))) return undefined
  const place = short ? `${short[1] ?? 'github'}.` : host!.toLowerCase()
  if (/^(?:www\.)?github\.(?:com)?$/.test(place))
    return /^[^/]+\/[^/]+$/.test(name) ? { host: 'github', name } : undefined
  if (/^(?:www\.)?gitlab\.(?:com)?$/.test(place)) return { host: 'gitlab', name }
  return { host: 'other', name: `https://${short ? 'bitbucket.org' : place}/${name}` }
}

/**
 * Finds the nearest `package.json` that names a repository.
 *
 * @param folder - Where the search begins; it goes upwards, to the root of the repository at most.
 * @returns `undefined` when none does.
 * @throws CliError When a `package.json` on the way cannot be read.
 */
export function findRepository(folder: string): KnownRepository | undefined {
  for (const at of foldersUp(folder)) {
    const field = readField(join(at, 'package.json'))
    const repository = readRepository(stringOf(isObject(field) ? field['url'] : field))
    if (repository === undefined) {
      if (existsSync(join(at, '.git'))) return undefined
      continue
    }
    const below = isObject(field) ? stringOf(field['directory']).replace(/^\.?\/+|\/+$/g, '') : ''
    return {
      repository,
      pathOf: (file) => [below, slashed(relative(at, file))].filter((part) => part !== '').join('/'),
    }
  }
  return undefined
}

/** The folder that holds `.git`, from a folder upwards; `undefined` outside of a repository. */
export function findGitRoot(folder: string): string | undefined {
  return foldersUp(folder).find((at) => existsSync(join(at, '.git')))
}

function readField(file: string): unknown {
  if (!existsSync(file)) return undefined
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isObject(json) ? json['repository'] : undefined
  } catch (cause) {
    throw new CliError(`${file} cannot be read as JSON. Repair it.`, { cause })
  }
}
