/**
 * A tslab that could not be patched: what the library's helpers show is masked all the same.
 */
import { Kernel, streamText } from '../support/kernel'
import { CANARY } from './canary'
import { expectClean, MASK, messagesOf, startWithKey } from './kernel-setup'
import { startLeakyServer, type LeakyServer } from './leaky-server'

let server: LeakyServer
let kernel: Kernel
beforeAll(async () => {
  server = await startLeakyServer(CANARY)
  kernel = await startWithKey(server.url)
  await kernel.run(
    'const j: any = (Object.values((require as any).cache) as any[]).find((m) => /tslab[\\\\/]dist[\\\\/]jupyter\\.js$/.test(m.filename)).exports; j.JupyterHandlerImpl.prototype.handleInspect = undefined; 0',
  )
  const { cell } = await messagesOf(
    kernel,
    'import { bash, chat, curl, kernelStatus, loadEnv, needs, secret, setEnv, show } from "tslab-magics"\nconst key = String(process.env.ACCESS_TOKEN), leaky = process.env.LEAKY\nkernelStatus.state',
  )
  expect(streamText(cell)).toBe('stock\n')
})
afterAll(async () => {
  await kernel.close()
  await server.close()
})

test.each([
  ['bash', 'await bash`env; echo "$ACCESS_TOKEN" >&2`; 0'],
  [
    'bash, letter by letter',
    'await bash`for ((i = 0; i < \\${#ACCESS_TOKEN}; i++)); do printf %s "\\${ACCESS_TOKEN:i:1}"; sleep 0.02; done; echo`; 0',
  ],
  ['curl -v', 'await curl`curl -sv "$LEAKY/echo" -H "Authorization: Bearer $ACCESS_TOKEN"`; 0'],
  [
    'a chat that says the key in pieces',
    'await chat({ baseURL: leaky + "/v1", apiKey: key, model: "m", messages: "hi" }); 0',
  ],
  ['show', 'show({ [key]: key }); show.html(`<b>${key}</b>`); show.markdown(key)'],
  ['secret', 'secret("ACCESS_TOKEN")'],
  ['loadEnv', 'await loadEnv({ path: "leaky.env" }); 0'],
])('%s', async (_name, code) => {
  const { cell, messages } = await messagesOf(kernel, code)
  expectClean(cell, messages)
  expect(cell.reply?.status).toBe('ok')
  if (_name !== 'loadEnv') expect(JSON.stringify(cell.outputs)).toContain(MASK)
})
