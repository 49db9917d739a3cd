/** `csv`: rows of a file, a text or a list of lines. */
import { dictOf, listOf, NONE, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { type Code, list, operand, BINDS, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { formOf } from '../../write/form'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'
import { fileOf, readFile, writeFile } from './open'

const WRITER: Type = { kind: 'sdk', of: 'csv-writer' }

/** What rows are read from, line by line. */
function linesText(node: Expression, context: Context): string {
  const file = fileOf(node, context)
  if (file) return `${context.helper('linesOf')}(${readFile(file, { context, node }).text})`
  const code = context.write(node)
  if (code.type.kind === 'sdk' && code.type.of === 'text-file') return `${operand(code, BINDS.call)}.lines()`
  if (code.type.kind === 'list' && code.type.item.kind === 'str') return code.text
  return refuse('csv of what may be no lines', node)
}

/** What a row is written to, as a function. */
function sinkText(node: Expression, context: Context): string {
  const file = fileOf(node, context)
  if (file) {
    if (file.mode === 'r' || file.isBytes) refuse('csv into this file', node)
    return `(text) => ${writeFile(file, 'text', context).text}`
  }
  const { type, text } = context.write(node)
  if (type.kind !== 'sdk' || type.of !== 'text-file' || !/^[\w.]+$/.test(text))
    return refuse('csv into what may be no file', node)
  return `(text) => ${text}.write(text)`
}

const OPTIONS = ['delimiter', 'quotechar', 'skipinitialspace', 'lineterminator', 'extrasaction', 'restval']

function optionsText(args: Arguments, names: readonly string[] = []): string {
  const { context } = args.parts
  const options = [...names, ...OPTIONS].flatMap((name) => {
    const node = names.includes(name) ? args.take(name) : args.named(name)
    if (!node) return []
    const { type, text } = context.write(node)
    const isKnown = name === 'fieldnames' ? type.kind === 'list' : type.kind === 'str' || type.kind === 'bool'
    if (!isKnown) refuse(`this ${name} of csv`, node)
    return [name === text ? name : `${name}: ${text}`]
  })
  const quoting = args.named('quoting')
  const rule = quoting && moduleOf(quoting, context)
  if (quoting && rule !== 'csv.QUOTE_ALL' && rule !== 'csv.QUOTE_MINIMAL')
    refuse('this quoting of csv', quoting)
  if (rule === 'csv.QUOTE_ALL') options.push('quotesAll: true')
  return options.length === 0 ? '' : `, ${list(options, { open: '{', close: '}', isTall: false })}`
}

export const CSV_CALLS: Readonly<Record<string, ModuleCall>> = {
  'csv.reader': (args, { context }) => {
    const lines = linesText(args.take('csvfile')!, context)
    return primary(`${context.helper('csvRows')}(${lines}${optionsText(args)})`, {
      kind: 'generator',
      item: listOf(STR),
    })
  },
  'csv.DictReader': (args, { context }) => {
    const lines = linesText(args.take('f')!, context)
    return primary(`${context.helper('csvRecords')}(${lines}${optionsText(args, ['fieldnames'])})`, {
      kind: 'generator',
      item: dictOf(STR),
    })
  },
  'csv.writer': (args, { context }) => {
    const sink = sinkText(args.take('csvfile')!, context)
    return primary(`new ${context.helper('CsvWriter')}(${sink}${optionsText(args)})`, WRITER)
  },
  'csv.DictWriter': (args, { context }) => {
    const sink = sinkText(args.take('f')!, context)
    return primary(`new ${context.helper('CsvWriter')}(${sink}${optionsText(args, ['fieldnames'])})`, WRITER)
  },
}

/** A method of what writes rows. */
export function csvMethod(target: Code, args: Arguments): Code {
  const { context, node, name } = args.parts
  const call = (text: string) => primary(`${operand(target, BINDS.call)}${name}(${text})`, NONE)
  if (node === context.lastExpression) refuse(`csv's ${name}() as the value of a cell`, node)
  if (name === '.writeheader') return call('')
  if (name !== '.writerow' && name !== '.writerows') return refuse(`${name}() of csv`, node)
  const given = args.take('row')!
  const code = context.write(given)
  const form = name === '.writerow' ? rowForm(given, code, context) : rowsForm(code, context)
  if (form === undefined || /\b(?:model|member): /.test(form))
    return refuse('csv of what Python shows in a form of its own', given)
  return call(form === '"any"' ? code.text : `${code.text}, ${form}`)
}

/** How Python shows the values of a row: one that is written out knows each of its own. */
function rowForm(node: Expression, code: Code, context: Context): string | undefined {
  if (node.type !== 'List' && node.type !== 'Tuple') return formOf(code.type, context.facts.classes)
  const forms = node.elts.map((each) =>
    each.type === 'Starred' ? undefined : formOf(context.write(each).type, context.facts.classes),
  )
  if (forms.every((form) => form === '"any"')) return '"any"'
  return forms.includes(undefined) ? undefined : `{ items: [${forms.join(', ')}] }`
}

function rowsForm({ type }: Code, { facts: { classes } }: Context): string | undefined {
  if (type.kind === 'list' || type.kind === 'generator') return formOf(type.item, classes)
  return type.kind === 'any' ? formOf(type, classes) : undefined
}
