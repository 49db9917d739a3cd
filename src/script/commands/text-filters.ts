/**
 * `cat`, `head`, `tail`, `tee`, `base64` without their programs, in the forms that documentation uses.
 * Each finder answers only for options that it does exactly; everything else is left to the real program.
 */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemMessage } from '../../base/system-message'
import { MagicsError } from '../../errors'
import type { CommandIo, InProcess } from '../shell'
import { readAll, writeText, type ByteSource, type Sink } from '../streams'
import { codeOf } from '../../base/unknown'

const isOption = (arg: string): boolean => arg.startsWith('-') && arg !== '-'

/** `cat [-u] [FILE …]` */
export function findCat(args: readonly string[]): InProcess | undefined {
  const files = args.filter((arg) => arg !== '-u')
  if (files.some(isOption)) return undefined
  return async (io) => {
    let exitCode = 0
    for (const file of files.length > 0 ? files : ['-']) {
      try {
        for await (const bytes of await openInput(file, io)) if (!(await io.stdout.write(bytes))) return 141
      } catch (error) {
        exitCode = await complain(io, `cat: ${file}: ${systemMessage(error)}`)
      }
    }
    return exitCode
  }
}

/** `head [-n N | -N | -c N] [FILE]` for counts that are not negative. */
export function findHead(args: readonly string[]): InProcess | undefined {
  const parsed = readCount(args, /^\d+$/)
  return (
    parsed &&
    ((io) =>
      withInput('head', parsed.file, io, (input) =>
        head(input, parsed.unit, Number(parsed.count), io.stdout),
      ))
  )
}

async function head(input: ByteSource, unit: string, count: number, stdout: Sink): Promise<void> {
  let left = count
  if (left === 0) return
  for await (const bytes of input) {
    let end = 0
    if (unit === 'c') {
      end = Math.min(left, bytes.length)
      left -= end
    } else {
      while (left > 0 && end < bytes.length) {
        const newline = bytes.indexOf(10, end)
        if (newline === -1) end = bytes.length
        else {
          end = newline + 1
          left--
        }
      }
    }
    if (!(await stdout.write(bytes.subarray(0, end))) || left === 0) return
  }
}

/** `tail [-n N | -N | -n +N | -c N | -c +N] [FILE]`, without `-f`. */
export function findTail(args: readonly string[]): InProcess | undefined {
  const parsed = readCount(args, /^[+-]?\d+$/)
  return (
    parsed &&
    ((io) =>
      withInput(
        'tail',
        parsed.file,
        io,
        async (input) =>
          void (await io.stdout.write(
            tail(await readAll(input, io.maxCollectedBytes), parsed.unit, parsed.count),
          )),
      ))
  )
}

function tail(bytes: Buffer, unit: string, count: string): Uint8Array {
  const number = Math.abs(Number(count))
  if (unit === 'c')
    return count.startsWith('+')
      ? bytes.subarray(Math.max(number - 1, 0))
      : bytes.subarray(Math.max(bytes.length - number, 0))
  if (count.startsWith('+')) {
    let start = 0
    for (let line = 1; line < number; line++) {
      const newline = bytes.indexOf(10, start)
      if (newline === -1) return new Uint8Array()
      start = newline + 1
    }
    return bytes.subarray(start)
  }
  if (number === 0) return new Uint8Array()
  // A last line without its newline counts as a line.
  let start = bytes.at(-1) === 10 ? bytes.length - 1 : bytes.length
  for (let line = 0; line < number; line++) {
    const newline = start === 0 ? -1 : bytes.lastIndexOf(10, start - 1)
    if (newline === -1) return bytes
    start = newline
  }
  return bytes.subarray(start + 1)
}

interface Count {
  readonly unit: string
  readonly count: string
  readonly file: string
}

