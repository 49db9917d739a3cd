/**
 * Stack traces that name places as they were typed: the cell, its line and column; a file beside the notebook and its
 * own. Frames of the kernel and of this library are left out, wherever the trace is read: in a cell's error, in
 * `console.log(error)`, in `error.stack`.
 * @see https://v8.dev/docs/stack-trace-api
 */
import { printPlace } from './place'
import { sourceOf } from './sources'
import { cleanMessage } from './clean-message'

type Prepare = (error: Error, trace: NodeJS.CallSite[]) => unknown

/** Frames that tell a user nothing: how the kernel came to run the cell. */
export interface ForeignCode {
  /** Folders whose code is not the user's, each ending in a separator. */
  readonly folders: readonly string[]
}

/** Names Node's own code that runs cells, ours that is named like it, and what carries our requests. */
const MACHINERY =
  /^node:(?:vm|tslab-magics|internal\/vm|internal\/process\/task_queues)|[\\/]node_modules[\\/]node-fetch[\\/]/

/** Has errors of this process show places as typed. A user's own `Error.prepareStackTrace` takes precedence. */
export function installStackTraces(foreign: ForeignCode): void {
  const holder = Error as { prepareStackTrace?: Prepare }
  const { prepareStackTrace: earlier } = holder
  // Node's own, by its name; another one is the user's.
  if (earlier !== undefined && earlier.name !== 'ErrorPrepareStackTrace') return
  holder.prepareStackTrace = (error, trace) => {
    // Without frames Node gives the heading alone, in its own form for its own errors.
    const heading = earlier === undefined ? headingOf(error) : String(earlier(error, []))
    return [cleanMessage(heading), ...framesOf(trace, foreign).map((frame) => `    at ${frame}`)].join('\n')
  }
}

function framesOf(trace: readonly NodeJS.CallSite[], { folders }: ForeignCode): string[] {
  const isOurs = (site: NodeJS.CallSite) => sourceOf(site.getFileName() ?? '') !== undefined
  // Below a cell's own code there is only what has started it.
  const lastOwn = trace.findLastIndex(isOurs)
  return trace.flatMap((site, index) => {
    if (lastOwn >= 0 && index > lastOwn) return []
    const name = site.getFileName() ?? ''
    if (isOurs(site)) return frameAsTyped(site, name)
    const isForeign = MACHINERY.test(name) || folders.some((folder) => name.startsWith(folder))
    return isForeign ? [] : [String(site)]
  })
}

/** V8's own words for a frame, with the place as typed; nothing for code that the compiler has added. */
function frameAsTyped(site: NodeJS.CallSite, name: string): string[] {
  const source = sourceOf(name)
  const line = site.getLineNumber()
  const column = site.getColumnNumber()
  if (source === undefined || line === null || column === null) return []
  const place = source.toSource({ line: line - 1, column: column - 1 })
  if (place === undefined) return []
  const text = String(site)
  const here = `${source.label}:${printPlace(place)}`
  const at = text.indexOf(name)
  const before = text.slice(0, at).replace(/\b__vars__\./g, '')
  const whole = at < 0 ? here : before + here + (text.endsWith(')') ? ')' : '')
  return [whole]
}

/** The first line, as V8 writes it when nobody has a hand in it. */
function headingOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    // An error whose name or message cannot be read.
    return '<error>'
  }
}
