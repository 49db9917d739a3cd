// What became of each cell of a notebook that was run in both languages. A cell is judged by what it sent and printed,
// as long as both could run it: what needs a cell of the data world, or one that is not converted, is said to.
import { differenceOfOutputs, typeNotesOf } from './outputs.mjs'
import { differenceOfRequests } from './requests.mjs'

const NOT_HERE = /^(?:ModuleNotFoundError|ImportError|FileNotFoundError)$/

/** What OpenAI's client of Python has no more, whether a cell calls it or holds the function that does. */
const REMOVED = /^openai\.(?:ChatCompletion|Completion|Embedding|Moderation|Image|Audio)\./

/** @returns One object a cell: `outcome` is equal, marked, refused, stopped, left out, failed, SILENT DIFFERENCE or empty. */
export function judge({ name, sources, classes, before, after, head, told }) {
  const lost = { data: new Set(), refused: new Set() }
  // Names of cells that failed while they ran: the compiler does not know them either.
  const failed = new Set()
  // What a function prints is marked where the function stands.
  const notes = new Map()
  // Which of several requests at once arrives first is chance in both.
  const isConcurrent = sources.some((source) => /\bgather\(|ThreadPoolExecutor|create_task\(/.test(source))
  const results = sources.map((source, index) => {
    const own = [
      ...new Set([...told[index].notes, ...classes[index].read.flatMap((each) => notes.get(each) ?? [])]),
    ]
    const parts = { source, ...classes[index], python: before[index], ours: after[index], told: { ...told[index], notes: own }, isConcurrent } // prettier-ignore
    if (/^\s*(?:async )?def /m.test(source)) for (const each of classes[index].assigned) notes.set(each, own)
    const { outcome, reason = '' } = outcomeOf(parts, lost)
    const types = typeNotesOf(parts.ours.outputs).filter((note) => !failed.has(/Cannot find name '(\w+)'/.exec(note)?.[1])) // prettier-ignore
    for (const each of parts.assigned) failed[parts.ours.status === 'ok' ? 'delete' : 'add'](each)
    const isData = outcome === 'left out'
    const isGone = ['refused', 'stopped', 'failed'].includes(outcome)
    for (const each of parts.assigned) {
      // A name that is given anew is there again.
      lost.data[isData ? 'add' : 'delete'](each)
      lost.refused[isGone ? 'add' : 'delete'](each)
    }
    return {
      notebook: name,
      cell: index + 1,
      class: parts.class,
      outcome,
      reason,
      isConverted: parts.told.outcome !== 'refused',
      ran: parts.ours.status === 'ok',
      types,
      source,
      text: parts.ours.text,
      printed: [JSON.stringify(parts.python.outputs), JSON.stringify(parts.ours.outputs)],
    }
  })
  if (head.status !== 'ok' || typeNotesOf(head.outputs).length > 0)
    results[0] = { ...results[0], outcome: 'failed', reason: `the first cell: ${lineOf(head)}` }
  return results
}

function outcomeOf({ class: kind, read, python, ours, told, isConcurrent }, lost) {
  if (kind === 'empty') return { outcome: 'empty' }
  const [isThere, isHere] = [python.status === 'ok', ours.status === 'ok']
  const needs = (names) => read.filter((each) => names.has(each)).join(', ')
  const [data, refused] = [needs(lost.data), needs(lost.refused)]
  const [failure, error] = [errorOf(python), errorOf(ours)]
  const leftOut = (reason) => ({ outcome: 'left out', reason })
  const isMissing = failure && NOT_HERE.test(failure.ename)
  // Clients lose parameters from one version to the next, and OpenAI's has lost a whole interface.
  if (
    failure &&
    (failure.ename === 'APIRemovedInV1' ||
      /^[\w.]+\(\) got an unexpected keyword argument/.test(failure.evalue))
  )
    return leftOut(`not by this version of Python's client: ${failure.evalue.trim().split('\n')[0]}`)
  if (failure && /^Illegal header value b'Bearer '/.test(failure.evalue))
    return leftOut('the notebook leaves its key empty')
  if (isMissing) return leftOut(`Python has not what it needs here: ${failure.evalue}`)
  if (!isThere && data !== '') return leftOut(`needs ${data} of a cell that is left out`)
  if (told.outcome === 'refused') {
    const reason = `${told.reason} (line ${told.line})`
    if (data !== '') return leftOut(`needs ${data} of a cell that is left out; ${reason}`)
    if (REMOVED.test(told.reason)) return leftOut(`not by this version of Python's client: ${reason}`)
    return kind === 'data' ? leftOut(reason) : { outcome: 'refused', reason }
  }
  const requests = differenceOfRequests(python.requests, ours.requests, isConcurrent)
  const outputs = differenceOfOutputs(python.outputs, ours.outputs)
  const difference = requests ?? outputs
  if (isThere && isHere && difference === undefined) return { outcome: 'equal' }
  if (data !== '') return leftOut(`needs ${data} of a cell that is left out`)
  if (refused !== '')
    return { outcome: 'stopped', reason: `needs ${refused} of a cell that is not converted` }
  if (error && isRefusal(error)) return { outcome: 'stopped', reason: error.evalue }
  if (!isThere && !isHere && requests === undefined) return leftOut(`fails in both: ${lineOf(python)}`)
  if (!isHere) return { outcome: 'failed', reason: `${lineOf(ours)}${requests ? `; ${requests}` : ''}` }
  if (!isThere) return { outcome: 'SILENT DIFFERENCE', reason: `Python fails: ${lineOf(python)}` }
  if (told.notes.length > 0) return { outcome: 'marked', reason: `${told.notes.join('; ')}: ${difference}` }
  return { outcome: 'SILENT DIFFERENCE', reason: difference }
}

/** What the converter could not know throws so, while the cell runs. */
const isRefusal = ({ ename, evalue }) => ename === 'NotConverted' || /^not converted: /.test(evalue)

const errorOf = ({ outputs }) => outputs.find(({ type }) => type === 'error')

const lineOf = (cell) => {
  const error = errorOf(cell)
  return error
    ? `${error.ename}: ${error.evalue}`.split('\n')[0].slice(0, 300)
    : JSON.stringify(cell.outputs).slice(0, 300)
}
