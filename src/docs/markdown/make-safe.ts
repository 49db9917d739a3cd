/**
 * Makes Markdown safe for a target without changing what is read: it is read by position, and only what the target would
 * read otherwise is written anew.
 */
import type {
  Definition,
  FootnoteDefinition,
  FootnoteReference,
  Heading,
  Html,
  Node,
  Nodes,
  Parent,
  Text,
} from 'mdast'
import { endOf, SourceEdits, startOf } from './edits'
import { literal, reference } from './entities'
import { escapeText } from './escape-text'
import { isAdjacent, isLineStart, needsBlank } from './block-places'
import { editAddress, editReference } from './addresses'
import { parseProse } from './dollars'
import { safeFence } from './safe-fence'
import { editInlineMath, editMath } from './safe-math'
import type { Prose, ProseEdits } from './prose-rules'
import { HtmlGroup } from './write-html'

/**
 * Makes Markdown safe.
 *
 * @param prose - The source, and what its target asks for.
 */
export function makeSafe(prose: Prose): string {
  const { source, root } = parseProse(prose.source.replace(/\r\n?/g, '\n'))
  const walk = new Walk(new SourceEdits(source), { ...prose, source })
  walk.collect(root)
  walk.visitChildren(root)
  return walk.edits.apply()
}

/** One walk through a tree. */
class Walk implements ProseEdits {
  readonly definitions = new Map<string, Definition>()
  readonly taken = new Set<string>()
  /** Labels of footnotes, and those that they have on the page. */
  readonly #notes = new Map<string, string>()

  /** Where the text of a heading ends that has an id behind it. */
  #textEnd = Infinity
  /** Whether lines of a text are joined. */
  #isOneLine = false

  constructor(
    readonly edits: SourceEdits,
    readonly prose: Prose,
  ) {}

  /** Reads the definitions of a tree. */
  collect(node: Nodes): void {
    const { labels } = this.prose
    if (node.type === 'definition' && !this.definitions.has(node.identifier)) {
      this.definitions.set(node.identifier, node)
      if (labels?.define(node.identifier, `${node.url} ${node.title ?? ''}`) === false)
        this.taken.add(node.identifier)
    }
    if (node.type === 'footnoteDefinition' && labels)
      this.#notes.set(node.identifier, labels.note(node.identifier))
    if ('children' in node) for (const child of node.children) this.collect(child)
  }

  visitChildren(parent: Nodes): void {
    if (!('children' in parent)) return
    const children = parent.children as Nodes[]
    const nodes = children.filter((child): child is Html => child.type === 'html')
    const html = new HtmlGroup(
      nodes.map(({ value }) => value),
      this.prose,
    )
    for (const [index, child] of children.entries()) {
      if (child.type === 'html') this.#html(child, html, { at: nodes.indexOf(child), parent, index })
      else this.#visit(child, parent, index)
    }
  }

