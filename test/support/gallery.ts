/**
 * A notebook that shows one of each thing the library draws: for tests of what everybody must be able to read.
 */

/** A cell of the gallery. */
export interface GalleryCell {
  /** What it shows. */
  readonly name: string
  readonly source: string
  /** Whether it ends with an error; the cells after it run all the same. */
  readonly fails?: true
}

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGNQSDiAFTEMLQkAGplQAT43V5gAAAAASUVORK5CYII='

/** All cells, in order. The last one prints {@link GALLERY_END}. */
export const GALLERY: readonly GalleryCell[] = [
  {
    name: 'a practice badge',
    source: `import { bash, chat, compare, curl, practice, reveal, show, stream, usage } from "tslab-magics"
const { token } = await practice()`,
  },
  {
    name: 'a server for the cells below',
    source: `import { createServer } from "node:http"
const server = createServer((request, response) => {
  if (request.url === "/slow") {
    setTimeout(() => response.end("late\\n"), 2_200)
    return
  }
  if (request.url === "/moved") response.writeHead(301, { location: "/fruit" })
  else if (request.url === "/broken") response.writeHead(503)
  else response.writeHead(200, { "content-type": "application/json", "set-cookie": "id=1" })
  response.end(JSON.stringify({ fruit: ["apple", "pear"], path: request.url }))
}).listen(0, "127.0.0.1")
await new Promise((resolve) => server.once("listening", resolve))
const { port } = server.address() as { port: number }`,
  },
  {
    name: 'a JSON tree',
    source: `show({
  text: "one\\ntwo", number: 1.5, yes: true, nothing: null, big: 12n, none: undefined,
  list: [1, [2, { deep: "x" }]], empty: [], map: new Map([["a", 1]]), when: new Date(0),
  long: "x".repeat(3_000), many: Array.from({ length: 120 }, (_item, at) => at),
}, { root: "value" })`,
  },
  { name: 'a closed JSON tree', source: 'show({ list: [1, 2, { deep: "x" }] }, { expanded: false })' },
  { name: 'a curl card', source: 'await curl`curl -s http://127.0.0.1:${port}/fruit`' },
  {
    name: 'a curl card of a long address',
    source:
      'await curl`curl -s -H "Authorization: Bearer abc" "http://127.0.0.1:${port}/fruit?q=${"x".repeat(300)}"`',
  },
  { name: 'a card of a move', source: 'await curl`curl -v http://127.0.0.1:${port}/moved`' },
  {
    name: 'a card of a refusal',
    source: 'await curl`curl -s ${process.env.BASE_URL}/v1/nothing -H "Authorization: Bearer ${token}"`',
    fails: true,
  },
  {
    name: 'a card of a server error',
    source: 'await curl`curl -s http://127.0.0.1:${port}/broken`',
    fails: true,
  },
  { name: 'no response', source: 'await curl`curl -s http://127.0.0.1:1/`', fails: true },
  { name: 'a file link', source: 'await curl`curl -s -o fruit.json http://127.0.0.1:${port}/fruit`' },
  { name: 'a progress line', source: 'await curl`curl -s http://127.0.0.1:${port}/slow`' },
  {
    name: 'an answer in curl',
    source: `await curl\`curl -s -N \${process.env.BASE_URL}/v1/chat/completions -H "Authorization: Bearer \${token}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "deci-nano", "stream": true, "messages": [{"role": "user", "content": "Say hello."}]}'\``,
  },
  { name: 'a chat answer', source: 'await chat({ model: "deci-nano", messages: "Say hello." })' },
  {
    name: 'a chat answer as text',
    source:
      'await chat({ model: "deci-nano", messages: "Say hello.", as: "text", reasoning_effort: "high" })',
  },
  {
    name: 'an answer of the given Markdown',
    source: `async function* answer() {
  const text = "# A head\\n\\nSome \`code\`, a [link](https://example.com), **bold**.\\n\\n" +
    "| a | b |\\n| - | - |\\n| 1 | 2 |\\n\\n\`\`\`ts\\nconst x = 1 // a remark\\n\`\`\`\\n\\n> said\\n\\n- one\\n- two\\n"
  for (const content of [text, "end"]) yield { choices: [{ index: 0, delta: { content } }] }
  yield { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }
}
await stream(answer())`,
  },
  {
    name: 'reasoning',
    source: 'await chat({ model: "deci-nano", messages: "Say hello.", reasoning_effort: "high" })',
  },
  {
    name: 'tool calls',
    source: `await chat({
  model: "deci-nano", messages: "What is the weather in Paris?",
  tools: [{ type: "function", function: { name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } }],
})`,
  },
  {
    name: 'tool calls as text',
    source: `await chat({
  model: "deci-nano", messages: "What is the weather in Paris?", as: "text",
  tools: [{ type: "function", function: { name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } }],
})`,
  },
  {
    name: 'a failed answer',
    source: `await chat({
  model: "deci-nano", messages: "Say hello.", reject: false, headers: { "x-practice-fault": "cut" },
})`,
  },
  {
    name: 'a failed answer as text',
    source: `await chat({
  model: "deci-nano", messages: "Say hello.", reject: false, as: "text", headers: { "x-practice-fault": "cut" },
})`,
  },
  {
    name: 'a refused answer',
    source: `await chat({
  model: "deci-nano", messages: "Say hello.", reject: false, retries: 0, headers: { "x-practice-fault": "broken" },
})`,
  },
  {
    name: 'answers side by side',
    source: `await compare(["deci-nano", "deci-coder-6b", { model: "deci-nano", label: "cut", headers: { "x-practice-fault": "cut" } }],
  "Say hello.", { reject: false })`,
  },
  { name: 'usage', source: 'usage()' },
  {
    name: 'usage with prices',
    source: 'usage({ prices: { "deci-nano": { input: 2.5, output: 10 } } })',
  },
  {
    name: 'an anatomy',
    source: 'await chat({ model: "deci-nano", messages: "Say hello.", anatomy: true })',
  },
  {
    name: 'two anatomies',
    source: 'await chat({ model: "deci-nano", messages: "Say hello.", anatomy: "both" })',
  },
  { name: 'show.html', source: 'show.html("<p>A <b>paragraph</b>.</p>")' },
  { name: 'show.markdown', source: 'show.markdown("**bold** and `code`")' },
  {
    name: 'show.svg',
    source: `show.svg('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><title>A dot</title><circle cx="10" cy="10" r="8"/></svg>')`,
  },
  { name: 'show.latex', source: 'show.latex("x^2")' },
  { name: 'show.text', source: 'show.text("plain")' },
  { name: 'show.image', source: `show.image(Buffer.from("${PNG}", "base64"))` },
  { name: 'show.audio', source: 'show.audio(new Uint8Array(44), "audio/wav")' },
  { name: 'show.video', source: 'show.video(new Uint8Array(44), "video/mp4")' },
  { name: 'a picture as the last value', source: `new Uint8Array(Buffer.from("${PNG}", "base64"))` },
  {
    name: 'an element as the last value',
    source: `({ outerHTML: "<p>An <i>element</i> <script>1</script></p>", nodeType: 1, nodeName: "P" })`,
  },
  {
    name: 'a table as the last value',
    source: `({
  numRows: () => 1, numCols: () => 2, toMarkdown: () => "| a | b |\\n|-|-|\\n| 1 | 2 |",
  toHTML: () => "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
})`,
  },
  { name: 'a type note', source: 'const wrong: number = "text" as unknown as string\nwrong' },
  { name: 'a command', source: 'await bash`echo out; echo err >&2`' },
  { name: 'a failed command', source: 'await bash`exit 3`', fails: true },
  { name: 'an error', source: 'throw new Error("wrong")', fails: true },
  { name: 'a warning about secrets', source: 'reveal()' },
  { name: 'the end', source: 'server.close()\n"the end"' },
]

/** What the last cell prints. */
export const GALLERY_END = 'the end'
