// What became of each cell of a notebook that was run in both languages. A cell is judged by what it sent and printed,
// as long as both could run it: what needs a cell of the data world, or one that is not converted, is said to.
import { differenceOfOutputs, typeNotesOf } from './outputs.mjs'
import { differenceOfRequests } from './requests.mjs'

const NOT_HERE = /^(?:ModuleNotFoundError|ImportError|FileNotFoundError)$/
const REFUSED = /^(?:not converted: |NotConverted)/

/** @returns One object a cell: `outcome` is equal, marked, refused, stopped, left out, failed, SILENT DIFFERENCE or empty. */
export function judge({ name, sources, classes, before, after, head, told }) {
  const lost = { data: new Set(), refused: new Set() }
  const results = sources.map((source, index) => {
    const parts = { source, ...classes[index], python: before[index], ours: after[index], told: told[index] }
    const { outcome, reason = '' } = outcomeOf(parts, lost)
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
      types: typeNotesOf(parts.ours.outputs),
      source,
      text: parts.ours.text,
      printed: [JSON.stringify(parts.python.outputs), JSON.stringify(parts.ours.outputs)],
    }
  })
  if (head.status !== 'ok' || typeNotesOf(head.outputs).length > 0)
    results[0] = { ...results[0], outcome: 'failed', reason: `the first cell: ${lineOf(head)}` }
  return results
}

function outcomeOf({ class: kind, read, python, ours, told }, lost) {
  if (kind === 'empty') return { outcome: 'empty' }
  const needed = (names) => read.filter((each) => names.has(each)).join(', ')
  const failure = errorOf(python)
  if (python.status !== 'ok' && failure && NOT_HERE.test(failure.ename))
    return { outcome: 'left out', reason: `Python has not what it needs here: ${failure.evalue}` }
  if (needed(lost.data) !== '') return { outcome: 'left out', reason: `needs ${needed(lost.data)} of a cell that is left out` } // prettier-ignore
  if (told.outcome === 'refused') {
    const reason = `${told.reason} (line ${told.line})`
    return kind === 'data' ? { outcome: 'left out', reason } : { outcome: 'refused', reason }
  }
  const error = errorOf(ours)
  if (needed(lost.refused) !== '') {
    const reason = `needs ${needed(lost.refused)} of a cell that is not converted`
    if (ours.status !== 'ok') return { outcome: 'stopped', reason }
  }
  if (error && REFUSED.test(`${error.evalue}`.replace(/^\w+: /, '')) ) return { outcome: 'stopped', reason: error.evalue } // prettier-ignore
  if (error && error.ename === 'NotConverted') return { outcome: 'stopped', reason: error.evalue }
  const requests = differenceOfRequests(python.requests, ours.requests)
  if (requests !== undefined) return differs(requests, ours, python, needed(lost.refused))
  if (python.status !== 'ok' && ours.status !== 'ok') return { outcome: 'left out', reason: `fails in both: ${failure?.ename}: ${failure?.evalue}` } // prettier-ignore
  if (ours.status !== 'ok') return { outcome: 'failed', reason: lineOf(ours) }
  if (python.status !== 'ok')
    return { outcome: 'SILENT DIFFERENCE', reason: `Python fails: ${lineOf(python)}` }
  const outputs = differenceOfOutputs(python.outputs, ours.outputs)
  if (outputs === undefined) return { outcome: 'equal' }
  if (told.notes.length > 0) return { outcome: 'marked', reason: `${told.notes.join('; ')}: ${outputs}` }
  return { outcome: 'SILENT DIFFERENCE', reason: outputs }
}

/** Other requests are a silent difference, unless the cell failed, which everybody sees. */
const differs = (reason, ours, python, needed) => ({
  outcome: ours.status === 'ok' && needed === '' ? 'SILENT DIFFERENCE' : 'failed',
  reason: `${reason}${ours.status === 'ok' ? '' : `; ${lineOf(ours)}`}`,
})

const errorOf = ({ outputs }) => outputs.find(({ type }) => type === 'error')

const lineOf = (cell) => {
  const error = errorOf(cell)
  return error
    ? `${error.ename}: ${error.evalue}`.split('\n')[0].slice(0, 300)
    : JSON.stringify(cell.outputs).slice(0, 300)
}
