/**
 * A notebook as a page: cells in order, tags obeyed, title and front matter found. Pure.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { isObject, stringOf, type JsonObject } from '../../base/unknown'
import type { CodeCell, Page, PageCell, Picture, ProseCell } from '../page'
import { codeOfCell, languageOf } from './cell-code'
import { readTags } from './cell-tags'
import { readFrontMatter } from './front-matter'
import { pictureOf } from './pictures'
import { requestsOfOutputs } from '../requests/find-requests'
import { readOutputs, type OutputOptions } from './read-outputs'

/** How a notebook is read. */
export interface PageOptions extends OutputOptions {
  /** Name of the file without its ending: the title of a notebook that has none. */
  readonly name: string
  /** Whether outputs are left out. */
  readonly noOutputs: boolean
}

/**
 * Reads a notebook.
 *
 * @param json - Text of the file.
 * @param options - See {@link PageOptions}.
 * @returns `undefined` when it is no notebook of nbformat 4.
 */
export function readPage(json: string, options: PageOptions): Page | undefined {
  const notebook = parse(json)
  if (!isObject(notebook) || !Array.isArray(notebook['cells'])) return undefined
  const cells = (notebook['cells'] as unknown[]).filter(isObject)
  const { lines, fields, rest, title: given } = readFrontMatter(notebook['metadata'], cells[0])
  const ids = new Set<string>()
  const language = languageOf(notebook['metadata'])
  let heading = ''
  const pageCells: PageCell[] = []
  for (const [index, cell] of cells.entries()) {
    const place = { number: index + 1, id: idOf(cell, index + 1, ids) }
    const tags = readTags(cell)
    if (tags.has('remove-cell')) continue
    const source = index === 0 && rest !== undefined ? rest : textOf(cell['source'])
    if (cell['cell_type'] === 'code') {
      const outputs = options.noOutputs ? [] : cell['outputs']
      pageCells.push(
        codeCell({
          place,
          tags,
          source,
          language,
          requests: requestsOfOutputs(cell['outputs']),
          outputs: readOutputs(outputs, { ...options, tags, alt: altOf(cell, heading) }),
        }),
      )
    } else if (cell['cell_type'] === 'markdown') {
      heading = /^#{1,6}[ \t]+(.+?)[ \t]*#*$/m.exec(source)?.[1] ?? heading
      pageCells.push({ kind: 'prose', ...place, source, attachments: attachmentsOf(cell) })
    }
  }
  const title = given ?? headingOf(pageCells) ?? options.name
  return { title, frontMatter: lines, fields, cells: pageCells.filter(isShown) }
}

/** Text of a field that nbformat keeps as one string or as a list of lines. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json.charCodeAt(0) === 0xfeff ? json.slice(1) : json)
  } catch {
    return undefined
  }
}

interface CodeParts {
  readonly place: { readonly number: number; readonly id: string }
  readonly tags: ReadonlySet<string>
  readonly source: string
  readonly language: string
  readonly outputs: CodeCell['outputs']
  readonly requests: CodeCell['requests']
}

function codeCell({ place, tags, source, language, outputs, requests }: CodeParts): CodeCell {
  const code = tags.has('remove-input') || source.trim() === '' ? undefined : codeOfCell(source, language)
  return {
    kind: 'code',
    ...place,
    code,
    isCodeFolded: tags.has('hide-input') || tags.has('hide-cell'),
    outputs: tags.has('remove-output') ? [] : outputs,
    areOutputsFolded: tags.has('hide-output') || tags.has('hide-cell'),
    requests,
    hasNoTabs: tags.has('no-tabs'),
  }
}

function idOf({ id }: JsonObject, number: number, taken: Set<string>): string {
  const wanted =
    stringOf(id)
      .replace(/[^\w-]+/g, '-')
      .slice(0, 64) || `cell-${number}`
  let name = wanted
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`
  taken.add(name)
  return name
}

/** What a picture of a cell shows, in words. */
function altOf({ metadata }: JsonObject, heading: string): string {
  const given = isObject(metadata) ? stringOf(metadata['alt']) : ''
  return given || (heading === '' ? 'Output' : `Output: ${plainWords(heading)}`)
}

function attachmentsOf({ attachments }: JsonObject): ProseCell['attachments'] {
  const found = new Map<string, Picture>()
  if (isObject(attachments))
    for (const [name, data] of Object.entries(attachments)) {
      const picture = isObject(data) ? pictureOf(data) : undefined
      if (picture) found.set(name, picture)
    }
  return found
}

function isShown(cell: PageCell): boolean {
  return cell.kind === 'code' ? cell.code !== undefined || cell.outputs.length > 0 : cell.source.trim() !== ''
}

/** The first heading of the first level, as words. */
function headingOf(cells: readonly PageCell[]): string | undefined {
  for (const cell of cells) {
    if (cell.kind !== 'prose') continue
    const text = cell.source.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm, '')
    const found = /^#[ \t]+(.+?)[ \t]*#*$/m.exec(text) ?? /^(\S[^\n]*)\n=+[ \t]*$/m.exec(text)
    if (found) return plainWords(found[1]!)
  }
  return undefined
}

function plainWords(markdown: string): string {
  return markdown
    .replace(/\s*\{#[\w:.-]+\}\s*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]|<[^<>]+>/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .trim()
}
