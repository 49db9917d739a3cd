/**
 * One address of an operation → everything about its transfer that is known before a connection is opened: address,
 * kind of request, body, names of files. Fails before anything is sent.
 */
import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { CurlError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import { percentEncode } from '../options/data-values'
import { selectKind } from '../options/effect-helpers'
import type { Operation, UrlEntry } from '../options/operation'
import { fillMatches } from '../options/url-globs'
import { urlFileName } from './file-names'
import { fileSize, type RequestBody } from '../request/body'
import { CustomHeaders } from '../request/custom-headers'
import { appendQuery, formatUrl, parseUrl, refuseJunk, schemeOf, type Url } from '../request/url'
import { fromWire, toWire } from '../wire-text'
import type { Command } from './command'
import { requestBody, type RequestType } from './operation-body'

/** A transfer that can begin. */
export interface PreparedTransfer {
  readonly operation: Operation
  readonly entry: UrlEntry
  /** Counts the addresses of the command from 0. */
  readonly urlNumber: number
  readonly inputUrl: string
  readonly url: Url
  readonly kind: RequestType
  readonly body: RequestBody | undefined
  readonly formType: string | undefined
  readonly custom: CustomHeaders
  readonly range: string | undefined
  readonly contentRange: string | undefined
  /** Name of the file for the body; `undefined` for standard output. */
  readonly outputName: string | undefined
  /** Size of the file that the body is appended to. */
  readonly resumeAt: number | undefined
}

/** One address after glob expansion. */
export interface Address {
  readonly entry: UrlEntry
  readonly urlNumber: number
  readonly url: string
  readonly matches: readonly string[]
  readonly upload: string | undefined
}

const PROTOCOLS: ReadonlySet<string> = new Set(['http', 'https'])

/**
 * Looks for the files of `-F` and `-T` of all operations, so that a wrong name is told before the first request goes
 * out. Files that the command itself writes before are left to their turn.
 *
 * @throws CurlError with exit code 26 when one cannot be read.
 */
export async function checkFiles(operations: readonly Operation[], cwd: string): Promise<void> {
  const written = new Set<string>()
  for (const operation of operations) {
    for (const { kind, value } of operation.form) {
      if (kind !== 'text' && value !== '-' && !written.has(value)) await fileSize(resolve(cwd, value), value)
    }
    for (const { output } of operation.entries) if (output !== undefined) written.add(output)
  }
}

/** Prepares a transfer. */
export async function prepareTransfer(
  operation: Operation,
  address: Address,
  command: Command,
): Promise<PreparedTransfer> {
  const { entry, urlNumber, upload } = address
  const kind = requestKind(operation, upload)
  if (/^head$/i.test(operation.method ?? '') && !operation.noBody) {
    command.messages.warn(
      'Setting custom HTTP method to HEAD with -X/--request may not work the way you want. Consider using -I/--head instead.',
    )
  }
  const custom = new CustomHeaders(await customLines(operation, command))
  const url = transferUrl(operation, address)
  const outputName = chooseOutputName(operation, address, url)
  const resumeAt =
    outputName === undefined
      ? undefined
      : await resumeSize(operation, upload, resolve(command.io.cwd, outputName))
  const { body, formType, contentRange } = await requestBody({ operation, kind, upload, custom }, command)
  const from = upload !== undefined || operation.resumeFrom === 'auto' ? resumeAt : operation.resumeFrom
  return {
    operation,
    entry,
    urlNumber,
    inputUrl: toWire(inputUrlOf(operation, address, url)),
    url,
    kind,
    body,
    formType,
    custom,
    range: from ? `${from}-` : operation.range === undefined ? undefined : toWire(operation.range),
    contentRange,
    outputName,
    resumeAt: resumeAt || undefined,
  }
}

function inputUrlOf(operation: Operation, address: Address, url: Url): string {
  const isChanged = address.upload !== undefined || operation.query !== undefined || operation.useGet
  return isChanged ? fromWire(formatUrl(url)) : address.url
}

function requestKind(operation: Operation, upload: string | undefined): RequestType {
  if (operation.data !== undefined)
    selectKind(operation, operation.useGet ? (operation.noBody ? 'head' : 'get') : 'post')
  if (upload !== undefined) selectKind(operation, 'put')
  switch (operation.kind) {
    case 'form':
    case 'post':
    case 'put':
      return operation.kind
    default:
      return 'get'
  }
}

async function customLines(operation: Operation, { io }: Command): Promise<string[]> {
  const lines = [...operation.headers]
  const has = (name: string): boolean => lines.some((line) => new RegExp(`^${name}[:;]`, 'i').test(line))
  if (operation.isJson) {
    if (!has('Content-Type')) lines.push('Content-Type: application/json')
    if (!has('Accept')) lines.push('Accept: application/json')
  }
  if (operation.etagCompare !== undefined) {
    const path = resolve(io.cwd, operation.etagCompare)
    const etag = await readFile(path, 'utf8').catch((error: unknown) => {
      if (operation.etagSave !== undefined) return ''
      throw new CurlError(
        EXIT.read,
        `Failed to open ${operation.etagCompare}: ${systemMessage(error)}`,
        error,
      )
    })
    lines.push(`If-None-Match: ${etag.replace(/[\r\n]/g, '') || '""'}`)
  }
  return lines
}

function transferUrl(operation: Operation, address: Address): Url {
  let text = toWire(address.url)
  if (operation.defaultProtocol !== undefined && schemeOf(text) === undefined) {
    text = `${operation.defaultProtocol}://${text}`
  }
  let url = parseUrl(text, { pathAsIs: operation.pathAsIs, denyUser: operation.denyUserInUrl })
  checkProtocol(url.scheme, operation.protocols ?? PROTOCOLS)
  const { upload } = address
  if (upload !== undefined && upload !== '-' && upload !== '.' && url.path.endsWith('/')) {
    const name = basename(upload.replaceAll('\\', '/'))
    url = {
      ...url,
      path: url.path + percentEncode(Buffer.from(name)).replace(/%../g, (c) => c.toLowerCase()),
    }
  }
  const query =
    operation.useGet && operation.data !== undefined ? operation.data.toString('latin1') : operation.query
  if (query === undefined) return url
  // The data of -G goes into the address as it stands, and must be fit for one.
  if (operation.useGet) refuseJunk(toWire(query))
  return appendQuery(url, toWire(query))
}

/** Refuses everything but http and https, and what `--proto` rules out. */
export function checkProtocol(scheme: string, allowed: ReadonlySet<string>): void {
  if (PROTOCOLS.has(scheme) && allowed.has(scheme)) return
  throw new CurlError(EXIT.protocol, `Protocol "${fromWire(scheme)}" not supported or disabled in libcurl`)
}

function chooseOutputName(operation: Operation, address: Address, url: Url): string | undefined {
  const { entry, matches } = address
  const inDirectory = (name: string): string =>
    operation.outputDir ? `${operation.outputDir}/${name}` : name
  if (entry.output !== undefined && !entry.remoteName) {
    if (entry.output === '-') return undefined
    const name = operation.globOff ? entry.output : fillMatches(entry.output, matches)
    if (name === '') throw new CurlError(EXIT.write, 'output glob produces empty string!')
    return inDirectory(name)
  }
  if (!entry.remoteName) return undefined
  const name = fromWire(urlFileName(url.path))
  if (name === '' && !operation.useHeaderName)
    throw new CurlError(EXIT.write, 'Remote file name has no length!')
  if (name === '.' || name === '..')
    throw new CurlError(EXIT.write, `Remote file name ${name} is a directory!`)
  return inDirectory(name)
}

async function resumeSize(
  operation: Operation,
  upload: string | undefined,
  path: string,
): Promise<number | undefined> {
  if (upload !== undefined) return undefined
  if (operation.resumeFrom !== 'auto') return operation.resumeFrom
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
