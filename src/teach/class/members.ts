/**
 * The students of a running class and their tokens: read from files, made where they are missing, read again when a file has
 * changed. Owns both files; tokens leave it for the private one alone.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { replaceFile } from '../../base/replace-file'
import { systemMessage } from '../../base/system-message'
import { ClassError } from './errors'
import { readRoster, type RosterLine } from './roster'

/** Where names and tokens are. At least one of the two is there. */
export interface MemberFiles {
  /** Who is in the class; absent: the lines of `tokens`, which is another program's file then and never written. */
  readonly names?: string
  readonly tokens?: string
}

/** The students of a class. */
export interface Members {
  /** Who has that token. Takes the same time for every token. */
  find(token: string): string | undefined
  /** In the order of the file. */
  names(): readonly string[]
  /** Reads what has changed. @returns What is wrong with it, in words; such lines are left out. */
  refresh(): readonly string[]
}

/** The owner's alone. */
const PRIVATE = 0o600

/**
 * Reads a class, and makes the tokens that are missing.
 *
 * @param files - Its files.
 * @returns The class, and what is to be told of its files.
 * @throws ClassError `class` when a file cannot be read or written, or has a line that cannot be used.
 */
export function openMembers(files: MemberFiles): { readonly members: Members; readonly notes: string[] } {
  const first = load(files)
  if (first.problems.length > 0) throw new ClassError(first.problems.join('\n'))
  let { byDigest, names } = first
  let seen = stampOf(files)
  const members: Members = {
    find: (token) => byDigest.get(digestOf(token)),
    names: () => names,
    refresh() {
      const now = stampOf(files)
      if (now === seen) return []
      seen = now
      try {
        const next = load(files)
        ;({ byDigest, names } = next)
        // It may have been written.
        seen = stampOf(files)
        return next.problems
      } catch (error) {
        // A program that rewrites its file may have taken the old one away: the class goes on as it was.
        if (ClassError.is(error)) return [error.message]
        throw error
      }
    },
  }
  return { members, notes: notesOn(files) }
}

interface Loaded {
  readonly byDigest: ReadonlyMap<string, string>
  readonly names: readonly string[]
  readonly problems: readonly string[]
}

function load({ names, tokens }: MemberFiles): Loaded {
  const secret = tokens === undefined ? '' : readText(tokens, true)
  const held = readRoster(secret)
  const listed = names === undefined ? held : readRoster(readText(names, false))
  const problems = listed.problems.map((problem) => `${names ?? tokens}, ${problem}`)
  if (names !== undefined) problems.push(...held.problems.map((problem) => `${tokens}, ${problem}`))
  const known = new Map(held.lines.map(({ name, token }) => [name, token]))
  const made: string[] = []
  const byDigest = new Map<string, string>()
  const present: string[] = []
  for (const { name, token: written } of listed.lines) {
    const token = written ?? known.get(name) ?? (names === undefined ? undefined : makeToken(name, made))
    if (token === undefined) problems.push(`${tokens}: ${name} has no token.`)
    else if (byDigest.has(digestOf(token))) problems.push(`The token of ${name} is that of another student.`)
    else {
      byDigest.set(digestOf(token), name)
      present.push(name)
    }
  }
  if (made.length > 0 && tokens !== undefined) writeTokens(tokens, secret, made)
  return { byDigest, names: present, problems }
}

function makeToken(name: RosterLine['name'], made: string[]): string {
  const token = `class-${randomBytes(18).toString('base64url')}`
  made.push(`${name} ${token}`)
  return token
}

/** What stands there stays as it is, comments and those who have left as well. */
function writeTokens(file: string, before: string, made: readonly string[]): void {
  const begun = before === '' || before.endsWith('\n') ? before : `${before}\n`
  try {
    replaceFile(file, `${begun}${made.join('\n')}\n`, { newMode: PRIVATE })
  } catch (error) {
    throw new ClassError(
      `${file} cannot be written: ${systemMessage(error)}. The tokens have to be kept there.`,
    )
  }
}

function readText(file: string, mayBeMissing: boolean): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (mayBeMissing && (error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new ClassError(
      `${file} cannot be read: ${systemMessage(error)}. It has the name of a student on each line.`,
    )
  }
}

/** Changes whenever one of the files does. */
function stampOf({ names, tokens }: MemberFiles): string {
  return [names, tokens]
    .map((file) => {
      const stat = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false, bigint: true })
      return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`
    })
    .join(';')
}

/** A file that others can read gives every token away. */
function notesOn({ names, tokens }: MemberFiles): string[] {
  if (process.platform === 'win32') return []
  return [names, tokens].flatMap((file) => {
    if (file === undefined) return []
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
    const hasTokens = readRoster(readText(file, true)).lines.some(({ token }) => token !== undefined)
    return hasTokens && (mode & 0o077) !== 0
      ? [`Others on this computer can read the tokens in ${file}: chmod 600 ${file}`]
      : []
  })
}

/** Tokens are looked up by a digest, so that the time taken tells nothing of one. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}
