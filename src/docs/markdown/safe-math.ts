/**
 * Math between dollar signs: kept where the target reads it, else shown as its source.
 */
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import { fence } from '../fence'
import { endOf, startOf } from './edits'
import { literal } from './entities'
import type { ProseEdits } from './prose-rules'

/** Makes the edits of a block of math. */
export function editMath(node: MathBlock, { edits, prose }: ProseEdits): void {
  const gap = `\n${edits.prefixAt(startOf(node))}`
  if (prose.rules.math === 'code')
    edits.replace(startOf(node), endOf(node), fence('math', node.value).replaceAll('\n', gap))
  else if (!/\$\$[ \t]*$/.test(edits.rawOf(node).slice(2)))
    edits.replace(endOf(node), endOf(node), `${gap}$$`)
}

/** Makes the edits of math in a line. */
export function editInlineMath(node: InlineMath, { edits, prose }: ProseEdits): void {
  const [raw, start, end] = [edits.rawOf(node), startOf(node), endOf(node)]
  if (prose.rules.math === 'code')
    return edits.replace(start, end, mathCode(raw, prose.rules.bracelessCode === true))
  const isLine =
    /(?:^|\n)[ \t>]*$/.test(edits.source.slice(0, start)) && /^[ \t]*(?:\n|$)/.test(edits.source.slice(end))
  if (prose.rules.blockMath && raw.startsWith('$$') && !isLine)
    edits.replace(start, end, `$${raw.replace(/^\$+|\$+$/g, '').trim()}$`)
}

function mathCode(raw: string, isBraceless: boolean): string {
  if (isBraceless && /[{}]/.test(raw)) return `<code>${literal(raw)}</code>`
  const mark = raw.includes('`') ? '``' : '`'
  return `${mark}${raw.replace(/\n[ \t>]*/g, ' ')}${mark}`
}