function readCount(args: readonly string[], valid: RegExp): Count | undefined {
  let unit = 'n'
  let count = '10'
  const files: string[] = []
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const match = /^(?:-([nc])|--(lines|bytes)=)(.*)$/.exec(word)
    if (/^-\d+$/.test(word)) count = word.slice(1)
    else if (match) {
      unit = match[1] ?? (match[2] === 'bytes' ? 'c' : 'n')
      count = match[3] || (words.shift() ?? '')
    } else if (isOption(word)) return undefined
    else files.push(word)
  }
  return valid.test(count) && files.length <= 1 ? { unit, count, file: files[0] ?? '-' } : undefined
}

/** `tee [-a] [FILE …]`; `/dev/stderr` and `/dev/stdout` are this command's own. */
export function findTee(args: readonly string[]): InProcess | undefined {
  const append = args.some((arg) => arg === '-a' || arg === '--append')
  const files = args.filter((arg) => arg !== '-a' && arg !== '--append')
  return files.some(isOption) ? undefined : (io) => tee(files, append, io)
}

async function tee(files: readonly string[], append: boolean, io: CommandIo): Promise<number> {
  const sinks: Sink[] = [io.stdout]
  const closers: (() => Promise<void>)[] = []
  let exitCode = 0
  for (const file of files) {
    if (file === '/dev/stderr' || file === '/dev/tty') sinks.push(io.stderr)
    else if (file === '/dev/stdout' || file === '-') sinks.push(io.stdout)
    else {
      try {
        const handle = await open(resolve(io.state.cwd, file), append ? 'a' : 'w')
        sinks.push({ write: async (bytes) => handle.writeFile(bytes).then(() => true) })
        closers.push(() => handle.close())
      } catch (error) {
        exitCode = await complain(io, `tee: ${file}: ${systemMessage(error)}`)
      }
    }
  }
  try {
    for await (const bytes of io.stdin) for (const sink of sinks) await sink.write(bytes)
  } finally {
    for (const close of closers) await close()
  }
  return exitCode
}

/** `base64 [-d] [-w COLS] [FILE]` */
export function findBase64(args: readonly string[]): InProcess | undefined {
  let decode = false
  let columns = '76'
  const files: string[] = []
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const wrap = /^(?:-w|--wrap=)(.*)$/.exec(word)
    if (word === '-d' || word === '--decode' || word === '-D') decode = true
    else if (wrap) columns = wrap[1] || (words.shift() ?? '')
    else if (isOption(word)) return undefined
    else files.push(word)
  }
  if (!/^\d+$/.test(columns) || files.length > 1) return undefined
  return (io) =>
    withInput('base64', files[0] ?? '-', io, async (input) => {
      const bytes = await readAll(input, io.maxCollectedBytes)
      if (!decode)
        return void (await writeText(io.stdout, wrapLines(bytes.toString('base64'), Number(columns))))
      const text = bytes.toString('latin1').replaceAll('\n', '')
      const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(text)?.[0] ?? ''
      await io.stdout.write(Buffer.from(valid, 'base64'))
      if (valid.length === text.length) return
      await writeText(io.stderr, 'base64: invalid input\n')
      return 1
    })
}

function wrapLines(text: string, columns: number): string {
  if (columns === 0) return text
  return (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).map((line) => `${line}\n`).join('')
}

async function withInput(
  name: string,
  file: string,
  io: CommandIo,
  run: (input: ByteSource) => Promise<number | void>,
): Promise<number> {
  try {
    return (await run(await openInput(file, io))) ?? 0
  } catch (error) {
    if (codeOf(error) === undefined || MagicsError.is(error)) throw error
    const what = name === 'base64' ? file : `cannot open '${file}' for reading`
    return complain(io, `${name}: ${what}: ${systemMessage(error)}`)
  }
}

async function openInput(file: string, io: CommandIo): Promise<ByteSource> {
  if (file === '-' || file === '/dev/stdin') return io.stdin
  const path = resolve(io.state.cwd, file)
  if ((await stat(path)).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
  return createReadStream(path)
}

async function complain(io: CommandIo, message: string): Promise<number> {
  await writeText(io.stderr, `${message}\n`)
  return 1
}
