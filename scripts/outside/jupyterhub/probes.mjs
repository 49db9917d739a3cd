// What a student sees of tokens and of others, by cells that look where nothing of theirs is.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { check } from './check.mjs'

/** Cells in which a student looks for what is not theirs. */
export function probes({ address, folder, tokens, classPort }) {
  const own = (code) => `import * as looking from "node:fs"\n${code}`
  return [
    `import { createHash } from "node:crypto"\nconsole.log("digest", createHash("sha256").update(process.env.ACCESS_TOKEN ?? "").digest("hex"))\nconsole.log("masked", process.env.ACCESS_TOKEN)`,
    own(`for (const [name, file] of Object.entries(${JSON.stringify({ tokens, home: `${folder}/home/{other}/lesson.ipynb` })}))
  try { looking.readFileSync(file); console.log(name, "read") } catch (error) { console.log(name, (error as NodeJS.ErrnoException).code) }
console.log("own", looking.existsSync("lesson.ipynb"))`),
    `const asOther = await fetch("${address}/user/" + encodeURIComponent("{other}").replace("%40", "@") + "/api/contents", { headers: { Authorization: "token " + process.env.JUPYTERHUB_API_TOKEN } })
console.log("other's server", asOther.status)
const asHub = await fetch("${address}/hub/api/users", { headers: { Authorization: "token " + process.env.JUPYTERHUB_API_TOKEN } })
console.log("list of users", asHub.status)
const noToken = await fetch("http://127.0.0.1:${classPort}/v1/models", { headers: { Authorization: "Bearer class-000000000000000000000000" } })
console.log("wrong token", noToken.status)
console.log("variables", JSON.stringify(process.env))`,
  ]
}

/** Judges what they showed. */
export function look(name, { text, tokens, hasOwnUid }) {
  const digest = createHash('sha256')
    .update(tokens.get(name) ?? '')
    .digest('hex')
  check(
    `${name} has the token of the file, masked`,
    text.includes(`digest ${digest}`) && text.includes('masked ••••'),
  )
  check(`${name} is refused by another's server and by a wrong token`, /other's server 403/.test(text) && /list of users 403/.test(text) && /wrong token 401/.test(text), text.slice(0, 800)) // prettier-ignore
  if (hasOwnUid) check(`${name} reads own files only`, /tokens EACCES\nhome EACCES\nown true/.test(text), text.slice(0, 800)) // prettier-ignore
}

/** The tokens by the hub's names; that of a name the class server would not take stands under another. */
export function readTokens(file, students) {
  const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ')) // prettier-ignore
  const nameOf = (name) => (/^[A-Za-z0-9][A-Za-z0-9._@+'-]*$/.test(name) ? name : `u.${createHash('sha256').update(name).digest('hex').slice(0, 24)}`) // prettier-ignore
  return new Map(students.map((name) => [name, lines.find(([held]) => held === nameOf(name))?.[1]]))
}

/** Text of all outputs. */
export function shown(cells) {
  return cells.flatMap(({ outputs }) => outputs).map((output) => output.text ?? output.evalue ?? Object.values(output.data ?? {}).join('\n')).join('') // prettier-ignore
}
