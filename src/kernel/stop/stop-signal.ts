/**
 * SIGINT, which is how Stop reaches a kernel: none is lost, none ends the process, and a loop that never yields can be
 * broken. Owns how the signal gets from Node to the listeners of `process`; knows nothing of cells.
 *
 * Node by itself takes the listeners away while code with `breakOnSigint` runs and puts them back afterwards: a signal
 * in between is lost, or ends the process, and a listener that is added meanwhile is forgotten. Here Node's watch for
 * the signal, the one that its REPL has, stays on from the start; it notes each signal, and the note is delivered from
 * the event loop. Code that blocks the loop outside of `breakOnSigint` is broken by break-loops.ts, from a thread.
 * @see https://github.com/nodejs/node/blob/v20.x/src/node_watchdog.cc
 */
import { processWide } from '../../base/process-wide'
import { join } from 'node:path'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'
import { IDLE, RUNNING, findWatch, type Activity } from './sigint-watch'

/** What the patch does with it. */
export interface StopSignal {
  /**
   * Runs code that Stop can break, up to its first `await`.
   * @throws Node's `ERR_SCRIPT_EXECUTION_INTERRUPTED` when Stop breaks it, or when a Stop was waiting already.
   */
  runBreakable<T>(run: () => T): T
  /** Tells the listeners of `process` of a signal that waits, instead of in the next turn. */
  deliver(): void
  /** Says what the process is busy with: decides how often the signal is looked for, and whether a loop may be broken. */
  setActivity(activity: Activity): void
}

/** A Stop shows within so many milliseconds. */
const BUSY_MS = 25
/** While no cell runs there are only a user's own listeners to serve. */
const IDLE_MS = 250

const { setInterval, clearInterval, setImmediate } = globalThis

/**
 * Takes SIGINT over for the life of the process.
 *
 * @returns Without effect where this Node has no such watch (and on Windows, where Stop is no signal): signals then
 * arrive as Node delivers them.
 */
export function takeStopSignal(): StopSignal {
  const watch = findWatch()
  const internal = INTERNAL_LISTENERS.map(([event, name]) => ({ event, listener: findListener(event, name) }))
  if (watch === undefined || internal.some(({ listener }) => listener === undefined))
    return { runBreakable: (run) => runThroughGate(run), deliver() {}, setActivity() {} }

  const listeners = process.rawListeners('SIGINT') as NodeJS.SignalsListener[]
  process.removeAllListeners('SIGINT')
  // Node's own handler of the signal would replace the watch's: listeners of SIGINT must not bring it back.
  for (const { event, listener } of internal) {
    process.removeListener(event, listener as Listener)
    process.on(event, (type: string | symbol, ...rest: unknown[]) => {
      if (type !== 'SIGINT') listener?.(type, ...rest)
    })
  }
  watch.startSigintWatchdog()
  for (const listener of listeners) process.on('SIGINT', listener)

  /** Reads and clears the note in one: a second start and its stop change nothing else. */
  const take = () => {
    watch.startSigintWatchdog()
    return watch.stopSigintWatchdog()
  }
  const deliver = () => void (take() && process.emit('SIGINT', 'SIGINT'))
  let breaker: Worker | undefined
  let timer = setInterval(deliver, IDLE_MS).unref()
  let activity: Activity = IDLE
  return {
    runBreakable: (run) =>
      runThroughGate(() => {
        // Asked inside the gate: from there on a signal breaks the code, and one from before is still noted.
        if (!take()) return run()
        // The listeners of `process` are back when the gate is closed.
        setImmediate(() => process.emit('SIGINT', 'SIGINT'))
        throw interrupted()
      }),
    deliver,
    setActivity(next) {
      if (next === activity) return
      const changesPace = next === IDLE || activity === IDLE
      // A message costs a small cell more than its run: the thread is told only what it acts on.
      const concernsBreaker = next === RUNNING || activity === RUNNING
      activity = next
      breaker ??= startBreaker()
      if (concernsBreaker) breaker.postMessage(activity)
      if (!changesPace) return
      clearInterval(timer)
      timer = setInterval(deliver, activity === IDLE ? IDLE_MS : BUSY_MS).unref()
    },
  }
}

const inside = processWide<() => unknown>('gate')
// Named like a file of Node's: it is none of the user's lines in a stack.
const gate = new vm.Script(`globalThis[Symbol.for('tslab-magics.gate')]()`, { filename: 'node:tslab-magics' })

/** Calls a function inside of a script: Node breaks only scripts. */
function runThroughGate<T>(run: () => T): T {
  inside.value = () => {
    inside.value = undefined
    return run()
  }
  return gate.runInThisContext({ breakOnSigint: true, displayErrors: false }) as T
}

function interrupted(): Error {
  return Object.assign(new Error('Script execution was interrupted by `SIGINT`'), {
    code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED',
  })
}

type Listener = (...args: unknown[]) => void

/** How Node starts and stops to handle a signal when its first listener comes and its last one goes. */
const INTERNAL_LISTENERS = [
  ['newListener', 'startListeningIfSignal'],
  ['removeListener', 'stopListeningIfSignal'],
] as const

function findListener(event: string, name: string): Listener | undefined {
  return (process.listeners(event as 'exit') as Listener[]).find((listener) => listener.name === name)
}

/** Starts the thread that breaks loops. */
function startBreaker(): Worker {
  const worker = new Worker(join(__dirname, 'break-loops.js'), {
    // It needs no flags of the kernel, no copy of its environment and little memory.
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  })
  worker.once('error', (error) =>
    process.stderr.write(`tslab-magics: Stop cannot break a loop after an await: ${error.message}\n`),
  )
  worker.unref()
  return worker
}
