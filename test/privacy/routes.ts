/**
 * The ways on which a key leaves a notebook: one cell each. Cells get the key from ACCESS_TOKEN and a server that
 * gives back what it gets from LEAKY; no cell spells the key. Longer than most files: it is a table.
 */

/** One way. */
export interface Route {
  readonly name: string
  readonly code: string
  /** What is typed into the cell's prompts. */
  readonly answers?: readonly string[]
  /** The cell shows nothing where the key was, not even the mask. */
  readonly isQuiet?: boolean
  /** Runs in JavaScript notebooks as it is. */
  readonly js?: boolean
  /** Another route uses what it declares or sets: it is in each selection. */
  readonly isUsed?: boolean
}

type Extra = Omit<Route, 'name' | 'code'>

const route = (name: string, code: string, extra: Extra = {}): Route => ({ name, code, ...extra })
const plain = (name: string, code: string, extra: Extra = {}): Route =>
  route(name, code, { js: true, ...extra })

/** The first cell of each notebook. */
export const IMPORTS = `import * as tslab from "tslab"
import { inspect } from "util"
import { ask, askEnv, bash, chat, compare, curl, loadEnv, needs, openai, practice, secret, setEnv, show, stream } from "tslab-magics"
const key = String(process.env.ACCESS_TOKEN), leaky = String(process.env.LEAKY)
const wait = (ms) => new Promise((done) => setTimeout(done, ms))`

const consoles: readonly Route[] = [
  plain('console.log of process.env', 'console.log(process.env)'),
  plain('console.log of the key', 'console.log(key)'),
  plain('console.log with a format', 'console.log("%s is %j", "key", { key: key })'),
  plain('console.dir', 'console.dir({ deep: { deeper: { key: key } } }, { depth: 5, colors: true })'),
  plain('console.table', 'console.table([{ name: "key", value: key }])'),
  plain('console.group', 'console.group("key"); console.log(key); console.groupEnd()'),
  plain('console.trace', 'console.trace(key)'),
  plain('console.assert', 'console.assert(false, key)'),
  plain('console.error and console.warn', 'console.error(key); console.warn({ key: key })'),
  plain('util.inspect', 'console.log(inspect({ [key]: new Map([[key, new Set([key])]]) }, { depth: 9 }))'),
  plain(
    'util.inspect, compact and coloured',
    'console.log(inspect([{ key: key }], { compact: 5, colors: true }))',
  ),
  plain(
    'util.inspect of a long text in narrow lines',
    'console.log(inspect({ a: [`x ${key}\\n${key} y`] }, { breakLength: 8 }))',
  ),
  plain('a printed Buffer', 'console.log(Buffer.from(key))'),
  plain(
    'Headers and Request',
    'console.log(new Headers({ authorization: "Bearer " + key }), new Request("http://localhost", { headers: { "x-api-key": key } }).headers)',
  ),
  plain(
    'an address with a password',
    'console.log(new URL(`http://user:${encodeURIComponent(key)}@localhost/`))',
  ),
  plain('JSON', 'console.log(JSON.stringify({ key: key, again: JSON.stringify({ key: key }) }, null, 2))'),
]

const results: readonly Route[] = [
  plain('the last expression, a text', 'key'),
  plain('the last expression, process.env', 'process.env'),
  plain('the last expression, a function that holds it', 'Object.assign(function f() {}, { key: key })'),
  plain('the last expression, an error', 'new Error(key)'),
  route(
    'secret() in a template',
    'const hidden = secret("ACCESS_TOKEN"); console.log(`${hidden}`, hidden, JSON.stringify({ hidden: hidden })); hidden',
    { isUsed: true },
  ),
  route('an opened secret()', 'console.log((hidden as any)[Symbol.for("tslab-magics.reveal")]())'),
]

