/** Magics as they stand, or as helpers. */
import { readInstall } from './pip'

export type Style = 'magics' | 'helpers'

/** A magic in the new notebook. */
export interface StyledMagic {
  readonly text: string
  /** Names of tslab-magics that the text needs. */
  readonly names: readonly string[]
  readonly notes: readonly string[]
}

/** Magics that only mean something to Python's kernel. */
const PYTHON_ONLY =
  /^%(?:load_ext|autoreload|matplotlib|reload_ext|config|pylab|tensorflow_version|precision|doctest_mode)\b/

/** Writes a line magic. */
export function styledLine(magic: string, style: Style): StyledMagic {
  const install = readInstall(magic)
  if (install) return installLine(install, style)
  if (PYTHON_ONLY.test(magic))
    return { text: `// ${magic}`, names: [], notes: [`${magic.split(' ')[0]} is for Python's kernel only`] }
  if (/^%store\b/.test(magic))
    return {
      text: magic,
      names: [],
      notes: ['%store has a file of its own here: what Python has stored is not in it'],
    }
  if (/\?$|^\?/.test(magic)) return { text: magic, names: [], notes: [] }
  if (style === 'helpers') {
    const env = /^%(?:set_env|env)\s+(\w+)(?:=|\s+)(.+)$/.exec(magic)
    if (env && !/[`\\{$]/.test(env[2]!))
      return { text: `setEnv\`${env[1]}=${env[2]}\``, names: ['setEnv'], notes: [] }
    const shell = /^!\s*(.+)$/s.exec(magic)
    if (shell && !/[`\\{$]/.test(shell[1]!))
      return { text: `await bash\`${shell[1]}\``, names: ['bash'], notes: [] }
  }
  return { text: magic, names: [], notes: [] }
}

function installLine(
  { packages, unknown }: NonNullable<ReturnType<typeof readInstall>>,
  style: Style,
): StyledMagic {
  const notes = unknown.map((name) => `the Python package ${name} has no counterpart in the table`)
  if (packages.length === 0)
    return {
      text: `// Nothing to install${unknown.length > 0 ? ` for ${unknown.join(', ')}` : ''}.`,
      names: [],
      notes,
    }
  const words = packages.join(' ')
  return style === 'helpers'
    ? { text: `await npm\`install ${words}\``, names: ['npm'], notes }
    : { text: `%npm install ${words}`, names: [], notes }
}

/** Writes a cell magic with its body. */
export function styledCell(text: string, style: Style): StyledMagic {
  const found = /^\s*%%(bash|sh|curl)[ \t]*\n(.*)$/s.exec(text)
  if (style === 'magics' || !found || /[`\\]\s*$/.test(text)) return { text, names: [], notes: [] }
  const body = found[2]!.replace(/`/g, '\\`').replace(/\$\{/g, '\\${')
  // A script of curl commands alone is drawn better in process.
  const isCurl =
    body.split('\n').every((line) => !/^(?!export |curl |#)[a-z]+ /.test(line)) && /^curl /m.test(body)
  const name = isCurl || found[1] === 'curl' ? 'curl' : 'bash'
  return { text: `await ${name}\`\n${body.replace(/\n*$/, '\n')}\``, names: [name], notes: [] }
}
