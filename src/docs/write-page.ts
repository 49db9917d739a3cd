/**
 * A page for a target: prose made safe, code and outputs in fences, long outputs folded, pictures as files. Pure: the same
 * page gives the same bytes.
 */
import { fence } from './fence'
import { answerProse } from './markdown/answer-rules'
import { picture } from './markdown/addresses'
import { endOf, startOf } from './markdown/edits'
import { indentLists } from './markdown/indent-lists'
import { makeSafe } from './markdown/make-safe'
import { PageLabels } from './markdown/page-labels'
import { markdown } from './markdown/parser'
import { escapeHtml } from '../display/html'
import type { CodeCell, CodeText, Output, Page, PageCell, ProseCell } from './page'
import { PageAddresses } from './page-addresses'
import type { PageFile, PagePlace } from './write-page-options'

/**
 * Writes a page. {@link loadMarkdown} must have been awaited.
 *
 * @param page - What the notebook says.
 * @param place - Where it goes.
 * @returns The page's file, then those beside it.
 */
export function writePage(page: Page, place: PagePlace): PageFile[] {
  const writer = new PageWriter(page, place)
  return writer.write()
}

class PageWriter {
  readonly #addresses: PageAddresses
  readonly #labels = new PageLabels()
  /** Depth of the last heading. */
  #depth = 0

  constructor(
    readonly page: Page,
    readonly place: PagePlace,
  ) {
    this.#addresses = new PageAddresses(place)
  }

  write(): PageFile[] {
    const { page, place } = this
    const { target, onlyCell } = place
    const isWhole = onlyCell === undefined
    const document = isWhole ? target.document?.(page.title) : undefined
    const starts: { start: number; cell: number }[] = []
    let text = document?.head ?? (isWhole && target.hasFrontMatter ? this.#frontMatter() : '')
    const hasTabs = page.cells.some((cell) => cell.kind === 'code' && cell.tabs !== undefined)
    if (isWhole && hasTabs && target.tabImports !== undefined) text += `\n${target.tabImports}\n`
    const isTitleApart = isWhole && target.showsTitle
    let isFirst = true
    for (const cell of page.cells) {
      const isWanted = isWhole || onlyCell === String(cell.number) || onlyCell === cell.id
      const block = isWanted
        ? this.#cell(isTitleApart && isFirst ? withoutTitle(cell, page.title) : cell)
        : ''
      isFirst = false
      if (block === '') continue
      if (text !== '' && !document) text += '\n'
      starts.push({ start: text.length, cell: cell.number })
      text += `${block}\n`
    }
    text += document?.foot ?? ''
    return [
      {
        path: `${place.page}${target.extension}`,
        content: text,
        cells: starts,
        notes: this.#addresses.notes,
      },
      ...this.#addresses.files,
    ]
  }

  #frontMatter(): string {
    const { title, frontMatter, fields } = this.page
    return `---\n${fields.has('title') ? '' : `title: ${JSON.stringify(title)}\n`}${frontMatter}---\n`
  }

  #cell(cell: PageCell): string {
    return cell.kind === 'prose' ? this.#prose(cell) : this.#code(cell)
  }

  #prose(cell: ProseCell): string {
    const depths = [...cell.source.matchAll(/^(#{1,6})[ \t]/gm)]
    if (depths.length > 0) this.#depth = depths.at(-1)![1]!.length
    return this.#safe(cell.source, cell)
  }

  #safe(source: string, cell: Pick<ProseCell, 'id' | 'attachments'>): string {
    const { rules } = this.place.target
    const safe = makeSafe({
      source,
      rules,
      labels: this.#labels,
      address: (url, kind) =>
        kind === 'link' ? this.#addresses.link(url) : this.#addresses.picture(url, cell),
    })
    const text = rules.listIndent === undefined ? safe : indentLists(safe, rules.listIndent)
    const block = text.replace(/^(?:[ \t]*\n)+|\s+$/g, '')
    return this.place.target.print?.(block) ?? block
  }

  #fence({ language, text }: CodeText): string {
    return (this.place.target.fence ?? fence)(language, text)
  }

  #code(cell: CodeCell): string {
    const { target } = this.place
    const parts: string[] = []
    if (cell.code && cell.isCodeInTabs !== true) {
      const code = this.#fence(cell.code)
      parts.push(cell.isCodeFolded ? target.fold('Code', code) : code)
    }
    for (const tabs of cell.tabs ?? []) {
      const block = target.tabs(tabs)
      parts.push(cell.isCodeFolded && cell.isCodeInTabs ? target.fold('Code', block) : block)
    }
    const outputs = cell.outputs.map((output) => this.#output(output, cell))
    if (cell.areOutputsFolded && outputs.length > 0)
      parts.push(target.fold('Output', outputs.map(({ text }) => text).join('\n\n')))
    else for (const { text, isLong } of outputs) parts.push(isLong ? target.fold('Output', text) : text)
    return parts.join('\n\n')
  }

  #output(output: Output, cell: CodeCell): { text: string; isLong: boolean } {
    const { foldLines, target } = this.place
    if (output.kind === 'picture') {
      const url = this.#addresses.add(output.picture, cell.id)
      const text = target.inlinesPictures
        ? `<img src="${url}" alt="${escapeHtml(output.alt)}">`
        : picture({ alt: output.alt }, url, target.rules.altAttribute)
      return { text, isLong: false }
    }
    const isLong = output.text.split('\n').length > foldLines
    if (output.kind === 'text') return { text: this.#fence(output), isLong: isLong && !output.isError }
    const text = this.#safe(answerProse(output.text, this.#depth), { id: cell.id, attachments: new Map() })
    return { text, isLong }
  }
}

/** A first cell without the heading that the site prints by itself. */
function withoutTitle(cell: PageCell, title: string): PageCell {
  if (cell.kind !== 'prose') return cell
  const first = markdown().parseMarkdown(cell.source).children[0]
  if (first?.type !== 'heading' || first.depth !== 1) return cell
  const words = cell.source
    .slice(startOf(first), endOf(first))
    .replace(/^#+|#+$|\n=+\s*$|[`*\\]/g, '')
    .trim()
  return words === title ? { ...cell, source: cell.source.slice(endOf(first)) } : cell
}