const writes: readonly Route[] = [
  plain(
    'every cut of the key',
    'for (let at = 1; at < key.length; at++) { process.stdout.write("<" + key.slice(0, at)); process.stdout.write(key.slice(at) + ">\\n") }',
  ),
  plain(
    'every cut of the key, with time between',
    'for (let at = 1; at < key.length; at += 3) { process.stdout.write("<" + key.slice(0, at)); await wait(90); process.stdout.write(key.slice(at) + ">\\n") }',
  ),
  plain('letter by letter', 'for (const letter of key) { process.stdout.write(letter); await wait(2) }'),
  plain(
    'bytes',
    'const bytes = Buffer.from(`ü${key}ü`); for (let at = 0; at < bytes.length; at += 5) process.stdout.write(bytes.subarray(at, at + 5))',
  ),
  plain(
    'stdout and stderr in turns',
    'for (let at = 0; at < key.length; at += 8) { process.stdout.write(key.slice(at, at + 8)); process.stderr.write(`<${key.slice(0, 12)}`); process.stderr.write(`${key.slice(12)}>`) }',
  ),
  plain(
    'the key at the end, then a display',
    'process.stdout.write(key.slice(0, 20)); tslab.display.text(key); process.stdout.write(key.slice(20))',
  ),
  plain(
    'late output',
    'setTimeout(() => console.log(key), 150); setTimeout(() => { process.stdout.write(key.slice(0, 11)); setTimeout(() => process.stdout.write(key.slice(11)), 30) }, 200); "•••• comes"',
  ),
  plain(
    'colours between the letters',
    'console.log([...key].map((c, i) => `\\x1b[3${i % 8}m${c}\\x1b[0m`).join(""))',
  ),
  plain('line breaks between the letters', 'console.log(key.replace(/(.{7})/g, "$1\\n"))'),
  plain(
    'a progress line',
    'for (let at = 0; at <= 100; at += 20) { process.stdout.write(`\\rloading with ${key}: ${at} %`); await wait(5) }',
  ),
  plain(
    'a progress line that spells the key',
    'for (let at = 1; at <= key.length; at++) { process.stdout.write("\\r" + key.slice(0, at)); await wait(3) }',
  ),
  plain(
    'a slow progress line that spells the key after a word',
    'for (let at = 1; at <= key.length; at += 2) { process.stderr.write(`\\rkey: ${key.slice(0, at)}`); await wait(60) }',
  ),
  plain(
    'a progress line that is erased each time',
    'for (let at = 1; at <= key.length; at++) { process.stdout.write(`\\x1b[2K\\x1b[1G${key.slice(0, at)}`); await wait(3) }',
  ),
  plain(
    'a progress line that ends with \\r, padded',
    'for (let at = 1; at <= key.length; at++) { process.stdout.write(key.slice(0, at).padEnd(30, ".") + "\\r"); await wait(3) }',
  ),
  plain(
    'a triangle of letters, up and down and from its end',
    'for (let at = 1; at <= key.length; at++) console.log(key.slice(0, at)); for (let at = key.length; at > 0; at--) console.log(key.slice(0, at)); for (let at = 0; at < 10; at++) console.log(key.slice(at))',
  ),
  plain(
    'halves of the key',
    'console.log(`${key.slice(0, 14)}... ${key.slice(12)} <${key.slice(5, 18)}>`, inspect([key + "x"], { maxStringLength: 15 }))',
  ),
]

