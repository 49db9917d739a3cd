/**
 * The texts of a notebook file: sources, outputs, attachments' names, metadata, each with its place and a way to replace it.
 * Owns the walk through nbformat 4 and 3; knows nothing of secrets.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import {
  applyEdits,
  fieldOf,
  parseJsonSource,
  writeText,
  type JsonEdit,
  type JsonList,
  type JsonNode,
  type JsonText,
} from './json-source'

/** One text of a notebook. */
export interface NotebookText {
  /** Number of the cell, from 1; `undefined` for what belongs to the notebook as a whole. */
  readonly cell: number | undefined
  readonly part: 'source' | 'output' | 'metadata'
  readonly text: string
  /** Name of the field that holds the text, where it is the value of a named field. */
  readonly name?: string
  /** Puts another text in its place; the last call counts. */
  replace(text: string): void
}

/** A notebook as it was read. */
export interface Notebook {
  readonly json: string
  readonly root: JsonNode
  readonly cells: readonly JsonNode[]
  /** What is to be replaced, by where it begins. */
  readonly edits: Map<number, JsonEdit>
}

type Place = Pick<NotebookText, 'cell' | 'part'>

/** Pictures and sound: base64, in which nothing can be read. The short names are those of nbformat 3. */
const BINARY =
  /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|octet-stream)|(?:png|jpeg|pdf)$)/

/** Fields of a cell that are looked at by themselves, or hold no text of a user. */
const OTHER_FIELDS = new Set(['source', 'input', 'outputs', 'id', 'cell_type'])

/**
 * Reads a notebook.
 *
 * @param json - Text of the file.
 * @returns `undefined` when it is no notebook of nbformat 4 or 3.
 */
export function parseNotebook(json: string): Notebook | undefined {
  const root = parseJsonSource(json)
  if (root === undefined) return undefined
  const cells = itemsOf(fieldOf(root, 'cells')) ?? worksheetCells(root)
  if (!cells?.every(({ kind }) => kind === 'record')) return undefined
  return { json, root, cells, edits: new Map() }
}

/** The file's text with what was replaced; all else byte for byte as it was. */
export function writeNotebook({ json, edits }: Notebook): string {
  return applyEdits(json, [...edits.values()])
}

/** Whether a notebook's cells are Python. */
export function isPython({ root }: Notebook): boolean {
  const metadata = fieldOf(root, 'metadata')
  const language = fieldOf(fieldOf(metadata, 'kernelspec'), 'language')
  const named = language ?? fieldOf(fieldOf(metadata, 'language_info'), 'name')
  return named?.kind === 'text' && named.value === 'python'
}

/** The texts of a notebook, in the order of its cells; the notebook's own metadata last. */
export function* notebookTexts(notebook: Notebook): Generator<NotebookText> {
  for (const [index, cell] of notebook.cells.entries()) {
    const number = index + 1
    for (const field of ['source', 'input'])
      yield* textsOf(notebook, field, fieldOf(cell, field), { cell: number, part: 'source' }, false)
    yield* textsOf(notebook, 'outputs', fieldOf(cell, 'outputs'), { cell: number, part: 'output' }, false)
    for (const { name, value } of fieldsOf(cell))
      if (!OTHER_FIELDS.has(name.value))
        yield* textsOf(notebook, name.value, value, { cell: number, part: 'metadata' }, false)
  }
  for (const { name, value } of fieldsOf(notebook.root))
    if (name.value !== 'cells' && name.value !== 'worksheets')
      yield* textsOf(notebook, name.value, value, { cell: undefined, part: 'metadata' }, false)
}

/**
 * The texts in one field.
 *
 * @param named - Whether the field's name says what its text is: true in JSON data, false in nbformat's own fields.
 */
