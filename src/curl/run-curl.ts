/**
 * Runs one curl command in process: words in, transfers done, exit code out. Owns the order of transfers, retries and
 * what happens after each (`-w`, cookie jar, messages); draws nothing.
 * @see https://curl.se/docs/manpage.html
 */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CurlError, CurlUsageError, EXIT } from './transfer-error'
import { createGlobalOptions, type GlobalOptions, type Operation } from './options/operation'
import { parseOptions } from './options/parse-options'
import { MessageWriter } from './transfer/message-writer'
import { listAddresses } from './transfer/addresses'
import type { Command, CurlTime } from './transfer/command'
import { ErrorStream } from './transfer/error-stream'
import { checkFiles } from './transfer/prepare'
import { fetchAddress, startOperation } from './transfer/fetch-address'
import { registerHeaderLines } from './transfer/request-secrets'
import { CookieJar } from './request/cookie-jar'
import type { CurlIo, CurlOutcome, OutputPart, Transfer } from '../script/curl-contract'
import { ConnectionPool } from './connection/connection'
import { bodyTooLarge, DEFAULT_LIMITS } from '../base/body/body-limits'
import { collectBytes } from '../base/body/collect-bytes'
import { untilAborted } from '../base/signals'

const SYSTEM_TIME: CurlTime = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
}

/**
 * Runs one curl command.
 *
 * @param argv - The words after `curl`.
 * @param io - Its surroundings.
 * @param time - Clock and sleep, for tests.
 * @returns curl's exit code and what was transferred. Failures of curl are exit codes, not exceptions.
 * @throws The reason of `io.signal` when it is aborted.
 */
export async function runCurl(
  argv: readonly string[],
  io: CurlIo,
  time: CurlTime = SYSTEM_TIME,
): Promise<CurlOutcome> {
  io.signal.throwIfAborted()
  let global: GlobalOptions = createGlobalOptions()
  const stdin = new StandardInput(io)
  const errors = new ErrorStream(io)
  const messages = new MessageWriter(
    (text) => errors.write(text, global.errorFile),
    () => global,
  )
  const transfers: Transfer[] = []
  const pool = new ConnectionPool()
  const failed = (error: CurlError): CurlOutcome => {
    if (error instanceof CurlUsageError) messages.usage(error.message)
    else messages.error(error.exitCode, error.message)
    return { exitCode: error.exitCode, transfers, error: error.message }
  }
  try {
    const line = await parseOptions(argv, {
      read: (path) => (path === '-' ? stdin.readAll() : readFile(resolve(io.cwd, path))),
      modified: (path) =>
        stat(resolve(io.cwd, path)).then(
          ({ mtime }) => mtime,
          () => undefined,
        ),
      warn: (text, seen) => {
        global = seen
        messages.warn(text)
      },
    })
    global = line.global
    for (const note of global.notes) messages.verbose('*', note)
    if (line.information !== undefined) {
      await writeStdout(io, Buffer.from(line.information), 'write-out')
      return { exitCode: EXIT.ok, transfers }
    }
    const command: Command = {
      io,
      time,
      global,
      messages,
      pool,
      jar: new CookieJar(time.now),
      argv,
      usesStdin: () => stdin.isUsed,
      readStdin: () => stdin.readAll(),
      writeStdout: (bytes, part) => writeStdout(io, bytes, part),
    }
    registerHeaderLines(line.operations.flatMap(({ headers, proxyHeaders }) => [...headers, ...proxyHeaders]))
    await checkFiles(line.operations, io.cwd)
    return await runOperations(command, line.operations, transfers)
  } catch (error) {
    io.signal.throwIfAborted()
    if (error instanceof CurlError) return failed(error)
    throw error
  } finally {
    pool.close()
    await errors.close()
  }
}

async function runOperations(
  command: Command,
  operations: readonly Operation[],
  transfers: Transfer[],
): Promise<CurlOutcome> {
  const { io, time, global, messages } = command
  let exitCode: number = EXIT.ok
  let message: string | undefined
  let waitMs = 0
  let started: Operation | undefined
  for (const { operation, address } of listAddresses(operations, messages)) {
    if (waitMs > 0) await time.sleep(waitMs, io.signal)
    if (started !== operation) await startOperation(operation, command)
    started = operation
    const began = time.now()
    const transfer = await fetchAddress(operation, address, command)
    transfers.push(transfer)
    await io.onTransferEnd?.(transfer)
    exitCode = transfer.exitCode
    message = transfer.error
    if (exitCode === EXIT.usage || (exitCode !== EXIT.ok && global.failEarly)) break
    waitMs = global.msPerTransfer - (time.now() - began)
  }
  return { exitCode, transfers, ...(message === undefined ? {} : { error: message }) }
}

async function writeStdout(io: CurlIo, bytes: Uint8Array, part: OutputPart): Promise<void> {
  // A plain return stays synchronous: one turn of the event loop less for each piece.
  const returned = io.stdout(bytes, part)
  const accepted = typeof returned === 'object' ? await untilAborted(returned, io.signal) : returned
  if (accepted === false) throw new CurlError(EXIT.write, 'Failure writing output to destination')
}

/** Standard input can be read whole by one option; a second one finds it empty. */
class StandardInput {
  isUsed = false

  constructor(private readonly io: CurlIo) {}

  async readAll(): Promise<Buffer> {
    const { stdin, signal, maxStdinBytes = DEFAULT_LIMITS.maxBodyBytes } = this.io
    if (this.isUsed || !stdin) return Buffer.alloc(0)
    this.isUsed = true
    const tooMuch = (): CurlError =>
      new CurlError(EXIT.read, bodyTooLarge('What standard input brings', maxStdinBytes))
    return await untilAborted(collectBytes(stdin, maxStdinBytes, tooMuch), signal)
  }
}
