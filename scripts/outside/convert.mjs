// Converted Python against Python.
//
//   node scripts/outside/convert.mjs FOLDER|NOTEBOOK… [--only NAME…] [--verbose] [--json FILE]
//     Notebooks in a Python kernel and, converted, in tslab's: what each cell sends and prints is compared. See
//     convert/notebooks.mjs. The exit code is 1 when a bar is missed.
//   node scripts/outside/convert.mjs --fuzz COUNT [--from SEED]
//     Programs from seeds, run by Python and, converted, by Node. A line for each that prints something else, then the
//     totals and the reasons of refusals.
import { parseArgs } from 'node:util'
import { loadSource } from '../load-source.mjs'
import { compareNotebooks } from './convert/notebooks.mjs'
import { readOptions } from './options.mjs'

const isFuzz = process.argv.includes('--fuzz')
if (isFuzz) await fuzz()
else {
  const options = await readOptions()
  if (options.files.length > 0) process.exitCode = await compareNotebooks(options)
  else {
    console.error('usage: node scripts/outside/convert.mjs FOLDER|NOTEBOOK… | --fuzz COUNT [--from SEED]')
    process.exitCode = 2
  }
}

async function fuzz() {
  const { values } = parseArgs({
    options: { fuzz: { type: 'string' }, from: { type: 'string', default: '0' } },
  })
  const { programOf, comparePrograms } = await loadSource(
    'test/convert/support/programs',
    'test/convert/support/compare-programs',
  )
  const [count, from] = [Number(values.fuzz), Number(values.from)]
  const totals = { same: 0, refused: 0, differs: 0 }
  const reasons = new Map()
  for (let start = from; start < from + count; start += 500) {
    const seeds = Array.from({ length: Math.min(500, from + count - start) }, (_, index) => start + index)
    const compared = await comparePrograms('python3', seeds.map(programOf))
    for (const { python, text, outcome, reason } of compared) {
      totals[outcome]++
      if (outcome === 'refused') reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      if (outcome === 'differs') console.log(`${python}\n  became\n${text}\n${reason}\n`)
    }
  }
  for (const [reason, times] of [...reasons].sort(([, a], [, b]) => b - a).slice(0, 20))
    console.log(`${times} × ${reason}`)
  console.log(JSON.stringify(totals))
  process.exitCode = totals.differs > 0 ? 1 : 0
}
