/**
 * llama.cpp's own server with one of the tiny models; see scripts/outside/servers/model.mjs for what they say.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installed } from './installed'
import { startServerProcess, type ServerProcess } from './server-process'

/** The key that servers with a key ask for. */
export const KEY = 'sk-local-7f3b9c62d1e8a04b'

/** What kind of model, and which settings of the server differ. */
export interface LlamaOptions {
  /** @defaultValue talk */
  readonly model?: 'talk' | 'think' | 'endless' | 'load'
  /** Fields of xllamacpp's `CommonParams`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** `listening` waits for the socket alone: the model may be loading. @defaultValue loaded */
  readonly until?: 'listening' | 'loaded'
}

/** A server of llama.cpp that runs. */
export interface LlamaServer extends ServerProcess {
  /** For example `http://127.0.0.1:40123`. */
  readonly origin: string
  /** The address of its API. */
  readonly baseURL: string
  /** How many of its slots are at work. */
  busySlots(): Promise<number>
  /** The most tokens that one of its slots holds, of the last request and its answer. */
  heldTokens(): Promise<number>
  /** Waits until so many slots are at work. */
  untilBusy(count: number): Promise<void>
}

/** What the server tells of one slot. */
interface Slot {
  readonly is_processing: boolean
  /** Those of the answer are counted in; absent before the first request. */
  readonly n_prompt_tokens?: number
}

/** Starts a server that asks for {@link KEY}. */
export async function startLlama(options: LlamaOptions = {}): Promise<LlamaServer> {
  const model = join(installed.models, `${options.model ?? 'talk'}.gguf`)
  const settings = { api_keys: [KEY], model_alias: [options.model ?? 'talk'], ...options.settings }
  const script = join(installed.scripts, 'llama_server.py')
  const { port } = settings as { port?: number }
  const isReady = async (out: string) =>
    options.until === 'listening'
      ? await answers(`http://127.0.0.1:${port}/health`)
      : /^listening \S+$/m.test(out)
  const server = await startServerProcess([installed.llama, script, model, JSON.stringify(settings)], isReady)
  const origin =
    options.until === 'listening'
      ? `http://127.0.0.1:${port}`
      : String(/^listening (http:\S+)$/m.exec(server.out())?.[1])
  const slots = async () => {
    const response = await fetch(`${origin}/slots`, { headers: { authorization: `Bearer ${KEY}` } })
    return (await response.json()) as readonly Slot[]
  }
  const busySlots = async () => (await slots()).filter(({ is_processing }) => is_processing).length
  return {
    ...server,
    origin,
    baseURL: `${origin}/v1`,
    busySlots,
    async heldTokens() {
      return Math.max(...(await slots()).map(({ n_prompt_tokens }) => n_prompt_tokens ?? 0))
    },
    async untilBusy(count) {
      while ((await busySlots()) !== count) await sleep(10)
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status > 0
  } catch {
    return false
  }
}
