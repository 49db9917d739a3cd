/**
 * Words of a command line → operations. Owns how options are spelled: clusters, shortened names, `--no-…`, `--`,
 * `--next`, config files. Knows nothing of what options mean beyond the table of effects.
 * @see https://curl.se/docs/manpage.html
 */
import { CurlError, CurlUsageError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import { readConfigLines } from './config-file'
import type { ReadArgumentFile } from './data-values'
import type { EffectTarget } from './effect-target'
import { nextEntry, NOT_SUPPORTED } from './effect-helpers'
import { EFFECTS, IGNORED, ROUTE } from './option-effects'
import { findLong, findShort, type OptionName } from './option-names'
import {
  type CommandLine,
  createGlobalOptions,
  createOperation,
  type GlobalOptions,
  type Operation,
} from './operation'

/** What reading a command line needs from outside. */
export interface ParseOptionsIo {
  /** Reads a file named on the command line; `-` is standard input. Throws Node's error when it cannot. */
  readonly read: ReadArgumentFile
  readonly modified: (path: string) => Promise<Date | undefined>
  /** Warnings, without curl's prefix. */
  readonly warn: (text: string, global: GlobalOptions) => void
}

const HELP =
  'Usage: curl [options...] <url>\nThis is curl in process; it takes the HTTP options of curl 7.88.1.\n'
const VERSION = 'curl 7.88.1 (in process)\nProtocols: http https\n'

/**
 * Reads a command line.
 *
 * @param argv - Words after `curl`.
 * @returns The operations, in order.
 * @throws CurlUsageError naming the option; CurlError with exit code 26 when a file it names cannot be read.
 */
export async function parseOptions(argv: readonly string[], io: ParseOptionsIo): Promise<CommandLine> {
  const parser = new OptionParser(io)
  await parser.words(argv)
  return parser.result()
}

class OptionParser {
  private readonly operations: Operation[] = [createOperation()]
  private readonly global: GlobalOptions = createGlobalOptions()
  private information: string | undefined
  private configDepth = 0

  constructor(private readonly io: ParseOptionsIo) {}

  result(): CommandLine {
    const { operations, global, information } = this
    const last = this.current
    if (last.useHeaderName && last.include) {
      throw new CurlUsageError('showing headers and --remote-header-name cannot be combined')
    }
    if (last.useHeaderName && last.resumeFrom === 'auto') {
      throw new CurlUsageError('--continue-at and --remote-header-name cannot be combined')
    }
    return { operations, global, ...(information === undefined ? {} : { information }) }
  }

  async words(argv: readonly string[]): Promise<void> {
    let flags = true
    for (let index = 0; index < argv.length && this.information === undefined; index++) {
      const word = argv[index] ?? ''
      if (flags && word === '--') flags = false
      else if (flags && word.startsWith('-')) {
        const usedNext = await named(word, () => this.option(word, argv[index + 1]))
        if (usedNext) index++
      } else nextEntry(this.current, ({ url }) => url === undefined).url = word
    }
  }

  private get current(): Operation {
    return this.operations[this.operations.length - 1] as Operation
  }

  /** Applies one word that begins with a dash; true when it took the next word as its value. */
  private async option(word: string, next: string | undefined): Promise<boolean> {
    if (word.startsWith('--')) return this.longOption(word.slice(2), next)
    for (let index = 1; index <= Math.max(1, word.length - 1); index++) {
      const option = findShort(word.charAt(index))
      if (!option) throw new CurlUsageError('is unknown')
      if (takesValue(option)) {
        const attached = word.slice(index + 1)
        await this.apply(option, attached !== '' ? attached : next, true)
        return attached === ''
      }
      // `-N` is the negative form of `--buffer`; both have no effect here.
      await this.apply(option, '', true)
    }
    return false
  }

  private async longOption(name: string, next: string | undefined): Promise<boolean> {
    const isNegative = name.startsWith('no-')
    const option = findLong(isNegative ? name.slice(3) : name)
    if (option === undefined) throw new CurlUsageError('is unknown')
    if (option === 'ambiguous') throw new CurlUsageError('is ambiguous')
    if (isNegative && option.kind !== 'flag') {
      throw new CurlUsageError("used '--no-' for option that isn't a boolean")
    }
    await this.apply(option, takesValue(option) ? next : '', !isNegative)
    return takesValue(option)
  }

  private async apply(option: OptionName, value: string | undefined, on: boolean): Promise<void> {
    const { name } = option
    if (value === undefined) throw new CurlUsageError('requires parameter')
    if (option.kind === 'file' && value.length > 1 && value.startsWith('-')) {
      this.warn(`The file name argument '${value}' looks like a flag.`)
    }
    if (name === 'next') return this.next()
    if (name === 'config') return this.config(value)
    if (name === 'help' || name === 'version') {
      if (on) this.information = name === 'help' ? HELP : VERSION
      return
    }
    const effect = Object.hasOwn(EFFECTS, name) ? EFFECTS[name] : undefined
    if (effect) await effect(this.target(), value, on)
    else if (!IGNORED.has(name) && on) throw new CurlUsageError(NOT_SUPPORTED)
    if (name === 'http2') this.global.notes.push('--http2 has no effect: requests are sent with HTTP/1.1')
    if (ROUTE.has(name)) {
      this.current.route.push(`--${on ? '' : 'no-'}${name}`, ...(takesValue(option) ? [value] : []))
    }
  }

  private next(): void {
    if (this.current.entries[0]?.url !== undefined) this.operations.push(createOperation())
  }

  private async config(path: string): Promise<void> {
    if (++this.configDepth > 8) throw new CurlUsageError('is badly used here')
    const text = (await this.read(path)).toString('utf8')
    const where = path === '-' ? '<stdin>' : path
    for (const { option, value, line, hasRest } of readConfigLines(text)) {
      if (hasRest) {
        this.warn(
          `${where}:${line}: warning: '${option}' uses unquoted whitespace in the line that may cause side-effects!`,
        )
      }
      try {
        const used = await this.option(option.startsWith('-') ? option : `--${option}`, value)
        if (!used && value) throw new CurlUsageError('had unsupported trailing garbage')
      } catch (error) {
        if (!(error instanceof CurlUsageError)) throw error
        this.warn(`${where}:${line}: warning: '${option}' ${error.message}`)
      }
    }
    this.configDepth--
  }

  private target(): EffectTarget {
    return {
      operation: this.current,
      global: this.global,
      read: (path) => this.read(path),
      modified: this.io.modified,
      warn: (text) => this.warn(text),
    }
  }

  private async read(path: string): Promise<Buffer> {
    try {
      return await this.io.read(path)
    } catch (error) {
      if (error instanceof CurlError) throw error
      throw new CurlError(EXIT.read, `Failed to open ${path}: ${systemMessage(error)}`, error)
    }
  }

  private warn(text: string): void {
    this.io.warn(text, this.global)
  }
}

function takesValue(option: OptionName): boolean {
  return option.kind === 'text' || option.kind === 'file'
}

/** Puts the option's word in front of a complaint about it. */
async function named<T>(word: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CurlUsageError)
      throw new CurlUsageError(`option ${word}: ${error.message}`, error.exitCode)
    throw error
  }
}