function* textsOf(
  notebook: Notebook,
  field: string,
  node: JsonNode | undefined,
  place: Place,
  named: boolean,
): Generator<NotebookText> {
  if (node?.kind === 'text') {
    if (!BINARY.test(field))
      yield {
        ...place,
        text: node.value,
        ...nameOf(field, named),
        replace: (text) => edit(notebook, node, writeText(text, isAscii(notebook))),
      }
  } else if (node?.kind === 'list') {
    const items = linesOf(node)
    if (items === undefined) {
      for (const item of node.items) yield* textsOf(notebook, '0', item, place, false)
      return
    }
    // nbformat keeps a text as a list of its lines.
    if (!BINARY.test(field))
      yield {
        ...place,
        text: items.map(({ value }) => value).join(''),
        ...nameOf(field, named),
        replace: (text) => editLines(notebook, { list: node, items }, toLines(text)),
      }
  } else if (node?.kind === 'record') {
    for (const { name, value } of node.fields) {
      if (name.value.length >= 8)
        yield {
          ...place,
          text: name.value,
          replace: (text) =>
            edit(notebook, name, writeText(uniqueName(notebook, node, text), isAscii(notebook))),
        }
      yield* textsOf(notebook, name.value, value, place, !name.value.includes('/'))
    }
  }
}

/** Replaces the lines that differ; the others stay as they are written. */
function editLines(
  notebook: Notebook,
  { list, items }: { list: JsonList; items: readonly JsonText[] },
  lines: readonly string[],
): void {
  const { json } = notebook
  const shorter = Math.min(items.length, lines.length)
  let same = 0
  while (same < shorter - 1 && items[same]!.value === lines[same]) same++
  let sameAtEnd = 0
  while (sameAtEnd < shorter - same - 1 && items.at(-1 - sameAtEnd)!.value === lines.at(-1 - sameAtEnd))
    sameAtEnd++
  const [first, last] = [items[same]!, items[items.length - 1 - sameAtEnd]!]
  const blank = json.slice(list.start + 1, items[0]!.start)
  const between = items.length > 1 ? json.slice(items[0]!.end, items[1]!.start) : `,${blank}`
  const written = lines
    .slice(same, lines.length - sameAtEnd)
    .map((line) => writeText(line, isAscii(notebook)))
  edit(notebook, { start: first.start, end: last.end }, written.join(between))
}

function edit({ edits }: Notebook, { start, end }: { start: number; end: number }, text: string): void {
  edits.set(start, { start, end, text })
}

const asciiFiles = new WeakMap<Notebook, boolean>()

/** Whether the file escapes all but ASCII. */
function isAscii(notebook: Notebook): boolean {
  let known = asciiFiles.get(notebook)
  if (known === undefined) asciiFiles.set(notebook, (known = isEscaping(notebook.json)))
  return known
}

function isEscaping(json: string): boolean {
  return /^[\x00-\x7f]*$/.test(json) && /\\u(?!00[0-7])[0-9a-f]{4}/i.test(json)
}

/** Cuts a text into lines as nbformat does: each with its line break. */
function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']
}

function nameOf(field: string, named: boolean): { name?: string } {
  return named && !/^\d+$/.test(field) ? { name: field } : {}
}

/** Two names that are masked must not become one. */
function uniqueName({ edits }: Notebook, node: JsonNode, wanted: string): string {
  const taken = new Set(
    fieldsOf(node).map(({ name }) => edits.get(name.start)?.text ?? JSON.stringify(name.value)),
  )
  const isTaken = (name: string) => taken.has(writeText(name, false)) || taken.has(writeText(name, true))
  let name = wanted
  for (let count = 2; isTaken(name); count++) name = `${wanted} (${count})`
  return name
}

function worksheetCells(root: JsonNode): readonly JsonNode[] | undefined {
  return itemsOf(fieldOf(root, 'worksheets'))?.flatMap((sheet) => itemsOf(fieldOf(sheet, 'cells')) ?? [])
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] | undefined {
  return node?.kind === 'list' ? node.items : undefined
}

function fieldsOf(node: JsonNode) {
  return node.kind === 'record' ? node.fields : []
}

/** The lines of a text; `undefined` when the list holds other things too, or nothing. */
function linesOf({ items }: JsonList): readonly JsonText[] | undefined {
  const texts = items.filter((item) => item.kind === 'text')
  return items.length > 0 && texts.length === items.length ? texts : undefined
}
