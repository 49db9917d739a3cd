/**
 * Redirections: opens the files of `<`, `>`, `>>`, `&>`, joins descriptors (`2>&1`), feeds heredocs and here-strings.
 * @see https://www.gnu.org/software/bash/manual/html_node/Redirections.html
 */
import { createReadStream } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expandHeredoc, expandText, expandWords, fillValues } from '../words/expand-word'
import type { Expansion } from '../words/expansion'
import { systemMessage } from '../../base/system-message'
import type { RunContext } from './run-context'
import { ScriptError } from '../script-error'
import type { Output, Streams } from '../shell'
import { nowhere, sourceOf, type ByteSource, type Sink } from '../streams'
import type { HereDoc, Redirect, Redirection, WordPart } from '../../base/unbash'

/** A redirection that could not be made: the command is not run and its exit code is 1. */
export class RedirectionFailure {
  constructor(readonly message: string) {}
}

/** Descriptors after redirections, and what has to be closed when the command is over. */
export interface Redirected extends Streams {
  /** Absolute paths of the files that were opened for writing. */
  readonly files: readonly string[]
  close(): Promise<void>
}

/**
 * Applies redirections in their order.
 *
 * @param redirections - As written.
 * @param context - Descriptors so far, and how the names of files are expanded.
 * @throws RedirectionFailure when a file cannot be opened; everything opened before is closed.
 */
export async function redirect(
  redirections: readonly Redirection[],
  { streams, expansion }: RunContext,
): Promise<Redirected> {
  const outputs = new Map<number, Output>(streams.outputs)
  const opened: (() => Promise<void>)[] = []
  const files: string[] = []
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0)) await end()
  }
  let { stdin, hasStdin } = streams
  const read = (source: ByteSource): void => {
    stdin = source
    hasStdin = true
  }
  try {
    for (const redirection of redirections) {
      if (redirection.type === 'HereDoc')
        read(sourceOf(Buffer.from(await heredocText(redirection, expansion))))
      else if (redirection.type === 'HereString') {
        const text = redirection.target ? await expandText(redirection.target, expansion) : ''
        read(sourceOf(Buffer.from(`${text}\n`)))
      } else await applyFile(redirection, outputs, read, { opened, files }, expansion)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { stdin, hasStdin, outputs, files, close }
}

/** What was opened so far. */
interface Made {
  readonly opened: (() => Promise<void>)[]
  readonly files: string[]
}

async function applyFile(
  redirection: Redirect,
  outputs: Map<number, Output>,
  read: (source: ByteSource) => void,
  made: Made,
  expansion: Expansion,
): Promise<void> {
  const { operator, descriptor } = redirection
  const target = await targetName(redirection, expansion)
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined
  if (operator === '<&' || operator === '>&') {
    if (/^\d+$|^-$/.test(target)) return duplicate(target, number ?? (operator === '<&' ? 0 : 1), outputs)
    if (operator === '<&') throw new RedirectionFailure(`${target}: ambiguous redirect`)
  }
  if (operator === '<') {
    if (number !== undefined && number !== 0) throw unsupported(redirection, expansion)
    return read(await openInput(target, expansion))
  }
  if (operator === '<>') throw unsupported(redirection, expansion)
  const both = operator === '&>' || operator === '&>>' || operator === '>&'
  const special = /^\/dev\/(?:std(out|err)|fd\/([12]))$/.exec(target)
  const sink = special
    ? (outputs.get(special[1] === 'out' || special[2] === '1' ? 1 : 2) ?? nowhere)
    : await openOutput(target, operator.endsWith('>>'), made, expansion)
  for (const fd of both ? [1, 2] : [number ?? 1]) outputs.set(fd, sink)
}

function duplicate(target: string, fd: number, outputs: Map<number, Output>): void {
  if (target === '-') {
    outputs.set(fd, nowhere)
    return
  }
  const output = outputs.get(Number(target))
  if (output === undefined) throw new RedirectionFailure(`${target}: Bad file descriptor`)
  outputs.set(fd, output)
}

async function targetName(redirection: Redirect, expansion: Expansion): Promise<string> {
  const { target } = redirection
  const fields = target ? await expandWords([target], expansion) : []
  if (fields.length !== 1) throw new RedirectionFailure(`${target?.text ?? ''}: ambiguous redirect`)
  return fields[0] as string
}

async function heredocText({ operator, delimiter, body }: HereDoc, expansion: Expansion): Promise<string> {
  const text = operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text
  if (delimiter?.quoted) return fillValues(text, expansion)
  // Without any expansion the body has no parts; its backslashes still count.
  const whole: WordPart = { type: 'Literal', pos: body.pos, end: body.end, text, value: text }
  if (!body.parts) return expandHeredoc([whole], expansion)
  return expandHeredoc(operator === '<<-' ? withoutTabs(body.parts) : body.parts, expansion)
}

/** `<<-` takes the tabs from the beginning of each line as written, not of lines that an expansion brings. */
function withoutTabs(parts: readonly WordPart[]): WordPart[] {
  return parts.map((part, index) => {
    if (part.type !== 'Literal') return part
    const text = part.text.replace(/(^|\n)\t+/g, (tabs, before: string, at: number) =>
      at === 0 && before === '' && index > 0 ? tabs : before,
    )
    return { ...part, text }
  })
}

async function openInput(name: string, { state }: Expansion): Promise<ByteSource> {
  if (name === '/dev/null') return sourceOf(new Uint8Array())
  const path = resolve(state.cwd, name)
  try {
    const info = await stat(path)
    if (info.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    const handle = await open(path)
    const iterator = createReadStream('', { fd: handle })[Symbol.asyncIterator]()
    return {
      [Symbol.asyncIterator]: () => ({ next: () => iterator.next() as Promise<IteratorResult<Uint8Array>> }),
    }
  } catch (error) {
    throw new RedirectionFailure(`${name}: ${systemMessage(error)}`)
  }
}

async function openOutput(
  name: string,
  append: boolean,
  { opened, files }: Made,
  { state }: Expansion,
): Promise<Sink> {
  if (name === '/dev/null') return nowhere
  const path = resolve(state.cwd, name)
  let handle: FileHandle
  try {
    handle = await open(path, append ? 'a' : 'w')
  } catch (error) {
    throw new RedirectionFailure(`${name}: ${systemMessage(error)}`)
  }
  opened.push(() => handle.close())
  files.push(path)
  return {
    write: async (bytes) => {
      await handle.writeFile(bytes)
      return true
    },
  }
}

function unsupported(redirection: Redirect, { source }: Expansion): ScriptError {
  const message = `the redirection ${redirection.operator} with this descriptor is not run here. Use bash\`\u2026\` for it.`
  return new ScriptError(message, source, redirection.pos, redirection.end)
}
