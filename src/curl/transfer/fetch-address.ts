/**
 * One address: attempts until it works or retries are used up, then what follows a transfer: `-w`, the cookie jar, the
 * file's time, the record of it.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CurlError, CurlUsageError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import type { Operation } from '../options/operation'
import { createDirectories, OutputFile } from './output-file'
import { writeOut } from './write-out'
import { requestToArgv } from '../to-argv'
import { createInfo, type TransferInfo } from './transfer-info'
import type { Transfer, TransferRequest } from '../../script/curl-contract'
import { headerOf } from '../connection/response-head'
import { CA_HELP } from '../connection/tls-options'
import { fromWire, toWire } from '../wire-text'
import type { Command } from './command'
import { followRedirects } from './follow-redirects'
import { prepareTransfer, type Address, type PreparedTransfer } from './prepare'
import { Retries } from './retries'
import { HeaderOutputs } from './header-outputs'

/** What an operation does before its first transfer: cookie files are read, the file of `-D` is emptied. */
export async function startOperation(operation: Operation, command: Command): Promise<void> {
  const { io, jar } = command
  for (const file of operation.cookieFiles) {
    if (file === '') continue
    // A missing file only turns the cookie engine on.
    const text =
      file === '-' ? await command.readStdin() : await readFile(resolve(io.cwd, file)).catch(() => undefined)
    if (text) jar.load(text.toString('latin1'), operation.junkSessionCookies)
  }
  if (operation.headerFile !== undefined && operation.headerFile !== '-') {
    await writeNamed(operation.headerFile, '', command)
  }
}

/** Fetches one address. Failures are in the record, not thrown. */
export async function fetchAddress(
  operation: Operation,
  address: Address,
  command: Command,
): Promise<Transfer> {
  const run = new TransferRun(operation, address, command)
  return await run.run()
}

class TransferRun {
  private info: TransferInfo
  private request: TransferRequest | undefined
  private failure: CurlError | undefined
  private output: OutputFile | undefined
  private readonly retries: Retries
  private readonly started: number

  constructor(
    private readonly operation: Operation,
    private readonly address: Address,
    private readonly command: Command,
  ) {
    this.info = createInfo(address.urlNumber, toWire(address.url))
    this.started = command.time.now()
    this.retries = new Retries(operation, this.started)
  }

  async run(): Promise<Transfer> {
    const { command } = this
    try {
      const transfer = await prepareTransfer(this.operation, this.address, command)
      this.output = await this.createOutput(transfer)
      while (await this.attempt(transfer, this.output));
      await this.finish(transfer, this.output)
    } catch (error) {
      command.io.signal.throwIfAborted()
      if (!(error instanceof CurlError)) throw error
      this.failure = error
      this.report(error)
    } finally {
      await this.output?.close()
    }
    return this.record()
  }

  private async createOutput(transfer: PreparedTransfer): Promise<OutputFile> {
    const { operation, command } = this
    const { io, messages } = command
    const { outputName } = transfer
    if (outputName !== undefined && operation.createDirs) await createDirectories(resolve(io.cwd, outputName))
    return new OutputFile({
      cwd: io.cwd,
      name: outputName,
      clobber: operation.clobber,
      mode: operation.fileMode,
      resumeAt: transfer.resumeAt,
      writeStdout: command.writeStdout,
      warn: (text) => messages.warn(text),
    })
  }

  /** One attempt; true when another one is to be made. */
  private async attempt(transfer: PreparedTransfer, output: OutputFile): Promise<boolean> {
    const { command, operation } = this
    this.info = createInfo(transfer.urlNumber, transfer.inputUrl)
    this.failure = undefined
    try {
      await followRedirects({
        command,
        transfer,
        info: this.info,
        output,
        headers: new HeaderOutputs(command, transfer, this.info, output),
        argvOf: (request) => requestToArgv(request, { route: operation.route, original: command.argv }),
        onRequest: (request) => {
          this.request = request
        },
        willRetry: (status) => this.retries.willRetry(status),
      })
      if (operation.failWithBody && (this.info.head?.status ?? 0) >= 400) {
        const text = `The requested URL returned error: ${this.info.head?.status}`
        throw new CurlError(EXIT.httpStatus, text)
      }
      await output.create()
    } catch (error) {
      command.io.signal.throwIfAborted()
      if (!(error instanceof CurlError)) throw error
      this.failure = error
      this.info.exitCode = error.exitCode
      this.info.errorMessage = toWire(error.message)
      this.report(error)
    }
    return await this.waitForRetry(output)
  }

