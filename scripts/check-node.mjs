// Ends the process with one line on a Node that is too old. Imported before anything that such a Node cannot run.
import { readFileSync } from 'node:fs'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const wanted = /\d[\d.]*/.exec(engines.node)[0]
const isOlder = process.versions.node.localeCompare(wanted, 'en', { numeric: true }) < 0
if (isOlder) {
  console.error(
    `error: This is Node ${process.versions.node}, too old. Install Node ${wanted} or newer, then run this again.`,
  )
  process.exit(1)
}
