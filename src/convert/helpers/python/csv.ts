/** `csv`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { setItem } from './containers'
import { failure } from './failure'
import { repr, reprAs } from './show'

/** `csv.reader(lines)` */
export function* csvRows(
  lines: Iterable<string>,
  options: { delimiter?: string; quotechar?: string; skipinitialspace?: boolean } = {},
): Generator<string[]> {
  const { delimiter = ',', quotechar = '"', skipinitialspace = false } = options
  let row: string[] = []
  let field = ''
  // Where in a field the next character stands.
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  for (const line of lines) {
    for (const char of line) {
      if (/[\r\n]/.test(char) && state !== 'quoted') continue
      if (state === 'quoted') {
        if (char === quotechar) state = 'closed'
        else field += char
      } else if (char === quotechar && state === 'closed') {
        field += char
        state = 'quoted'
      } else if (char === delimiter) {
        row.push(field)
        field = ''
        state = 'start'
      } else if (char === quotechar && state === 'start') state = 'quoted'
      else if (!(char === ' ' && state === 'start' && skipinitialspace)) {
        field += char
        state = 'plain'
      }
    }
    // A field between quotes goes on in the next line.
    if (state === 'quoted') continue
    if (row.length > 0 || field !== '' || state !== 'start') row.push(field)
    yield row
    row = []
    field = ''
    state = 'start'
  }
  if (state === 'quoted') yield [...row, field]
}

/** `csv.DictReader(lines)` */
export function* csvRecords(
  lines: Iterable<string>,
  options: { fieldnames?: string[]; delimiter?: string; quotechar?: string; skipinitialspace?: boolean } = {},
): Generator<Record<string, string>> {
  let names = options.fieldnames
  for (const row of csvRows(lines, options)) {
    if (names === undefined) names = row
    else if (row.length > 0) {
      if (row.length !== names.length)
        throw failure(
          'NotConverted',
          `A row of ${row.length} fields below ${names.length} names is not converted.`,
        )
      const record = {}
      for (const [index, name] of names.entries()) setItem(record, name, row[index])
      yield record
    }
  }
}

/** `csv.writer(file)`, `csv.DictWriter(file, fieldnames=…)` */
export class CsvWriter {
  private readonly write: (text: string) => void
  private readonly options: any

  constructor(
    write: (text: string) => void,
    options: {
      fieldnames?: string[]
      delimiter?: string
      quotechar?: string
      lineterminator?: string
      quotesAll?: boolean
      extrasaction?: string
      restval?: any
    } = {},
  ) {
    this.write = write
    this.options = { delimiter: ',', quotechar: '"', lineterminator: '\r\n', ...options }
  }

  writeheader(): void {
    this.write(this.line(this.options.fieldnames.map(String)))
  }

  /** `form` names how Python shows what is in the row. */
  writerow(row: any, form?: any): void {
    this.write(this.line(this.cells(row, form)))
  }

  writerows(rows: Iterable<any>, form?: any): void {
    this.write([...rows].map((row) => this.line(this.cells(row, form))).join(''))
  }

  private cells(row: any, form: any): string[] {
    const { fieldnames, extrasaction, restval = '' } = this.options
    if (fieldnames === undefined)
      return [...row].map((value, index) =>
        cellText(value, form?.list ?? form?.tuple ?? form?.items?.[index]),
      )
    const extra = Object.keys(row).filter((key) => !fieldnames.includes(key))
    if (extra.length > 0 && extrasaction !== 'ignore')
      throw failure('ValueError', `dict contains fields not in fieldnames: ${extra.map(repr).join(', ')}`)
    return fieldnames.map((name: string) =>
      cellText(Object.hasOwn(row, name) ? row[name] : restval, form?.record?.[name] ?? form?.dict),
    )
  }

  private line(cells: string[]): string {
    const { delimiter, quotechar, lineterminator, quotesAll = false } = this.options
    const isSpecial = (cell: string) =>
      quotesAll || [delimiter, quotechar, '\r', '\n'].some((sign) => cell.includes(sign))
    const quoted = (cell: string) => quotechar + cell.replaceAll(quotechar, quotechar + quotechar) + quotechar
    const parts = cells.map((cell) =>
      isSpecial(cell) || (cell === '' && cells.length === 1) ? quoted(cell) : cell,
    )
    return parts.join(delimiter) + lineterminator
  }
}

/** A value in a row: nothing for None */
function cellText(value: any, form: any): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : reprAs(value, form ?? 'any')
}
