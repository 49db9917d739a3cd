/**
 * Verifies every private name of tslab before anything is patched: all or nothing.
 */
import vm from 'node:vm'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HANDLER_METHODS, SERVER_METHODS, type LiveTslab } from '../tslab-types'

/**
 * Lists what keeps this tslab from being patched.
 *
 * @param tslab - The live tslab.
 * @returns One phrase for each thing that is missing or changed; empty when the patch fits.
 */
export function checkTslab(tslab: LiveTslab): readonly string[] {
  const { jupyter } = tslab
  const problems: string[] = []
  const handler = jupyter.JupyterHandlerImpl?.prototype
  const server = jupyter.ZmqServer?.prototype
  if (handler === undefined) problems.push('JupyterHandlerImpl')
  else
    for (const name of HANDLER_METHODS)
      if (typeof handler[name] !== 'function') problems.push(`handler.${name}`)
  if (server === undefined) problems.push('ZmqServer')
  else
    for (const name of SERVER_METHODS) if (typeof server[name] !== 'function') problems.push(`server.${name}`)
  if (!('lastWriteDisplayData' in jupyter)) problems.push('lastWriteDisplayData')
  if (problems.length > 0) return problems

  if (!String(handler.handleExecuteImpl).includes('execCount'))
    problems.push('handler.handleExecuteImpl as tslab wrote it (another library has replaced it)')
  if (!/^function runInThisContext\(code, options\)/.test(String(vm.runInThisContext)))
    problems.push('vm.runInThisContext as Node wrote it (another library has replaced it)')
  // The text that surrounds evaluated code tells our hook which evaluation is a cell.
  const executor = readFileSync(join(tslab.directory, 'executor.js'), 'utf8')
  if (!executor.includes('(async function(exports, require) { '))
    problems.push('the frame around evaluated code')
  if (!executor.includes('interrupt')) problems.push('executor.interrupt')
  if (zeromqPublisher(tslab) === undefined) problems.push('zeromq.Publisher')
  return problems
}

/**
 * The class of the socket that carries output.
 *
 * @returns `undefined` when zeromq is not loaded or has another form.
 */
export function zeromqPublisher(tslab: LiveTslab): { prototype: object } | undefined {
  try {
    const { Publisher } = tslab.require('zeromq') as { Publisher?: new () => object }
    return typeof Publisher === 'function' && 'send' in (Publisher.prototype as object)
      ? Publisher
      : undefined
  } catch {
    return undefined
  }
}
