// Speed and memory, side by side with peers in one run. Each file of bench/ exports `run()`, which prints its own table
// and gives figures by name. The last line is all of them as JSON. `npm run bench -- NAME…` runs some files.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './build.mjs'

await buildAll({ log: console.log })
const folder = join(import.meta.dirname, 'bench')
const chosen = process.argv.slice(2)
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && !file.startsWith('_'))
  .sort()
const figures = {}
for (const file of files) {
  const name = file.replace(/\.mjs$/, '')
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`\n— ${name}`)
  const { run } = await import(join(folder, file))
  for (const [key, value] of Object.entries(await run()))
    figures[`${name}.${key}`] = Number(value.toPrecision(3))
}
console.log(`\n${JSON.stringify(figures)}`)
