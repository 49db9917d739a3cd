/**
 * What a reader would copy from a code cell: the body of `%%bash` as bash, commands without their magics, TypeScript as
 * it stands.
 */
import { isObject, stringOf } from '../../base/unknown'
import type { CodeText } from '../page'

/** Word for the fence, by the language that a notebook names. */
const FENCE_WORDS: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'js',
  tslab: 'ts',
  jslab: 'js',
}

/** The language of a notebook's code, as the word for a fence. */
export function languageOf(metadata: unknown): string {
  if (!isObject(metadata)) return 'ts'
  const { kernelspec, language_info: info } = metadata
  const spec = isObject(kernelspec) ? stringOf(kernelspec['language']) || stringOf(kernelspec['name']) : ''
  const named = (spec || (isObject(info) ? stringOf(info['name']) : '') || 'typescript').toLowerCase()
  return FENCE_WORDS[named] ?? named.replace(/[^\w+#-]/g, '')
}

/** Cell magics whose body is in a language of its own. */
const BODIES: Readonly<Record<string, string>> = {
  bash: 'bash',
  sh: 'bash',
  script: 'bash',
  curl: 'bash',
  html: 'html',
  svg: 'svg',
  javascript: 'js',
  js: 'js',
  latex: 'latex',
  markdown: 'md',
  python: 'python',
  python3: 'python',
  perl: 'perl',
  ruby: 'ruby',
}
/** Languages by a file's ending. */
const FILES: Readonly<Record<string, string>> = {
  py: 'python',
  sh: 'bash',
  yml: 'yaml',
  md: 'md',
  mjs: 'js',
  cjs: 'js',
}

/**
 * The code of a cell as a page shows it.
 *
 * @param source - Source of the cell.
 * @param language - Of the notebook.
 */
export function codeOfCell(source: string, language: string): CodeText {
  const text = source.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+|\s+$/g, '')
  const magic = /^%%(\w+)[ \t]*([^\n]*)(?:\n|$)/.exec(text)
  if (magic) {
    const [head, name, line] = magic as unknown as [string, string, string]
    const body = text.slice(head.length)
    if (name === 'writefile') {
      const ending = /\.(\w+)\s*$/.exec(line)?.[1]?.toLowerCase() ?? 'text'
      return { language: FILES[ending] ?? ending, text: body }
    }
    if (name === 'capture' || name === 'time' || name === 'timeit') return codeOfCell(body, language)
    if (name === 'curl' && line.trim() !== '' && body.trim() === '')
      return { language: 'bash', text: `curl ${line}` }
    const word = BODIES[name]
    return word === undefined ? { language, text } : { language: word, text: body }
  }
  const commands = commandsOf(text)
  return commands === undefined ? { language, text } : { language: 'bash', text: commands }
}

/** The lines of a cell that holds nothing but commands, as a shell takes them. */
function commandsOf(text: string): string | undefined {
  const lines: string[] = []
  let goesOn = false
  let hasCommand = false
  for (const line of text.split('\n')) {
    const command = goesOn ? line : commandOf(line)
    if (command === undefined) return undefined
    hasCommand ||= !goesOn && line.trim() !== '' && !line.startsWith('#')
    goesOn = /\\$/.test(line)
    lines.push(command)
  }
  return hasCommand ? lines.join('\n') : undefined
}

function commandOf(line: string): string | undefined {
  if (line.trim() === '') return ''
  const shell = /^!{1,2}[ \t]*(.+)$/.exec(line)
  if (shell) return shell[1]
  const tool = /^%((?:npm|pip|cd|curl|ls|mkdir|cat)\b.*)$/.exec(line)
  if (tool) return tool[1]
  const variable = /^%(?:set_env|env)[ \t]+([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/.exec(line)
  if (variable) return `export ${variable[1]}=${shellWord(variable[2]!)}`
  return undefined
}

function shellWord(value: string): string {
  return /^(?:[\w./:@%+,=-]*|"[^"]*"|'[^']*'|\.\.\.)$/.test(value)
    ? value
    : `'${value.replaceAll("'", `'\\''`)}'`
}
