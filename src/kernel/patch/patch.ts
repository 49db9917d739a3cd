/**
 * The patch of a running tslab: all or nothing, once per process. Owns the order of things; each part is in a file of
 * its own. The cell that imports the library is already running by then: see importing-cell.ts.
 */
import { checkTslab, zeromqPublisher } from './check-tslab'
import { currentCell } from '../cell/cell-context'
import { hookEvaluation } from './evaluate-hook'
import { findTslab } from './find-tslab'
import { patchHandler, patchServer, type PatchContext, type PatchParts } from './handler-patch'
import { adoptImportingCell } from './importing-cell'
import { warmUpCells } from './make-engine'
import { keepLookupsFresh } from '../repair/module-lookups'
import { Outbox } from '../cell/outbox'
import { printPromisesPlainly } from '../repair/plain-promises'
import { Prompts } from '../cell/prompts'
import { patchOtherRequests } from './other-requests'
import { patchAnswers } from './questions-patch'
import { setScopeSource } from '../scope/scope'
import { fixSend } from '../repair/send-fix'
import { createStockScope } from '../scope/stock-scope'
import { takeStopSignal } from '../stop/stop-signal'
import type { LiveTslab } from '../tslab-types'
import { processWide } from '../../base/process-wide'

/** What came of the patch. */
export interface PatchStatus {
  /** `patched`: all features; `stock`: tslab as it is, helpers work; `none`: no tslab in this process. */
  readonly state: 'patched' | 'stock' | 'none'
  /** Names that this tslab lacks; empty when it was patched. */
  readonly missing: readonly string[]
}

const shared = processWide<PatchStatus>('patch')

/**
 * Patches the tslab of this process. A second call, also from another copy of the library, does nothing.
 *
 * @param tslab - The tslab to patch; by default the one that runs the current cell.
 * @param afterFirstAnswer - Called once, when the front end has its first answer and nobody waits.
 * @returns What was done. Where the patch does not fit, one line on stderr names what is missing.
 */
export function patchTslab(
  tslab: LiveTslab | undefined = findTslab(),
  afterFirstAnswer?: () => void,
): PatchStatus {
  const earlier = shared.value
  if (earlier !== undefined) return earlier
  const status =
    tslab === undefined ? { state: 'none' as const, missing: [] } : apply(tslab, afterFirstAnswer)
  if (status.state !== 'none') shared.value = status
  return status
}

function apply(tslab: LiveTslab, afterFirstAnswer?: () => void): PatchStatus {
  keepLookupsFresh()
  const missing = checkTslab(tslab)
  const publisher = zeromqPublisher(tslab)
  if (missing.length > 0 || publisher === undefined) {
    const scope = createStockScope(tslab)
    setScopeSource(() => scope)
    process.stderr.write(
      `tslab-magics: tslab ${tslab.version} lacks ${missing.join(', ')}. ` +
        'The kernel stays as it is: no magics, no prompts, plain errors and Stop; the helpers work.\n',
    )
    return { state: 'stock', missing }
  }
  fixSend(publisher)
  const stopSignal = takeStopSignal()
  const parts: PatchParts = { tslab, outbox: new Outbox(), prompts: new Prompts(), stopSignal }
  const importing = adoptImportingCell(parts)
  const context: PatchContext = {
    ...parts,
    beforeIdle: (message) => importing?.beforeIdle(message),
    afterImportingCell: () => warmUpCells(tslab),
    ...(afterFirstAnswer !== undefined && { afterFirstAnswer }),
  }
  patchHandler(tslab.jupyter.JupyterHandlerImpl.prototype, context)
  patchServer(tslab.jupyter.ZmqServer.prototype, context)
  patchAnswers(tslab.jupyter.ZmqServer.prototype)
  patchOtherRequests(tslab.jupyter.ZmqServer.prototype)
  hookEvaluation(() => tslab.ts, stopSignal)
  printPromisesPlainly()
  setScopeSource(() => currentCell()?.scope)
  return { state: 'patched', missing: [] }
}
