// `wget [-q] [-O FILE] URL…` that asks the mock server, for cells that fetch their data.
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'

const words = process.argv.slice(2)
const named = words.indexOf('-O')
const file = named >= 0 ? words.splice(named, 2)[1] : undefined
for (const word of words.filter((each) => /^https?:/.test(each))) {
  const url = new URL(word)
  const answer = await fetch(
    `${process.env['OUTSIDE_MOCK']}/__host__/${url.hostname}${url.pathname}${url.search}`,
  )
  if (!answer.ok) process.exit(8)
  writeFileSync(file ?? basename(url.pathname), Buffer.from(await answer.arrayBuffer()))
}
