import { execute } from './support/execute'
import { REQUESTS } from './support/requests'

describe('snippets, executed', () => {
  test.each([
    ['curl', { language: 'curl' }],
    ['TypeScript with openai, or fetch', { language: 'ts' }],
    ['TypeScript with fetch', { language: 'ts', client: 'fetch' }],
  ] as const)('%s sends what was sent', async (_name, writer) => {
    const { failed, passed } = await execute(REQUESTS, writer)
    expect(Object.fromEntries(failed)).toEqual({})
    expect(passed.length).toBeGreaterThan(60)
  })
})