const encodings: readonly Route[] = [
  plain('base64', 'console.log(Buffer.from(key).toString("base64"))'),
  plain(
    'base64 at every alignment',
    'for (const before of ["", "a", "ab", "user:"]) console.log(btoa(before + key + " and more"))',
  ),
  plain('base64url', 'console.log(Buffer.from(`{"k":"${key}"}`).toString("base64url"))'),
  plain(
    'base64 in lines',
    'console.log(Buffer.from(`-----${key}-----`.repeat(3)).toString("base64").replace(/.{20}/g, "$&\\n"))',
  ),
  plain(
    'percent-encoding',
    'console.log(encodeURIComponent(key), encodeURIComponent(key).toLowerCase(), new URLSearchParams({ key: key }).toString())',
  ),
  plain('JSON, twice', 'console.log(JSON.stringify(JSON.stringify({ key: key })))'),
  plain(
    'HTML escapes',
    'console.log(key.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;"), key.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`))',
  ),
  plain('hex', 'console.log(Buffer.from(key).toString("hex"))'),
  plain(
    'hex with separators',
    'const pairs = Buffer.from(key).toString("hex").match(/../g) ?? []; console.log(pairs.join(":"), pairs.join(" "), pairs.map((pair) => `0x${pair}`).join(", "), pairs)',
  ),
  plain(
    'bytes as numbers',
    'console.log(new TextEncoder().encode(key), JSON.stringify(Buffer.from(key), null, 2), [...Buffer.from(key)].join(" ")); tslab.display.raw("application/json", JSON.stringify(Buffer.from(key)))',
  ),
  plain(
    'letters in a list',
    'console.log([...key], JSON.stringify([...key]), [...key].join(" "), [...key].join("-"))',
  ),
  plain(
    'percent-encoding twice, and of every letter',
    'console.log(encodeURIComponent(encodeURIComponent(key)), [...Buffer.from(key)].map((byte) => `%${byte.toString(16)}`).join(""))',
  ),
  plain(
    'escapes of every letter',
    'console.log([...key].map((c) => `\\\\u00${c.charCodeAt(0).toString(16)}`).join(""), [...key].map((c) => `&#${c.charCodeAt(0)};`).join("")); tslab.display.html([...key].map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join(""))',
  ),
  plain(
    'quoted-printable',
    'console.log(key.replace(/[^A-Za-z0-9]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`).replace(/(.{7})/, "$1=\\n"))',
  ),
  plain(
    'soft hyphens and zero-width spaces',
    'console.log(key.replace(/(.{5})/g, "$1\\u00ad"), key.replace(/(.{5})/g, "$1\\u200b")); tslab.display.html(`${key.slice(0, 5)}&#8203;${key.slice(5, 15)}&#8203;${key.slice(15)}`)',
  ),
  plain('lower and upper case', 'console.log(key.toLowerCase(), key.toUpperCase())'),
]

const errors: readonly Route[] = [
  plain('a thrown error', 'throw new Error(`denied for ${key}`)'),
  plain('a thrown text', 'throw key'),
  plain('a thrown object', 'throw { key: key }'),
  plain(
    'a cause',
    'throw new Error("outer", { cause: new Error(key, { cause: { key: key } }) } as any)'.replace(
      ' as any',
      '',
    ),
  ),
  plain(
    'extra fields',
    'throw Object.assign(new Error("denied"), { headers: { authorization: `Bearer ${key}` }, code: key })',
    { isQuiet: true },
  ),
  plain(
    'an AggregateError',
    'await Promise.any([Promise.reject(new Error(key)), Promise.reject({ key: key })])',
    {
      isQuiet: true,
    },
  ),
  plain(
    'the name of an error',
    'class Odd extends Error {}; Object.defineProperty(Odd, "name", { value: key }); const odd = new Odd("x"); odd.name = key; throw odd',
  ),
  plain('an error of several lines', 'throw new Error(key.replace(/(.{7})/g, "$1\\n"))'),
  plain(
    'an error in base64 lines',
    'throw new TypeError("bad blob:\\n" + Buffer.from(key).toString("base64").replace(/.{11}/g, "$&\\n"))',
  ),
  plain(
    'a changed stack',
    'const changed = new Error("x"); changed.stack = `Error: x\\n    at ${key} (evalmachine.<anonymous>:1:1)`; throw changed',
  ),
  plain('an unhandled rejection', 'Promise.reject(new Error(key)); await wait(50); "•••• after"'),
  plain(
    'an error in a timer',
    'setTimeout(() => { try { JSON.parse(key) } catch (error) { console.error(error) } }, 5); await wait(40)',
    { isQuiet: true },
  ),
  plain('JSON.parse', 'JSON.parse(key + "{")'),
  plain('JSON.parse of a text with the key in it', 'JSON.parse(`{"a": ${key}, "b": "and more text"}`)'),
  plain('json() of a response', 'await new Response(`${key} is not what it should be`).json()'),
  plain(
    'require of a file that is no JSON',
    'require("fs").writeFileSync("own.json", key); require(`${process.cwd()}/own.json`)',
  ),
  plain('a header with a line break', 'new Headers({ authorization: `Bearer ${key}\\n\\nx` })'),
  plain('fetch of a wrong address', 'await fetch(`http://user:${key}@`)'),
  plain('a module that is missing', 'require(`./${key}`)'),
  plain('a file that is missing', 'require("fs").readFileSync(`/tmp/${key}/x`)'),
]

