/**
 * What is told about magics: the text of Shift-Tab and `%name?`, and the list of `%lsmagic`. Owns words only.
 */
import { nameOption } from './options'
import { findMagic, type Magic, type MagicRegistry } from './registry'

/** What Shift-Tab tells about `! command`. */
export const SHELL_HELP = [
  '! command',
  'runs a command in bash; a failure fails the cell',
  '',
  'files = !ls gives the lines of its output: an array with .n (one text), .s (with spaces) and .l (plain).',
  '{name} is a variable of the notebook, as one literal word; $NAME is the environment’s.',
  'A backslash at the end of a line continues the command. %%bash runs a whole cell.',
].join('\n')

/** The signs under which a magic is called, with what follows: `%time CODE · %%time`. */
function callsOf({ name, kind, usage, takesCode }: Magic): string {
  const line = `%${name} ${usage}`.trim()
  const cell = `%%${name} ${takesCode ? '' : usage}`.trim()
  return { line, cell, both: `${line} · ${cell}` }[kind]
}

/**
 * The help text of a magic.
 *
 * @throws UsageError when there is none of that name.
 */
export function describeMagic(registry: MagicRegistry, name: string): string {
  const magic = registry.find(name) ?? findMagic(registry, { name, kind: 'line' })
  const options = Object.entries(magic.options).map(([option, { value, help }]) => {
    const typed = nameOption(option) + (value === undefined ? '' : ` ${value}`)
    return `  ${typed.padEnd(18)} ${help}`
  })
  return [callsOf(magic), magic.help, ...(options.length > 0 ? ['', ...options] : [])].join('\n')
}

/** The list of all magics with one line each. */
export function listMagics(registry: MagicRegistry): string {
  const rows = (kind: 'line' | 'cell', sign: string) =>
    registry
      .list()
      .filter((magic) => magic.kind === kind || magic.kind === 'both')
      .map((magic) => [`${sign}${magic.name}`, magic.help] as const)
  const lines = [
    ...rows('line', '%'),
    ['! command', 'runs a command in bash; x = !command gives its lines'] as const,
  ]
  const cells = rows('cell', '%%')
  const width = Math.max(...[...lines, ...cells].map(([call]) => call.length))
  const draw = (list: readonly (readonly [string, string])[]) =>
    list.map(([call, help]) => `  ${call.padEnd(width)}  ${help}`)
  return ['Line magics', ...draw(lines), '', 'Cell magics', ...draw(cells)].join('\n')
}
