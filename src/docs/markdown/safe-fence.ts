/**
 * Code blocks of prose: indented ones become fences, fences that are left open are closed, words that would run code go.
 */
import type { Code } from 'mdast'
import { fence } from '../fence'
import { endOf, type SourceEdits, startOf } from './edits'

/**
 * Makes the edits of one code block.
 *
 * @param edits - Edits of its source.
 * @param node - The block.
 * @param isWordOnly - Whether the target reads nothing but the language behind the marks.
 */
export function safeFence(edits: SourceEdits, node: Code, isWordOnly = false): void {
  const raw = edits.rawOf(node)
  const start = startOf(node)
  const open = /^[ \t]{0,3}(`{3,}|~{3,})[ \t]*([^\n]*)/.exec(raw)
  const prefix = edits.prefixAt(start)
  if (open === null) {
    // Beside a list marker the indentation in front belongs to the list.
    edits.replace(start, endOf(node), fence('', node.value).replaceAll('\n', `\n${prefix}`))
    return
  }
  const [head, mark, info] = open as unknown as [string, string, string]
  const word = isWordOnly ? wordOf(info).replace(/\s[^]*$/, '') : wordOf(info)
  if (word !== info) edits.replace(start + head.length - info.length, start + head.length, word)
  const last = raw
    .slice(raw.lastIndexOf('\n') + 1)
    .replace(/^[ \t>]*/, '')
    .trimEnd()
  const isClosed = raw.includes('\n') && last.length >= mark.length && last === mark[0]!.repeat(last.length)
  if (!isClosed) edits.replace(endOf(node), endOf(node), `${raw.endsWith('\n') ? '' : `\n${prefix}`}${mark}`)
}

/** Without what makes a fence more than code: `{python}`, `{note}`, `{=mdx}`, `-vue`. */
function wordOf(info: string): string {
  const braced = /^\{[=.]?\s*([\w+#.-]*)[^}]*\}/.exec(info)
  const word = braced === null ? info : `${braced[1]}${info.slice(braced[0].length)}`
  return word.replace(/^([\w.+#-]+)-vue\b/, '$1').replace(/[{}]/g, '')
}
