/**
 * The cell that imports the library: it was compiled and started before the patch. It gets the same output, Stop and
 * `error` message; out of reach are the error's name in its reply, its own magics, and prompts.
 */
import { Cell, GRACE_MS } from '../cell/cell'
import { enterCell } from '../cell/cell-context'
import { INTERRUPT, type ErrorContent } from '../cell/cell-error'
import type { Outbox } from '../cell/outbox'
import { filterStderr, installWrites } from '../cell/process-writes'
import type { PatchParts } from './handler-patch'
import { readRoute } from '../cell/route'
import { IDLE, RUNNING } from '../stop/sigint-watch'
import { isShown } from '../scope/shown-values'
import type { RequestMessage } from '../tslab-types'

const { setTimeout, setImmediate } = globalThis

const LONG_CELL_MS = 100

/** What tslab's converter names the value of the last expression. */
const LAST_VALUE = 'tsLastExpr'

/** A hold on the importing cell until it ends. */
export interface ImportingCell {
  /** Holds the cell's "idle" back until all of its output is on its way. */
  beforeIdle(message: RequestMessage): Promise<void> | undefined
}

/**
 * Takes over the cell that is running now.
 *
 * @param parts - The parts of the patch.
 * @returns `undefined` when no cell is running, as in a kernelspec's entry.
 */
export function adoptImportingCell({
  tslab,
  outbox,
  prompts,
  stopSignal,
}: PatchParts): ImportingCell | undefined {
  const display = tslab.jupyter.lastWriteDisplayData
  const route = display === null ? undefined : readRoute(display)
  if (route === undefined) return undefined
  const cell = new Cell(undefined, route, outbox, prompts)
  const { msg_id: requestId } = JSON.parse(route.parent) as { msg_id: string }
  enterCell(cell)
  installWrites()
  dropShownValue(cell)
  tslab.jupyter.lastWriteDisplayData = (data, update) => cell.output.display(data, update === true)
  filterStderr((text) => {
    if (cell.ended || !isPrintedByExecutor()) return false
    const failure = cell.stopped ? INTERRUPT : failureFromText(text)
    cell.failure = failure
    cell.output.error(failure)
    return true
  })
  // Node's watch for Ctrl+C during a cell's synchronous part forgets a listener that is added meanwhile, and the next
  // Stop would end the process: add it when that part is over.
  const stop = () => cell.stop()
  setImmediate(() => {
    if (!cell.ended) process.on('SIGINT', stop)
  })
  // A cell that only imports is over by then, and need not wait for the start of a thread.
  setTimeout(() => {
    if (!cell.ended) stopSignal.setActivity(RUNNING)
  }, LONG_CELL_MS).unref()
  return {
    beforeIdle(message) {
      if (cell.ended || message.header.msg_id !== requestId) return undefined
      process.removeListener('SIGINT', stop)
      filterStderr(undefined)
      // Now, for the next cell may have started when the output of this one is on its way.
      stopSignal.setActivity(IDLE)
      return finish(cell, outbox)
    },
  }
}

/**
 * tslab prints a cell's last expression by itself, out of this property of the notebook's variables, when the cell has
 * set it. What the cell has shown already is not kept there.
 */
function dropShownValue(cell: Cell): void {
  const { exports } = (globalThis as { __tslab__?: { exports?: object } }).__tslab__ ?? {}
  if (exports === undefined) return
  // Set to `undefined` as the cell began. What is inherited is asked only where there is none of its own; the object
  // itself is a proxy that makes a plain value of an accessor.
  Reflect.deleteProperty(exports, LAST_VALUE)
  const inherited = Reflect.getPrototypeOf(exports)
  Reflect.setPrototypeOf(
    exports,
    Object.create(inherited, {
      [LAST_VALUE]: {
        set(this: object, value: unknown) {
          Reflect.setPrototypeOf(this, inherited)
          if (cell.ended || !isShown(value, cell.scope)) Reflect.set(this, LAST_VALUE, value)
        },
      },
    }) as object,
  )
}

async function finish(cell: Cell, outbox: Outbox): Promise<void> {
  if (cell.stopped) await new Promise((resolve) => setTimeout(resolve, GRACE_MS))
  cell.end()
  await outbox.drain()
}

/** Tells whether the running write is tslab's print of an uncaught error. */
function isPrintedByExecutor(): boolean {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 30
  const { stack = '' } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return (
    /\n\s+at (?:async )?(?:Object\.)?execute \(.*[\\/]dist[\\/]executor\.js/.test(stack) &&
    !/evalmachine/.test(stack)
  )
}

/** tslab has already turned the error into text: the parts are read back from it. */
function failureFromText(text: string): ErrorContent {
  const lines = text.trimEnd().split('\n')
  const heading = lines.findIndex((line) =>
    /^\[?(?:Uncaught )?[A-Z][\w$]*(?:Error|Exception)?(?: \[\w+\])?: /.test(line),
  )
  const start = Math.max(0, heading)
  const first = (lines[start] ?? '').replace(/^\[(.*)\]$/, '$1')
  const [, ename = 'Error', evalue = first] =
    /^(?:Uncaught )?([A-Z][\w$]*)(?: \[\w+\])?: (.*)$/s.exec(first) ?? []
  const own = lines.slice(start + 1).filter((line) => !/^\s+at (?!evalmachine|.*\(evalmachine)/.test(line))
  return { ename, evalue, traceback: [first, ...own] }
}
