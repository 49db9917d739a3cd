/**
 * A notebook that talks to a server as its user would: the address and the key are in the environment of the kernel, and
 * every cell is run by a stock tslab that has imported the library as built. No cell may show the key.
 */
import { displaysOf, errorOf, Kernel, streamText, type CellRecord } from '../../support/kernel'
import { KEY } from './llama-server'

/** Names that every cell has: of the library, and two of the tests. */
const FIRST_CELL = `
import { bash, chat, curl, openai, stream, tool } from "tslab-magics"
const model = process.env.MODEL_NAME
/** Prints a value for the test. */
const tell = (value: unknown) => console.log(JSON.stringify(value))
/** Waits for a failure and gives what there is to know about it. */
const failureOf = async (work: Promise<unknown>) => {
  const { name, code, status, hint, message, partial } = await work.then(() => { throw new Error("it did not fail") }, (error) => error)
  return { name, code, status, hint, message, text: partial?.text, finishReason: partial?.finishReason }
}`

/** A cell that has run, and what it said. */
export interface RunCell extends CellRecord {
  /** What went to standard output, without colours. */
  readonly out: string
  /** The same of standard error. */
  readonly err: string
  /** The displays in their last state, as plain text. */
  readonly shown: string
}

/** A kernel with the library, in front of a server. */
export interface Notebook {
  /** The kernel itself, for cells that are stopped or looked at while they run. */
  readonly kernel: Kernel
  /** Runs a cell, to a red end as well. */
  cell(code: string): Promise<RunCell>
  /** Runs a cell that must not fail, and gives what it told last. */
  told<T>(code: string): Promise<T>
  /** Waits for a cell that was started. */
  ended(msg: string): Promise<RunCell>
  close(): Promise<void>
}

/** Opens a notebook in front of a server. */
export async function openNotebook(
  server: { readonly baseURL: string },
  env: Readonly<Record<string, string>> = {},
): Promise<Notebook> {
  const kernel = await Kernel.start({
    env: { BASE_URL: server.baseURL, ACCESS_TOKEN: KEY, MODEL_NAME: 'talk', ...env },
  })
  const look = async (record: CellRecord): Promise<RunCell> => {
    expect(record.finished).toBe(true)
    expect(JSON.stringify(record.outputs)).not.toContain(env['ACCESS_TOKEN'] ?? KEY)
    // For a moment tslab drops what follows a red cell.
    if (record.reply?.status !== 'ok') await kernel.pump(0.4)
    return {
      ...record,
      out: withoutColours(streamText(record)),
      err: withoutColours(streamText(record, 'stderr')),
      shown: displaysOf(record)
        .map((data) => withoutColours(String(data['text/plain'])))
        .join('\n'),
    }
  }
  const cell = async (code: string) => await look(await kernel.run(code, { timeout: 100 }))
  const notebook: Notebook = {
    kernel,
    cell,
    async told<T>(code: string) {
      const { outputs, out } = await cell(code)
      expect(errorOf({ outputs })).toBeUndefined()
      return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as T
    },
    async ended(msg) {
      const [record] = await kernel.wait([msg], { timeout: 100 })
      return await look(record!)
    },
    close: () => kernel.close(),
  }
  await cell(FIRST_CELL)
  return notebook
}

function withoutColours(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, '')
}
