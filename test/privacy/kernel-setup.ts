/**
 * A kernel whose environment holds the made-up key, and what its messages are held against.
 */
import { Kernel, type CellRecord, type KernelOptions, type RawMessage } from '../support/kernel'
import { CANARY, leaksIn, TYPED } from './canary'
import { leakyDotenv } from './routes'

/** What stands in the place of a secret. */
export const MASK = '••••'

/** The environment of a user with a key, and a server at `leaky` that gives it back. */
export const keyEnv = (leaky = ''): Record<string, string> => ({
  ACCESS_TOKEN: CANARY,
  LEAKY: leaky,
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  BASE_URL: '',
  NO_COLOR: '1',
})

/** Starts a kernel with the key in its environment; every message is kept. */
export async function startWithKey(leaky = '', options: KernelOptions = {}): Promise<Kernel> {
  const kernel = await Kernel.start({
    ...options,
    env: keyEnv(leaky),
    files: { 'leaky.env': leakyDotenv(CANARY) },
  })
  await kernel.record()
  return kernel
}

/** Runs a cell and gives every message since the last one. */
export async function messagesOf(
  kernel: Kernel,
  code: string,
  answers?: readonly string[],
): Promise<{ cell: CellRecord; messages: readonly RawMessage[] }> {
  const options =
    answers === undefined ? {} : { answers: answers.map((text) => text.replace('TYPED', TYPED)) }
  // tslab drops what it is asked within 200 ms after an error.
  const cell = await kernel.run(code, { settle: 0.25, timeout: 20, ...options })
  return { cell, messages: await kernel.messages() }
}

/** Holds all messages of a finished cell against the key. */
export function expectClean(cell: CellRecord, messages: readonly RawMessage[]): void {
  expect(cell.finished).toBe(true)
  expect(messages.length).toBeGreaterThan(2)
  expect(leaksIn(messages)).toEqual([])
}
