/**
 * What is recorded or replayed in this process: one recording, from its start to the end of the process. Owns which variables
 * lead to it and that cells end with it; knows nothing of HTTP.
 */
import { processWide } from '../../base/process-wide'
import { bypassProxy } from '../../env/bypass-proxy'
import { currentCell } from '../../kernel/cell/cell-context'
import { setCellWatch, type WatchedCell } from '../../kernel/cell/cell-watch'
import { secretEntries } from '../../secrets/registry'
import { filterEnvironment } from '../../secrets/watch-environment'
import { RecordingError } from '../errors'
import { NOTED, SERVERS } from '../file/names'
import type { RecordingMode } from '../process/protocol'
import { startRecordingChild, type RecordingChild, type RecordingPrograms } from '../process/recording-child'

/** Variables by name. */
export type Env = Record<string, string | undefined>

/** What is recorded or replayed. */
export interface RecordingSession {
  readonly mode: RecordingMode
  /** Path of the recording. */
  readonly file: string
  /** Of replay: when it was recorded, in ISO 8601, and how many exchanges it holds. */
  readonly recordedAt?: string
  readonly exchanges?: number
  /** Has the addresses in an environment lead to it. */
  apply(env: Env): void
  /** Ends it. For tests: in a notebook it ends with the kernel. */
  stop(): Promise<unknown>
}

/** What a session is started with. */
export interface SessionOptions {
  readonly mode: RecordingMode
  /** Full path of the recording. */
  readonly file: string
  /** Times of replay are multiplied by it. */
  readonly pace: number
  /** Whether cells run again and again, in any order, as people run them; else each runs once. */
  readonly isInteractive: boolean
  /** Where replay notes what nobody has asked for, if anywhere. */
  readonly report?: string | undefined
  readonly env: Env
  readonly programs?: RecordingPrograms | undefined
}

/** What stands for a key that nobody asks for. */
const NO_KEY = 'recorded'

const shared = processWide<RecordingSession>('recording')

/** What is recorded or replayed in this process, if anything is. */
export function currentSession(): RecordingSession | undefined {
  return shared.value
}

/**
 * Starts to record or to replay.
 *
 * @param options - What, and how.
 * @throws RecordingError `recording-file` when there is no such recording, or it cannot be read.
 */
export function startSession(options: SessionOptions): RecordingSession {
  const { mode, file, pace, isInteractive, report, env, programs } = options
  const child = startRecordingChild(env, programs)
  const started = ask(child, { kind: 'start', mode, file, pace, repeat: false, report })
  const fronts = new Set([started.origin])

  const lead = (name: string, value: string): string => {
    const [, address] = ADDRESS.exec(value) ?? []
    if (!Object.hasOwn(SERVERS, name) || address === undefined || !URL.canParse(value)) return value
    if (fronts.has(new URL(value).origin)) return value
    const { origin = '' } = child.ask({ kind: 'server', name, address: value.trim() })
    fronts.add(origin)
    return value.replace(ADDRESS, (_, _address, login: string | undefined) =>
      origin.replace('//', () => `//${login ?? ''}`),
    )
  }
  const apply = (target: Env): void => {
    if (mode === 'replay') {
      for (const name of NOTED) if (started.variables?.[name]) target[name] ??= started.variables[name]
      for (const [name, key] of Object.entries(SERVERS)) {
        const path = started.paths?.[name]
        if (target[name]) target[name] = lead(name, target[name])
        else if (path !== undefined) target[name] = ownAddress(started.origin, path)
        // Without it, a key of OpenAI alone would lead to OpenAI.
        else if (name === 'OPENAI_BASE_URL') target[name] = `${started.origin}/v1`
        if (path !== undefined) target[key] ||= NO_KEY
      }
    } else for (const name of Object.keys(SERVERS)) if (target[name]) target[name] = lead(name, target[name])
    Object.assign(target, bypassProxy(target, '127.0.0.1'))
  }

  const isOfProcess = env === process.env
  // A notebook may replace the whole environment.
  const now = (): Env => (isOfProcess ? process.env : env)
  const begin = ({ number, source }: WatchedCell): void => {
    apply(now())
    const key = isInteractive ? source : String(number)
    child.ask({ kind: 'begin', key, number, secrets: secretEntries() })
  }
  const end = (): void => {
    const noted = Object.entries(now()).filter(
      (entry): entry is [string, string] => NOTED.includes(entry[0]) && Boolean(entry[1]),
    )
    child.ask({ kind: 'end', secrets: secretEntries(), variables: Object.fromEntries(noted) })
  }
  setCellWatch({ begin, end })
  if (isOfProcess) filterEnvironment(lead)
  const cell = currentCell()
  if (cell !== undefined) begin({ number: cell.number, source: cell.request?.code ?? '' })
  const { recordedAt, exchanges } = started
  return (shared.value = {
    mode,
    file,
    ...(recordedAt !== undefined && { recordedAt }),
    ...(exchanges !== undefined && { exchanges }),
    apply,
    stop() {
      shared.value = undefined
      setCellWatch(undefined)
      filterEnvironment(undefined)
      return child.stop()
    },
  })
}

/** A key goes where the address leads: a path that leads elsewhere is none. */
function ownAddress(origin: string | undefined, path: string): string {
  const address = `${origin}${path}`
  if (URL.canParse(address) && new URL(address).origin === origin) return address
  throw new RecordingError('recording-file', 'The recording names a server whose path leads elsewhere.')
}

/** Scheme, login and host of an address. */
const ADDRESS = /^\s*(https?:\/\/([^/?#@]*@)?[^/?#]+)/i

/** A process that has nothing to do is not left behind. */
function ask(
  child: RecordingChild,
  message: Parameters<RecordingChild['ask']>[0],
): ReturnType<RecordingChild['ask']> {
  try {
    return child.ask(message)
  } catch (error) {
    void child.stop()
    throw error
  }
}