const displays: readonly Route[] = [
  plain('display.html', 'tslab.display.html(`<b>${key.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</b>`)'),
  plain(
    'display.html with tags inside',
    'tslab.display.html([...key].map((c) => `<i>${c === "<" ? "&lt;" : c === "&" ? "&amp;" : c}</i>`).join(""))',
  ),
  plain('display.markdown', 'tslab.display.markdown(`**${key}**`)'),
  plain(
    'display.svg',
    'tslab.display.svg(`<svg><text>${key.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</text></svg>`)',
  ),
  plain('display.latex', 'tslab.display.latex(`\\\\text{${key}}`)'),
  plain('display.raw JSON', 'tslab.display.raw("application/json", JSON.stringify({ [key]: key }))'),
  plain(
    'display.raw JavaScript',
    'tslab.display.raw("application/javascript", `console.log(${JSON.stringify(key)})`)',
  ),
  plain('display.raw of a text as an archive', 'tslab.display.raw("application/zip", `files of ${key}`)'),
  plain(
    'updates of a display',
    'const drawn = tslab.newDisplay(); for (let at = 0; at < 40; at++) { drawn.text(`${at} ${key}`); drawn.html(`${at} <b>${encodeURIComponent(key)}</b>`) }',
    { isUsed: true },
  ),
  plain('an update from a later cell', 'drawn.text(`later ${key}`)', { isQuiet: true }),
  plain(
    'show of a value',
    'show({ [key]: [key, { key: key }], list: [Buffer.from(key).toString("base64")] })',
  ),
  plain(
    'show.html and show.svg',
    'show.html(`<b title="${key.replace(/"/g, "&quot;")}">x</b>`); show.svg(`<svg><title>${key}</title></svg>`)',
  ),
  plain('show.markdown, .latex, .text', 'show.markdown(`# ${key}`); show.latex(key); show.text(key)'),
  plain(
    'show.bundle',
    'show.bundle({ data: { "text/plain": "x", "application/vnd.own+json": { list: [{ [key]: key }] } }, metadata: { note: { key: key } } })',
  ),
  route('%%html', '%%html\n<b>{key}</b> $ACCESS_TOKEN', { isQuiet: true }),
]

const shells: readonly Route[] = [
  route('%%bash env', '%%bash\nenv'),
  route('!env', '!env'),
  route('!!env', '!!env'),
  route('%env', '%env'),
  route('%env NAME', '%env ACCESS_TOKEN'),
  route(
    'the text of %env NAME',
    'const shown = %env ACCESS_TOKEN\nconsole.log(shown, String(shown), { shown: shown })',
  ),
  route('%%bash with an error', '%%bash\nset -x\necho "$ACCESS_TOKEN" >&2\nexit 3'),
  route(
    '%%bash, printf letter by letter',
    '%%bash\nfor ((i = 0; i < ${#ACCESS_TOKEN}; i++)); do printf %s "${ACCESS_TOKEN:i:1}"; sleep 0.01; done',
  ),
  route(
    '%%bash, base64 and hex',
    '%%bash\nprintf %s "$ACCESS_TOKEN" | base64 -w 9; printf %s "$ACCESS_TOKEN" | od -An -tx1',
  ),
  route(
    'bash with a value',
    'const ran = await bash`echo ${key} | cat; printf "%s" ${key} >&2`\nconsole.log(ran.stdout, ran)',
  ),
  route('bash, failed', 'await bash`echo ${key} >&2; exit 4`'),
  route('a missing program', 'await bash`${key} --version`'),
  route('%%capture', '%%capture caught\nconsole.log(key); console.error(key); tslab.display.html(key)', {
    isQuiet: true,
    isUsed: true,
  }),
  route('captured output again', 'caught.show(); console.log(caught.stdout, caught.outputs); caught.outputs'),
  route('%%script', '%%script node\nconsole.log(process.env.ACCESS_TOKEN, process.env)'),
  route('%time', '%time console.log(key)'),
  route('%who and Shift-Tab', 'const holder = { key: key }\n%who', { isQuiet: true }),
  route('!echo with a value', '!echo {key} "$ACCESS_TOKEN"'),
]

