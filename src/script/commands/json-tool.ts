/**
 * `python -m json.tool` without Python: its options, its output and its errors, as of Python 3.11.
 * @see https://docs.python.org/3.11/library/json.html#module-json.tool
 */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { MagicsError } from '../../errors'
import type { InProcess } from '../shell'
import { readAll, writeText } from '../streams'
import { parsePythonJson } from './python-json'
import { dumpPythonJson, type DumpOptions } from './python-json-dump'
import { codeOf } from '../../base/unknown'

interface ToolOptions extends DumpOptions {
  readonly jsonLines: boolean
  readonly files: readonly string[]
}

/**
 * Tells whether the arguments of `python` call `json.tool` with options that are known here.
 *
 * @param args - Words after `python`.
 * @returns The command, or `undefined` when a real Python has to run it.
 */
export function findJsonTool(args: readonly string[]): InProcess | undefined {
  const rest =
    args[0] === '-mjson.tool'
      ? args.slice(1)
      : args[0] === '-m' && args[1] === 'json.tool'
        ? args.slice(2)
        : undefined
  const options = rest && readOptions(rest)
  return options && ((io) => run(options, io))
}

function readOptions(args: readonly string[]): ToolOptions | undefined {
  let options: ToolOptions = {
    indent: '    ',
    sortKeys: false,
    ensureAscii: true,
    compact: false,
    jsonLines: false,
    files: [],
  }
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const indent = /^--indent(?:=(\d+))?$/.exec(word)
    if (indent) {
      const width = indent[1] ?? words.shift() ?? ''
      if (!/^\d{1,3}$/.test(width)) return undefined
      options = { ...options, indent: ' '.repeat(Number(width)) }
    } else if (word.startsWith('-') && word !== '-') {
      const change = FLAGS[word]
      if (change === undefined) return undefined
      options = { ...options, ...change }
    } else options = { ...options, files: [...options.files, word] }
  }
  return options.files.length > 2 ? undefined : options
}

const FLAGS: Readonly<Record<string, Partial<ToolOptions> | undefined>> = {
  '--sort-keys': { sortKeys: true },
  '--no-ensure-ascii': { ensureAscii: false },
  '--json-lines': { jsonLines: true },
  '--tab': { indent: '\t' },
  '--no-indent': { indent: undefined },
  '--compact': { indent: undefined, compact: true },
}

const run = async (
  options: ToolOptions,
  { stdin, stdout, stderr, state, maxCollectedBytes }: Parameters<InProcess>[0],
): Promise<number> => {
  const [input = '-', output] = options.files
  try {
    const bytes =
      input === '-' ? await readAll(stdin, maxCollectedBytes) : await readFile(resolve(state.cwd, input))
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      .decode(bytes)
      .replace(/\r\n?/g, '\n')
    const documents = options.jsonLines ? (text.match(/[^\n]*\n|[^\n]+$/g) ?? []) : [text]
    const out: string[] = []
    const flush = async (): Promise<void> => {
      const whole = out.splice(0).join('')
      if (output === undefined) await writeText(stdout, whole)
      else await writeFile(resolve(state.cwd, output), whole)
    }
    try {
      for (const document of documents) out.push(dumpPythonJson(parsePythonJson(document), options), '\n')
    } finally {
      await flush()
    }
    return 0
  } catch (error) {
    if (MagicsError.is(error)) throw error
    await writeText(stderr, `${describe(error, input)}\n`)
    return isMissing(error) ? 2 : 1
  }
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'

function describe(error: unknown, input: string): string {
  if (isMissing(error))
    return `json.tool: error: argument infile: can't open '${input}': No such file or directory`
  if (error instanceof TypeError) return "'utf-8' codec can't decode the input: it is not UTF-8 text"
  return (error as Error).message
}
