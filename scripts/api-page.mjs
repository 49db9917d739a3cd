// Writes docs/api.md from the declarations and comments of the public names. `--check` compares instead, and fails when the
// page is stale or a public name lacks a part of its comment.
//
// Why not TypeDoc: it reads our TypeScript, but sorts names by kind and alphabet, so that a function and its options lie a
// thousand lines apart, and its page has four thousand lines. Here a function, its options with their defaults, what it
// throws and its example stand together.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { section } from './api/sections.mjs'
import { problems, publicNames, wanted } from './api/source.mjs'
import { described, typeSection } from './api/types.mjs'

const page = join(resolve(import.meta.dirname, '..'), 'docs', 'api.md')

/** Public names by what they are for; a name that is missing here fails the check. */
const CHAPTERS = {
  'Variables and secrets': ['setEnv', 'loadEnv', 'askEnv', 'ask', 'needs', 'secret', 'reveal'],
  'Commands and requests': ['curl', 'bash', 'npm'],
  Models: ['chat', 'stream', 'compare', 'tool', 'usage', 'openai', 'practice'],
  Output: ['show', 'clearOutput'],
  Teaching: ['exercise'],
  'The kernel': ['defineMagic', 'kernelStatus'],
  Errors: [
    'MagicsError',
    'UsageError',
    'StoppedError',
    'ChatError',
    'CurlFailedError',
    'ScriptError',
    'ShellError',
    'SpawnError',
    'MissingError',
    'ExerciseError',
  ],
}
const listed = Object.values(CHAPTERS).flat()
for (const name of publicNames.keys())
  if (!listed.includes(name)) problems.push(`${name} is in no chapter of scripts/api-page.mjs`)
for (const name of listed)
  if (!publicNames.has(name)) problems.push(`${name} is in a chapter, and not public`)

const body = []
for (const [title, names] of Object.entries(CHAPTERS)) {
  body.push(`## ${title}`, '')
  if (title === 'Errors') body.push('What each code means and what to do: [errors.md](errors.md).', '')
  for (const name of names) body.push(...(await section(name)))
}
body.push('## Types', '', 'What the names above mention, by name.', '')
const types = new Map()
for (let next; (next = [...wanted.keys()].find((name) => !described.has(name))) !== undefined;)
  types.set(next, typeSection(wanted.get(next), 3))
for (const name of [...types.keys()].sort()) body.push(...types.get(name))

const contents = Object.entries(CHAPTERS).map(
  ([title, names]) =>
    `- ${title}: ${names.map((name) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · ')}`,
)
const text = [
  '# API',
  '',
  '<!-- Written by scripts/api-page.mjs from the comments in src/: change those, then `npm run api`. -->',
  '<!-- prettier-ignore-start -->',
  '',
  'Every name that `tslab-magics` exports. What options of the same name mean everywhere: [README](../README.md#options-that-mean-the-same-everywhere).',
  '',
  ...contents,
  '',
  ...body,
  '<!-- prettier-ignore-end -->',
  '',
]
  .join('\n')
  .replace(/\n{3,}/g, '\n\n')

const isCheck = process.argv.includes('--check')
const isStale = !existsSync(page) || readFileSync(page, 'utf8') !== text
if (isCheck && isStale) problems.push('docs/api.md is stale: npm run api')
if (!isCheck) writeFileSync(page, text)
for (const problem of problems) console.error(`api: ${problem}`)
console.log(`api: ${publicNames.size} names, ${types.size} types, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
