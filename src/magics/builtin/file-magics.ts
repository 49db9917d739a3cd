/**
 * Magics of files and folders: `%cd`, `%pwd`, `%%writefile`. Owns what they print; paths are those of the process.
 */
import { appendFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { UsageError } from '../../errors'
import { currentScope } from '../../kernel/scope/scope'
import { createMagic } from '../define-magic'
import type { Magic } from '../registry'

let previous: string | undefined
const started = process.cwd()
let hasTold = false

function changeFolder(line: string, isQuiet: boolean): void {
  const wanted = line.replace(/^(["'])(.*)\1$/, '$2')
  if (wanted === '-' && previous === undefined) throw new UsageError('%cd - has no folder to go back to yet.')
  const folder = wanted === '-' ? (previous as string) : resolve(fromHome(wanted === '' ? '~' : wanted))
  const from = process.cwd()
  try {
    process.chdir(folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'ENOTDIR'
          ? 'is no folder'
          : `cannot be entered (${code})`
    throw new UsageError(`%cd: ${folder} ${why}. You are still in ${from}.`, { cause: error })
  }
  previous = from
  const scope = currentScope()
  if (!isQuiet) scope.write('stdout', `${process.cwd()}\n`)
  if (hasTold || process.cwd() === started) return
  hasTold = true
  scope.write(
    'stdout',
    `process.cwd() and commands are there now; imports are still looked up from ${started}\n`,
  )
}

function fromHome(path: string): string {
  return path.replace(/^~(?=$|[/\\])/, homedir())
}

async function writeBody(path: string, body: string, append: boolean): Promise<void> {
  const scope = currentScope()
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  const text = body === '' || body.endsWith('\n') ? body : `${body}\n`
  try {
    await (append ? appendFile : writeFile)(path, text)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'its folder does not exist' : String(code)
    throw new UsageError(`%%writefile: ${path} cannot be written: ${why}.`, { cause: error })
  }
  scope.write('stdout', `${append && exists ? 'Appending to' : exists ? 'Overwriting' : 'Writing'} ${path}\n`)
}

const APPEND: ReadonlySet<string> = new Set(['-a', '--append'])

function writing(magic: string, help: string): Magic {
  return createMagic(
    magic,
    async ({ words, options, body }) => {
      // Python takes the option after the name as well.
      const [name, ...more] = words.filter((word) => !APPEND.has(word))
      if (name === undefined || more.length > 0)
        throw new UsageError(`%%${magic} needs one file: %%${magic} [-a] FILE. Quote a name with spaces.`)
      const append = options.a || options.append || words.some((word) => APPEND.has(word))
      await writeBody(fromHome(name), body ?? '', append)
    },
    {
      kind: 'cell',
      usage: '[-a] FILE',
      help,
      words: 'file',
      options: { a: { help: 'appends instead of overwriting' }, append: { help: 'the same' } },
    },
  )
}

/** The magics of files. */
export const fileMagics: readonly Magic[] = [
  createMagic('cd', ({ line, options }) => changeFolder(line, options.q), {
    kind: 'line',
    usage: '[-q] [FOLDER | -]',
    help: 'changes the folder of the kernel and its commands; - goes back, nothing goes home',
    words: 'folder',
    options: { q: { help: 'does not print the folder' } },
  }),
  createMagic('pwd', () => process.cwd(), {
    kind: 'line',
    help: 'gives the current folder',
    returns: 'string',
  }),
  writing('writefile', 'writes the cell to a file'),
  writing('file', 'the same as %%writefile'),
]