  private report(error: CurlError): void {
    const { messages } = this.command
    messages.verbose('*', toWire(error.message))
    if (error instanceof CurlUsageError) messages.usage(error.message)
    else messages.error(error.exitCode, error.message, error.exitCode === EXIT.verify ? CA_HELP : '')
  }

  private async waitForRetry(output: OutputFile): Promise<boolean> {
    const { command, failure } = this
    const { time, messages, io } = command
    const decision = this.retries.decide({ failure, head: this.info.head, now: time.now() })
    if (decision.warning !== undefined) messages.warn(decision.warning)
    if (!decision.again) return false
    if (output.bytes > 0 && output.path !== undefined && !command.global.silent) {
      messages.plain(`Throwing away ${output.bytes} bytes\n`)
    }
    await output.restart()
    await time.sleep(decision.waitMs, io.signal)
    return true
  }

  private async finish(transfer: PreparedTransfer, output: OutputFile): Promise<void> {
    const { command, operation, info, failure } = this
    info.fileName = output.fileName === undefined ? undefined : toWire(output.fileName)
    await output.close()
    if (failure && operation.removeOnError) await output.remove()
    const modified = Date.parse((info.head && headerOf(info.head, 'last-modified')) ?? '')
    if (!failure && operation.remoteTime && !Number.isNaN(modified)) await output.setTime(new Date(modified))
    if (operation.writeOut !== undefined) {
      const complain = (text: string): void => command.messages.plain(`${fromWire(text)}\n`)
      for (const { to, text } of writeOut(toWire(operation.writeOut), info, complain)) {
        if (to === 'stderr') command.io.stderr(fromWire(text))
        else await command.writeStdout(Buffer.from(text, 'latin1'), 'write-out')
      }
    }
    if (transfer.operation.cookieJar !== undefined) await this.saveCookies(transfer.operation.cookieJar)
  }

  private async saveCookies(file: string): Promise<void> {
    const { command } = this
    const text = command.jar.toFile()
    if (file === '-') await command.writeStdout(Buffer.from(text, 'latin1'), 'write-out')
    else {
      await writeNamed(file, text, command).catch(() =>
        command.messages.warn(`failed to save cookies in ${file}`),
      )
    }
  }

  private record(): Transfer {
    const { info, failure, output, request } = this
    const url = fromWire(info.effectiveUrl)
    const path = output?.path
    return {
      request: request ?? { method: info.method, url, headers: [], argv: this.command.argv },
      status: info.head?.status ?? 0,
      statusText: fromWire(info.head?.statusText ?? ''),
      headers: (info.head?.headers ?? []).map(([name, value]) => [fromWire(name), fromWire(value)] as const),
      url,
      bytes: info.decodedBytes,
      timing: {
        totalMs: this.command.time.now() - this.started,
        ...(info.pretransferMs > 0 ? { connectedMs: info.pretransferMs } : {}),
        ...(info.firstByteMs > 0 ? { firstByteMs: info.firstByteMs } : {}),
      },
      ...(path === undefined ? {} : { savedTo: path }),
      exitCode: failure?.exitCode ?? EXIT.ok,
      ...(failure ? { error: failure.message } : {}),
      ...(failure?.systemCode === undefined ? {} : { errorCode: failure.systemCode }),
    }
  }
}

async function writeNamed(name: string, text: string, { io }: Command): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, name), Buffer.from(text, 'latin1'))
  } catch (error) {
    throw new CurlError(EXIT.write, `Failed to open ${name}: ${systemMessage(error)}`, error)
  }
}
