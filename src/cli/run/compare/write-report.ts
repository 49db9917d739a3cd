/**
 * Reports of a comparison: for people, for programs that read JUnit's XML, and as annotations of GitHub. Pure.
 * @see https://github.com/testmoapp/junitxml and
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import { type CellReport, isAsSaved, nameOf, type NotebookReport, type ReportFormat } from './check-report'

/** Writes the report of a command piece by piece. */
export interface ReportWriter {
  /** What is written for one notebook. */
  notebook(report: NotebookReport): string
  /** What is written at the end. */
  end(reports: readonly NotebookReport[]): string
}

/** Paints a line of a difference. */
type Paint = (line: string) => string

/**
 * Makes the writer of a format.
 *
 * @param format - One of `REPORT_FORMATS`.
 * @param hasColours - Whether text is coloured.
 */
export function reportWriter(format: ReportFormat, hasColours = false): ReportWriter {
  if (format === 'junit') return { notebook: () => '', end: junit }
  const paint: Paint = hasColours ? inColour : (line) => line
  if (format === 'github') return { notebook: annotations, end: (reports) => `${summaryLine(reports)}\n` }
  return { notebook: (report) => asText(report, paint), end: (reports) => `${summaryLine(reports)}\n` }
}

/** The last line: how many notebooks are as they are saved. */
function summaryLine(reports: readonly NotebookReport[]): string {
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
  const good = reports.filter((report) => isAsSaved(report) && !report.isUpdated).length
  const updated = reports.filter((report) => isAsSaved(report) && report.isUpdated).length
  const bad = reports.length - good - updated
  const parts = [
    ...(good > 0 || updated === 0 ? [`${good} as saved`] : []),
    ...(updated > 0 ? [`${updated} updated`] : []),
    ...(bad > 0 ? [`${bad} not`] : []),
  ]
  return `${count(reports.length, 'notebook')}: ${parts.join(', ')}`
}

function asText(report: NotebookReport, paint: Paint): string {
  const { name, cells, trouble, isUpdated } = report
  if (trouble !== undefined) return `${name}: ${trouble}\n`
  const lines = troubled(report).flatMap((cell) => [
    `${name}: ${nameOf(cell)} ${whatOf(cell)}`,
    ...(cell.state === 'differs' ? cell.lines.map((line) => `  ${paint(line)}`) : []),
  ])
  const ran = cells.filter(({ state }) => state !== 'not-run').length
  const last = isUpdated
    ? 'updated'
    : isAsSaved(report)
      ? 'as saved'
      : `not as saved${ran < cells.length ? `, ${cells.length - ran} not run` : ''}`
  return [...lines, `${name}: ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${last}`, ''].join(
    '\n',
  )
}

function whatOf({ state, lines }: CellReport): string {
  return state === 'failed' ? `failed: ${lines[0]}` : 'differs from what is saved (- saved, + now)'
}

function troubled({ cells }: NotebookReport): CellReport[] {
  return cells.filter(({ state }) => state === 'differs' || state === 'failed')
}

function annotations(report: NotebookReport): string {
  const { name, trouble, isUpdated } = report
  const command = (line: number, title: string, message: string): string =>
    `::error file=${property(name)},line=${line},title=${property(title)}::${data(message)}\n`
  if (trouble !== undefined) return command(1, name, trouble)
  return troubled(report)
    .filter(({ state }) => state === 'failed' || !isUpdated)
    .map((cell) =>
      command(cell.line, `${name}: ${nameOf(cell)}`, [whatOf(cell), ...differenceOf(cell)].join('\n')),
    )
    .join('')
}

function differenceOf({ state, lines }: CellReport): readonly string[] {
  return state === 'differs' ? lines : []
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function junit(reports: readonly NotebookReport[]): string {
  const suites = reports.map((report) => {
    const { name, seconds, cells, trouble } = report
    const cases = cells.map((cell) => junitCase(report, cell))
    if (trouble !== undefined)
      cases.push(
        `<testcase classname="${xml(name)}" name="run"><error message="${xml(trouble)}"/></testcase>`,
      )
    const failures = troubled(report).filter(({ state }) => state === 'failed' || !report.isUpdated).length
    const skipped = cells.filter(({ state }) => state === 'not-run' || state === 'ignored').length
    return [
      `<testsuite name="${xml(name)}" tests="${cases.length}" failures="${failures}" errors="${trouble === undefined ? 0 : 1}" skipped="${skipped}" time="${seconds.toFixed(3)}">`,
      ...cases,
      '</testsuite>',
    ].join('\n')
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="tslab-magics">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function junitCase({ name, isUpdated }: NotebookReport, cell: CellReport): string {
  const head = `<testcase classname="${xml(name)}" name="${xml(nameOf(cell))}" file="${xml(name)}" line="${cell.line}"`
  const { state, lines } = cell
  if (state === 'not-run' || state === 'ignored')
    return `${head}><skipped message="${state === 'ignored' ? 'output is ignored' : 'not run'}"/></testcase>`
  if (state === 'same' || (state === 'differs' && isUpdated)) return `${head}/>`
  return `${head}><failure message="${xml(whatOf(cell))}">${xml(lines.join('\n'))}</failure></testcase>`
}

/** Also without what XML cannot hold. */
function xml(text: string): string {
  return text
    .replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function inColour(line: string): string {
  if (line.startsWith('-')) return `\x1b[31m${line}\x1b[39m`
  return line.startsWith('+') ? `\x1b[32m${line}\x1b[39m` : line
}
