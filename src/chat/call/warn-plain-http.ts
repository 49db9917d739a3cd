/**
 * Says in the cell that a key is about to go over plain http to another machine: once a cell and server.
 */
import type { CellScope } from '../../kernel/scope/cell-scope'
import { plainHttpWarning } from '../../secrets/plain-http'

const told = new WeakMap<CellScope, Set<string>>()

/**
 * Warns of a request that would carry secrets unencrypted.
 *
 * @param request - Where it goes, and its headers.
 * @param scope - The cell that sends it.
 */
export function warnPlainHttp(
  { url, headers }: { readonly url: string; readonly headers: { readonly [name: string]: string } },
  scope: CellScope,
): void {
  const { protocol, hostname, origin } = new URL(url)
  const where = { scheme: protocol.slice(0, -1), host: hostname }
  const warning = plainHttpWarning(where, Object.entries(headers))
  const origins = told.get(scope) ?? new Set()
  if (warning === undefined || origins.has(origin)) return
  told.set(scope, origins.add(origin))
  scope.write('stderr', `warning: ${warning}\n`)
}