  #visit(node: Nodes, parent: Nodes, index: number): void {
    const { edits, prose } = this
    const { rules } = prose
    if (rules.strictBlocks && index > 0 && needsBlank(node, (parent as Parent).children[index - 1]!))
      this.#blankAbove(node)
    switch (node.type) {
      case 'text':
        return this.#text(node, parent, index)
      case 'code':
        return safeFence(edits, node, rules.strictBlocks)
      case 'inlineCode':
        if (
          (rules.bracelessCode && /[{}]/.test(node.value)) ||
          (rules.strictBlocks && parent.type === 'tableCell' && node.value.includes('|'))
        )
          edits.replace(startOf(node), endOf(node), `<code>${literal(node.value)}</code>`)
        else if (rules.codeAttribute !== undefined && node.value.includes('{{'))
          edits.replace(
            startOf(node),
            endOf(node),
            `<code${rules.codeAttribute}>${literal(node.value)}</code>`,
          )
        return
      case 'inlineMath':
        return editInlineMath(node, this)
      case 'math':
        return editMath(node, this)
      case 'break':
        if (this.#isOneLine) edits.replace(startOf(node), endOf(node), ' ')
        else if (rules.strictBlocks && edits.rawOf(node)[0] === '\\')
          edits.replace(startOf(node), startOf(node) + 1, '  ')
        return
      case 'listItem': {
        const marker = /^\d+(?=\))/.exec(edits.rawOf(node))?.[0]
        if (rules.dottedLists && marker)
          edits.replace(startOf(node) + marker.length, startOf(node) + marker.length + 1, '.')
        if (rules.emptyItem !== undefined && node.children.length === 0)
          edits.replace(endOf(node), endOf(node), ` ${rules.emptyItem}`)
        break
      }
      case 'delete':
        // One sign on each side is GitHub's alone.
        if (edits.rawOf(node)[1] !== '~') {
          edits.replace(startOf(node), startOf(node) + 1, '~~')
          edits.replace(endOf(node) - 1, endOf(node), '~~')
        }
        break
      case 'thematicBreak':
        if (edits.rawOf(node)[0] === '-') edits.replace(startOf(node), endOf(node), '***')
        return
      case 'heading':
        this.#heading(node)
        this.visitChildren(node)
        this.#textEnd = Infinity
        this.#isOneLine = false
        return
      case 'footnoteDefinition':
      case 'footnoteReference':
        this.#note(node)
        break
      case 'link':
      case 'image':
      case 'definition':
        if (node.type === 'definition' && this.taken.has(node.identifier))
          return edits.replace(startOf(node), endOf(node), '')
        if (!editAddress(node, this)) return
        break
      case 'linkReference':
      case 'imageReference':
        editReference(node, this)
        break
    }
    this.visitChildren(node)
  }

  #text(node: Text, parent: Nodes, index: number): void {
    const { edits, prose } = this
    const [start, end] = [startOf(node), Math.min(endOf(node), this.#textEnd)]
    let escaped = escapeText(edits.source.slice(start, end), prose.rules, {
      isBlockStart: isLineStart(parent as Parent, index),
      quotes: edits.quotesAt(start),
    })
    // A role: `{name}` in front of code.
    const next = (parent as Parent).children[index + 1]
    if (next?.type === 'inlineCode' && /^[\w:.-]+\}$/.test(escaped.slice(escaped.lastIndexOf('{') + 1)))
      escaped = `${escaped.slice(0, -1)}${reference('}')}`
    edits.replace(start, end, this.#isOneLine ? escaped.replace(/\n[ \t>]*/g, ' ') : escaped)
  }

  #note(node: FootnoteDefinition | FootnoteReference): void {
    const label = this.#notes.get(node.identifier)
    if (label === undefined || label === node.identifier) return
    const start = startOf(node)
    this.edits.replace(start, start + this.edits.rawOf(node).indexOf(']') + 1, `[^${label}]`)
  }

  #html(
    node: Html,
    html: HtmlGroup,
    { at, parent, index }: { at: number; parent: Nodes; index: number },
  ): void {
    const { edits, prose } = this
    const isBlock =
      parent.type !== 'paragraph' &&
      !/^(?:heading|tableCell|emphasis|strong|delete|link|linkReference)$/.test(parent.type)
    if (prose.rules.html === 'page' && html.isWhole(at)) return
    if (isBlock) {
      const gap = `\n${edits.prefixAt(startOf(node))}`
      const text = html.block(at).join(gap + gap)
      const before = isAdjacent((parent as Parent).children[index - 1], node) ? gap : ''
      const after = isAdjacent(node, (parent as Parent).children[index + 1]) ? gap : ''
      return edits.replace(startOf(node), endOf(node), `${before}${text}${after}`)
    }
    // A tag that begins a line would begin a block.
    const line = /\n[ \t>]*$/.exec(edits.source.slice(0, startOf(node)))
    const previous = (parent as Parent).children[index - 1]
    if (line && previous?.type === 'text' && prose.rules.html === 'jsx') {
      const raw = edits.rawOf(previous).replace(/\n[ \t>]*$/, '')
      const quotes = edits.quotesAt(startOf(previous))
      const escaped = escapeText(raw, prose.rules, { isBlockStart: index === 1, quotes })
      edits.replace(startOf(previous), endOf(node), `${escaped} ${html.inline(at)}`)
    } else edits.replace(startOf(node), endOf(node), html.inline(at))
  }

  #heading(node: Heading): void {
    const { edits, prose } = this
    const last = node.children.at(-1)
    const text = last ? edits.source.slice(startOf(node), endOf(last)) : ''
    if (prose.rules.strictBlocks && text.includes('\n')) {
      // Two lines with a rule below are no heading there.
      this.#isOneLine = true
      edits.replace(startOf(node), startOf(node), `${'#'.repeat(node.depth)} `)
      edits.replace(endOf(last!), endOf(node), '')
    }
    const id = /[ \t]*\{#([\w:.-]+)\}[ \t]*$/.exec(edits.rawOf(node))
    if (!id) return
    this.#textEnd = startOf(node) + id.index
    if (prose.rules.headingId === 'keep') return
    edits.replace(this.#textEnd, endOf(node), '')
    if (prose.rules.headingId === 'label') edits.replace(startOf(node), startOf(node), `(${id[1]})=\n`)
  }

  #blankAbove(node: Node): void {
    const { source } = this.edits
    const line = source.lastIndexOf('\n', startOf(node) - 1)
    const above = source.slice(source.lastIndexOf('\n', line - 1) + 1, Math.max(line, 0))
    if (line > 0 && above.replace(/[>\s]/g, '') !== '') {
      const prefix = this.edits.prefixAt(startOf(node))
      this.edits.replace(line, line, `\n${prefix.trimEnd()}`)
    }
  }
}
