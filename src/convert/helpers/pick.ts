/** The text of the helpers that a notebook needs, with those that they need themselves, and what those import. */

/** A function or class of the files in helpers/python, which ends with the first brace that begins a line. */
const PART =
  /^(?:\/\*\*.*\*\/\n)?(?:export )?(?:async )?(?:function\*?|class) (\w+)(?:[^\n]*\}$|[\s\S]*?\n\}$)/gm

const IMPORT = /^import \{ ([^}]+) \} from '(node:[^']+)'$/gm

/** Picks from the text of the files in helpers/python, in its order, without `export`. */
export function pickHelpers(source: string, names: Iterable<string>): string {
  const parts = new Map<string, string>()
  for (const [text, name] of source.matchAll(PART)) parts.set(name!, text)
  const wanted = new Set<string>()
  const add = (name: string) => {
    if (wanted.has(name) || !parts.has(name)) return
    wanted.add(name)
    wordsOf(parts.get(name)!).forEach(add)
  }
  for (const name of names) add(name)
  return [...parts]
    .filter(([name]) => wanted.has(name))
    .map(([, text]) => text.replace(/^export /m, ''))
    .join('\n\n')
}

/** Names that a part reads and does not declare itself. */
function wordsOf(part: string): Set<string> {
  const code = codeOf(part.replace(/^\/\*\*.*\*\/\n/, '').replace(PATTERN, ''))
  const words = new Set([...code.matchAll(/(?<![.\w])(?!get [\w[])\w+/g)].map(([word]) => word))
  for (const [, ...declared] of code.matchAll(DECLARED))
    for (const [word] of declared.join(' ').matchAll(/\w+/g)) words.delete(word)
  return words
}

const PATTERN = /(?<=[([=,!&|?:] ?)\/(?![*/ ])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[gimsu]*/g

/** Without comments and texts, but with what stands in templates between `${` and `}`, in which there may be others. */
function codeOf(text: string): string {
  let code = ''
  // Braces that are open, from the outside in; a template is one that has none.
  const open: ('brace' | 'template')[] = []
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at, at + 2)
    const char = rest[0]!
    if (open.at(-1) === 'template') {
      if (char === '\\') at++
      else if (char === '`') open.pop()
      else if (rest === '${') {
        open.push('brace')
        code += ' '
        at++
      }
    } else if (rest === '//') at = text.indexOf('\n', at)
    else if (char === "'" || char === '"') at += /^(['"])(?:(?!\1)[^\\]|\\.)*/.exec(text.slice(at))![0].length
    else if (char === '`') open.push('template')
    else {
      if (char === '{') open.push('brace')
      if (char === '}') open.pop()
      code += open.at(-1) === 'template' ? ' ' : char
    }
  }
  return code
}

/** What `const` and `let` bind, methods, parameters and keys with a colon, parameters of arrow functions. */
const DECLARED =
  /\b(?:const|let) (\{[^}]*\}|\[[^\]]*\]|\w+)|(\w+)\??:|(\w+) =>|^  (?:override |private )?(\w+)\([^\n]*\{$|\(([\w, [\]{}]*)\) =>/gm

/** Import lines for helpers that were picked. */
export function importsOf(picked: string, source: string): string[] {
  const modules = new Map<string, Set<string>>()
  for (const [, names, from] of source.matchAll(IMPORT))
    for (const name of names!.split(', '))
      if (new RegExp(`(?<![.\\w])${name}\\(`).test(picked))
        modules.set(from!, (modules.get(from!) ?? new Set()).add(name))
  return [...modules].map(([from, names]) => `import { ${[...names].sort().join(', ')} } from "${from}"`)
}
