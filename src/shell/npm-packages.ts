/**
 * What is installed where: looks at package.json files as Node and npm do. Knows nothing of running npm.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A package.json as far as it is read here. */
export interface PackageJson {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Reads the package.json of a folder; `undefined` when there is none or it cannot be read. */
export function readPackageJson(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson
  } catch {
    return undefined
  }
}

/** All that a package.json asks for: name to range. */
export function wantedPackages(json: PackageJson | undefined): Readonly<Record<string, string>> {
  return { ...json?.devDependencies, ...json?.optionalDependencies, ...json?.dependencies }
}

/** The version of a package that an import in a folder would get; `undefined` when there is none. */
export function versionSeenFrom(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const json = readPackageJson(join(at, 'node_modules', name))
    if (json !== undefined) return json.version
    if (at === dirname(at)) return undefined
  }
}

/** Whether a word is the bare name of a package: no version, path, address or flag. */
export function isPackageName(word: string): boolean {
  return /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(word) && !word.startsWith('-')
}

/**
 * Whether a version lies in a range. Reads the ranges that npm writes (`^1.2.3`, `~1.2.3`, `1.2.3`, `\>=1.2.3`, `*`).
 *
 * @returns `false` for any other range, so that npm decides.
 */
export function satisfies(version: string, range: string): boolean {
  if (range === '*' || range === '' || range === version) return true
  const wanted = /^(\^|~|>=)(\d+)\.(\d+)\.(\d+)$/.exec(range)
  const has = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)
  if (wanted === null || has === null) return false
  const [major, minor, patch] = wanted.slice(2).map(Number) as [number, number, number]
  const [hasMajor, hasMinor, hasPatch] = has.slice(1).map(Number) as [number, number, number]
  const order = hasMajor - major || hasMinor - minor || hasPatch - patch
  if (order < 0) return false
  if (wanted[1] === '>=') return true
  if (hasMajor !== major) return false
  if (wanted[1] === '~') return hasMinor === minor
  // A caret keeps the leftmost number that is not 0.
  return major > 0 || (hasMinor === minor && (minor > 0 || hasPatch === patch))
}

/**
 * The versions of the packages of which this process has loaded a file.
 *
 * @param files - Paths of loaded files.
 * @returns Folder of a package to its version on disk.
 */
export function versionsOnDisk(files: Iterable<string>): Map<string, string> {
  const versions = new Map<string, string>()
  for (const file of files) {
    const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0]
    if (folder === undefined || versions.has(folder)) continue
    const version = readPackageJson(folder)?.version
    if (version !== undefined) versions.set(folder, version)
  }
  return versions
}