const requests: readonly Route[] = [
  route('curl -v', 'await curl`curl -sv "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN"`'),
  route(
    'curl -i and -D',
    'await curl`curl -si -D - "$LEAKY/header" -H "Authorization: Bearer $ACCESS_TOKEN"`',
  ),
  route('curl -u', 'await curl`curl -sv "$LEAKY/echo" -u "me:$ACCESS_TOKEN"`'),
  route('curl --oauth2-bearer', 'await curl`curl -sv "$LEAKY/pretty" --oauth2-bearer "$ACCESS_TOKEN"`'),
  route('curl with a cookie', 'await curl`curl -sv "$LEAKY/echo" -b "session=$ACCESS_TOKEN"`'),
  route(
    'curl with a key in the query',
    'await curl`curl -sv -G "$LEAKY/echo" --data-urlencode "api_key=$ACCESS_TOKEN"`',
  ),
  route(
    'curl -w',
    'await curl`curl -s "$LEAKY/header" -H "Authorization: Bearer $ACCESS_TOKEN" -w "%{header_json} %{json}"`',
  ),
  route(
    'curl | jq',
    'await curl`curl -s "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN" | jq .headers`',
  ),
  route('curl of HTML', 'await curl`curl -s "$LEAKY/html" -H "Authorization: Bearer $ACCESS_TOKEN"`'),
  route(
    'curl, an error body that echoes',
    'await curl`curl -s "$LEAKY/401" -H "Authorization: Bearer $ACCESS_TOKEN"`',
  ),
  route(
    'curl, a redirect',
    'await curl`curl -sLv "$LEAKY/redirect" -H "Authorization: Bearer $ACCESS_TOKEN"`',
  ),
  route(
    'curl, a redirect to nowhere',
    'await curl`curl -sLv --max-time 2 "$LEAKY/away" -H "Authorization: Bearer $ACCESS_TOKEN"`',
  ),
  route('curl, a host that is missing', 'await curl`curl -sS "http://$ACCESS_TOKEN.invalid/"`', {
    isQuiet: true,
  }),
  route('curl of events', 'await curl`curl -sN "$LEAKY/events"`'),
  route(
    'curl of a chat',
    'await curl`curl -sN "$LEAKY/v1/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json "{}"`',
  ),
  route(
    'a printed result',
    'const got = await curl({ reject: false })`curl -s "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN"`\nconsole.log(got.stdout, got.request.headers, inspect({ ...got }, { depth: 8 }))\ngot',
    { isUsed: true },
  ),
  // Variables stand for their values.
  route(
    'a request in other languages',
    'console.log(got.request.toCurl(), got.request.toPython(), got.request.toTypeScript())\nshow(got.request)\ngot.request.toCurl()',
    { isQuiet: true },
  ),
  route('curl in %%bash', '%%bash\ncurl -sv "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN"'),
  route('%%curl or !curl', '!curl -sv "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN"'),
]

const at = (path: string): string =>
  `{ baseURL: leaky + "${path}/v1", apiKey: key, model: "m", messages: "hi", retries: 1 }`

