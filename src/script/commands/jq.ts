/**
 * `jq` where none is installed: the real program compiled to WebAssembly, loaded on first use (about 60 ms). An
 * installed jq is preferred: it starts in 5 ms, streams, reads files and modules, and is the version the user knows.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { InProcess } from '../shell'
import { readAll, writeText } from '../streams'

/** Flags whose values follow as words of their own, by how many there are. */
const VALUES: Readonly<Record<string, number | undefined>> = { '--arg': 2, '--argjson': 2, '--indent': 1 }
const PLAIN =
  /^(?:-[rjaseSCMcn]+|--(?:raw-output|join-output|ascii-output|slurp|exit-status|sort-keys|color-output|monochrome-output|compact-output|null-input|tab|raw-input|unbuffered|args|jsonargs))$/

/**
 * Tells whether a program can be started by its name.
 *
 * @param name - Name without folder.
 * @param path - Value of `PATH`.
 */
export function isOnPath(name: string, path: string | undefined): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  return (path ?? '').split(delimiter).some((folder) =>
    names.some((file) => {
      try {
        accessSync(join(folder || '.', file), constants.X_OK)
        return true
      } catch {
        return false
      }
    }),
  )
}

/**
 * Finds jq for its arguments.
 *
 * @returns `undefined` for files and for options that need the file system: then the message is that there is no jq.
 */
export function findJq(args: readonly string[]): InProcess | undefined {
  const flags: string[] = []
  let filter: string | undefined
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const count = VALUES[word]
    if (count !== undefined) flags.push(word, ...words.splice(0, count))
    else if (PLAIN.test(word)) flags.push(...withoutBuffering(word))
    else if (filter === undefined && !/^-./.test(word)) filter = word
    else return undefined
  }
  const query = filter ?? '.'
  return async ({ stdin, stdout, stderr, maxCollectedBytes }) => {
    const jq = await load()
    const {
      stdout: text,
      stderr: problems,
      exitCode,
    } = runJq(jq, (await readAll(stdin, maxCollectedBytes)).toString('utf8'), query, flags)
    const joins = flags.some((flag) => flag === '--join-output' || /^-[a-zA-Z]*j/.test(flag))
    await writeText(stdout, text === '' || joins ? text : `${text}\n`)
    if (problems !== '') await writeText(stderr, `${problems}\n`)
    return exitCode
  }
}

type Jq = Awaited<ReturnType<typeof import('jq-wasm').loadJq>>
let loaded: Promise<Jq> | undefined

function load(): Promise<Jq> {
  return (loaded ??= import('jq-wasm').then(({ loadJq }) => loadJq()))
}

/** The module sets the exit code of this process as if it were the program. */
function runJq(jq: Jq, input: string, query: string, flags: string[]): ReturnType<Jq['raw']> {
  const exitCode: unknown = Reflect.get(process, 'exitCode')
  try {
    return jq.raw(input, query, flags)
  } finally {
    Reflect.set(process, 'exitCode', exitCode)
  }
}

const withoutBuffering = (flag: string): string[] => (flag === '--unbuffered' ? [] : [flag])
