/**
 * The texts of a notebook file: sources, outputs, attachments' names, metadata, each with its place and a way to replace it.
 * Owns the walk through nbformat 4; knows nothing of secrets.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */

/** One text of a notebook. */
export interface NotebookText {
  /** Number of the cell, from 1; `undefined` for what belongs to the notebook as a whole. */
  readonly cell: number | undefined
  readonly part: 'source' | 'output' | 'metadata'
  readonly text: string
  /** Name of the field that holds the text, where it is the value of a named field. */
  readonly name?: string
  /** Puts another text in its place. */
  replace(text: string): void
}

/** A notebook as it was read. */
export interface Notebook {
  readonly cells: readonly Record<string, unknown>[]
  readonly metadata?: unknown
}

type Place = Pick<NotebookText, 'cell' | 'part'>
type Container = Record<string, unknown> | unknown[]

/** Pictures and sound: base64, in which nothing can be read. */
const BINARY = /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|octet-stream))/

/** Fields of a cell that are looked at by themselves, or hold no text of a user. */
const OTHER_FIELDS = new Set(['source', 'outputs', 'id', 'cell_type'])

/**
 * Reads a notebook.
 *
 * @param json - Text of the file.
 * @returns `undefined` when it is no notebook of nbformat 4.
 */
export function parseNotebook(json: string): Notebook | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return undefined
  }
  return isRecord(value) && Array.isArray(value['cells']) && value['cells'].every(isRecord)
    ? (value as unknown as Notebook)
    : undefined
}

/** Whether a notebook's cells are Python. */
export function isPython(notebook: Notebook): boolean {
  const metadata = isRecord(notebook.metadata) ? notebook.metadata : {}
  const { kernelspec, language_info: info } = metadata
  const language = isRecord(kernelspec) ? kernelspec['language'] : undefined
  return (language ?? (isRecord(info) ? info['name'] : undefined)) === 'python'
}

/** The texts of a notebook, in the order of its cells; the notebook's own metadata last. */
export function* notebookTexts(notebook: Notebook): Generator<NotebookText> {
  for (const [index, cell] of notebook.cells.entries()) {
    const number = index + 1
    yield* textsOf(cell, 'source', cell['source'], { cell: number, part: 'source' }, false)
    yield* textsOf(cell, 'outputs', cell['outputs'], { cell: number, part: 'output' }, false)
    for (const [field, value] of Object.entries(cell))
      if (!OTHER_FIELDS.has(field))
        yield* textsOf(cell, field, value, { cell: number, part: 'metadata' }, false)
  }
  const whole = notebook as unknown as Record<string, unknown>
  for (const [field, value] of Object.entries(whole))
    if (field !== 'cells') yield* textsOf(whole, field, value, { cell: undefined, part: 'metadata' }, false)
}

/**
 * The texts in one field.
 *
 * @param named - Whether the field's name says what its text is: true in JSON data, false in nbformat's own fields.
 */
function* textsOf(
  holder: Container,
  field: string,
  value: unknown,
  place: Place,
  named: boolean,
): Generator<NotebookText> {
  if (typeof value === 'string') {
    if (!BINARY.test(field))
      yield { ...place, text: value, ...nameOf(field, named), replace: (text) => put(holder, field, text) }
  } else if (isLines(value)) {
    // nbformat keeps a text as a list of its lines.
    if (!BINARY.test(field))
      yield {
        ...place,
        text: value.join(''),
        ...nameOf(field, named),
        replace: (text) => put(holder, field, toLines(text)),
      }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsOf(value, String(index), item, place, false)
  } else if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name.length >= 8) yield { ...place, text: name, replace: (text) => rename(value, name, text) }
      yield* textsOf(value, name, item, place, !name.includes('/'))
    }
  }
}

/** Cuts a text into lines as nbformat does: each with its line break. */
function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function nameOf(field: string, named: boolean): { name?: string } {
  return named && !/^\d+$/.test(field) ? { name: field } : {}
}

function put(holder: Container, field: string, value: unknown): void {
  if (Array.isArray(holder)) holder[Number(field)] = value
  else Object.defineProperty(holder, field, { value, enumerable: true, configurable: true, writable: true })
}

function rename(holder: Record<string, unknown>, from: string, to: string): void {
  const value = holder[from]
  delete holder[from]
  let name = to
  for (let count = 2; name in holder; count++) name = `${to} (${count})`
  put(holder, name, value)
}

function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