const chats: readonly Route[] = [
  route(
    'a chat answer that says the key in pieces',
    `const said = await chat(${at('')})\nconsole.log(said.text, said)`,
  ),
  route('a chat that is refused', `await chat(${at('/401')})`),
  route('a chat with an error page', `await chat(${at('/500')})`, { isQuiet: true }),
  route('a chat that is redirected', `await chat(${at('/away')})`),
  route('a chat that is cut', `await chat(${at('/cut')})`),
  route('a chat with an error in the stream', `await chat(${at('/failing')})`),
  route('notes of another try', `await chat(${at('/busy')})`),
  route(
    'a chat with a wrong address',
    `await chat({ ...${at('')}, baseURL: \`http://127.0.0.1:1/\${encodeURIComponent(key)}\` })`,
    { isQuiet: true },
  ),
  route('chat, anatomy', `await chat({ ...${at('')}, anatomy: true })`),
  route(
    'a question that holds the key',
    `const asked = await chat({ ...${at('')}, messages: \`is \${key} mine?\` })\nasked.messages`,
  ),
  route(
    'the printed client',
    'const client: any = openai({ baseURL: leaky + "/v1", apiKey: key, maxRetries: 0 })\nconsole.log(client, inspect(client, { depth: 9, showHidden: true }), client.apiKey)\nclient',
    { isUsed: true },
  ),
  route(
    'the plain official client',
    'import OpenAI from "openai"\nconst bare = new OpenAI({ baseURL: leaky + "/401/v1", apiKey: key, maxRetries: 0 })\nconsole.log(inspect(bare, { depth: 9, showHidden: true }))\nbare',
    { isUsed: true },
  ),
  route('an error of the plain client', 'await bare.chat.completions.create({ model: "m", messages: [] })'),
  route(
    'the fields of its error',
    'try { await bare.chat.completions.create({ model: "m", messages: [] }) } catch (error) { console.log(inspect(error, { depth: 9 })); throw new Error("as cause", { cause: error } as any) }'.replace(
      ' as any',
      '',
    ),
  ),
  route(
    'the client with a wrong baseURL',
    'await (openai({ baseURL: leaky + "/nowhere/" + encodeURIComponent(key), apiKey: key, maxRetries: 0 }) as any).chat.completions.create({ model: "m", messages: [] })',
  ),
  route(
    'stream of the client',
    'await stream(await client.chat.completions.create({ model: "m", messages: [], stream: true }))',
  ),
]

const settings: readonly Route[] = [
  route(
    'setEnv with a mistake',
    'setEnv({ OTHER_TOKEN: ` Bearer ${key}\\n` }); setEnv("SECOND_KEY=\'" + key + "\'")',
    { isQuiet: true },
  ),
  route('askEnv', 'await askEnv("TYPED_TOKEN"); console.log(process.env.TYPED_TOKEN)', {
    answers: ['TYPED'],
    isUsed: true,
  }),
  route(
    'ask with the key in the question',
    'const typed = await ask(`is ${key} right? `); console.log(typed)',
    { answers: ['TYPED'] },
  ),
  route('needs', 'needs({ env: ["ACCESS_TOKEN", "MISSING_" + "TOKEN"], npm: ["missing-package"] })', {
    isQuiet: true,
  }),
  route(
    'loadEnv with mistakes',
    'await loadEnv({ path: "leaky.env", override: true }); console.log(process.env.FILE_TOKEN)',
  ),
  route(
    'a wrong .env file',
    'require("fs").writeFileSync("wrong.env", `${key}\\n=${key}\\nA B=${key}\\n`, { mode: 0o644 }); await loadEnv({ path: "wrong.env" })',
    { isQuiet: true },
  ),
  route(
    'practice',
    'const own: any = await practice({ force: true } as any)\nconsole.log(own, own.token, { ...own })',
    { isQuiet: true },
  ),
]

/** All ways, in an order in which they can follow each other in one notebook. */
export const ROUTES: readonly Route[] = [
  ...consoles,
  ...results,
  ...writes,
  ...encodings,
  ...errors,
  ...displays,
  ...shells,
  ...requests,
  ...chats,
  ...settings,
]

/** A `.env` file with the mistakes that are warned about. */
export const leakyDotenv = (key: string): string =>
  `FILE_TOKEN='Bearer Bearer ${key}'\nFILE_OTHER_KEY='"${key}"'\n`
