/**
 * No way out for a key: each route is a cell in a real kernel, and every message of the run is searched for the key.
 */
import { rounds, variants } from '../support/extent'
import { type Kernel } from '../support/kernel'
import { CANARY } from './canary'
import { expectClean, MASK, messagesOf, startWithKey } from './kernel-setup'
import { startLeakyServer, type LeakyServer } from './leaky-server'
import { IMPORTS, ROUTES } from './routes'

let server: LeakyServer
beforeAll(async () => {
  server = await startLeakyServer(CANARY)
})
afterAll(() => server.close())

const languages: readonly { name: string; js?: boolean }[] = [
  { name: 'a TypeScript kernel' },
  { name: 'a JavaScript kernel', js: true },
]

describe.each(variants(languages))('in $name', ({ js }) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await startWithKey(server.url, js === undefined ? {} : { js })
    const { cell } = await messagesOf(kernel, js ? IMPORTS : IMPORTS.replace('(ms)', '(ms: number)'))
    expect(cell.reply?.status).toBe('ok')
  })
  afterAll(() => kernel.close())

  const routes = ROUTES.filter((one) => !js || one.js)
  test.each(routes.filter(({ isUsed }, index) => isUsed || index % rounds(1, 3) === 0))(
    '$name',
    async ({ code, answers, isQuiet }) => {
      const { cell, messages } = await messagesOf(kernel, code, answers)
      expectClean(cell, messages)
      // The key came by: a route that shows nothing at all would prove nothing.
      if (!isQuiet) expect(JSON.stringify(cell.outputs)).toContain(MASK)
    },
  )
})
