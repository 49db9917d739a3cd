/**
 * The thread that breaks a loop which keeps the kernel from hearing Stop: `await …; while (true) {}`. Node breaks the
 * part of a cell before its first await by itself, nothing after it. Started by stop-signal.ts, as a program of its
 * own.
 * @see https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-terminateExecution
 */
import { Session } from 'node:inspector'
import { parentPort } from 'node:worker_threads'
import { RUNNING, findWatch, type Activity } from './sigint-watch'

/** How often a signal is looked for while a cell runs. */
const LOOK_MS = 100
/** The event loop takes a signal within some 25 ms, unless it is blocked; code that only works hard gets this long. */
const BLOCKED_MS = 500

const watch = findWatch()
let look: NodeJS.Timeout | undefined
let blockedMs = 0

parentPort?.on('message', (activity: Activity) => {
  clearInterval(look)
  blockedMs = 0
  if (activity === RUNNING) look = setInterval(breakBlocked, LOOK_MS)
})

function breakBlocked(): void {
  blockedMs = watch?.watchdogHasPendingSigint() ? blockedMs + LOOK_MS : 0
  if (blockedMs <= BLOCKED_MS) return
  blockedMs = 0
  terminate()
}

/**
 * Run in the main thread before its code is cut off. Node keeps a stack of the asynchronous work that it is in and
 * ends the process when an entry is left over, as one is when a microtask is cut off. Node 24 has no such stack.
 */
const FORGET_ASYNC_WORK = `{
  const { noDeprecation } = process
  process.noDeprecation = true
  try { process.binding('async_wrap').clearAsyncIdStack?.() } catch {}
  process.noDeprecation = noDeprecation
}`

/** Ends the JavaScript that the main thread is in, up to the event loop; the process goes on. */
function terminate(): void {
  const session = new Session()
  session.connectToMainThread()
  // Both are carried out in the middle of the blocked code.
  session.post('Runtime.evaluate', { expression: FORGET_ASYNC_WORK })
  session.post('Runtime.terminateExecution', () => session.disconnect())
}
