/**
 * The program of the worker thread that looks at types: TypeScript, the checker and its jobs, put together.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { useCompileCache } from '../code-cache'
import { loadTypeScript } from '../load-typescript'
import { Checker } from './checker'
import { Jobs } from './jobs'
import type { CheckerWorkerData, Order, Request } from './protocol'

useCompileCache()
const { typescriptPath, asked, settings } = workerData as CheckerWorkerData
const ts = loadTypeScript(typescriptPath)
const counter = new Int32Array(asked)
const checker: Checker = new Checker(ts, settings, {
  cancellation: { isCancellationRequested: () => jobs.isCancellationRequested() },
})
const jobs = new Jobs({
  worker: checker,
  asked: () => Atomics.load(counter, 0),
  reply: (reply) => parentPort?.postMessage(reply),
  later: (run) => void setImmediate(run),
  isCancellation: (error) => error instanceof ts.OperationCanceledException,
})
parentPort?.on('message', (message: Order | Request) => jobs.receive(message))
// Unless something has been asked already: that needs the same, and more.
setImmediate(() => jobs.whenIdle(() => checker.warm()))
