/**
 * Runs one simple command: assignments, words, redirections, then curl, a command of this process, or a program.
 */
import { registerSecret } from '../../secrets/registry'
import { isSecretName } from '../../secrets/secret-names'
import { findCommand } from '../commands/find-command'
import { expandAssigned, expandWords } from '../words/expand-word'
import type { Expansion } from '../words/expansion'
import { redirect, RedirectionFailure, type Redirected } from './redirections'
import type { RunContext } from './run-context'
import { runProgram } from './run-program'
import type { CommandIo, CurlRun, Origin, Output, ScreenSink, Shell, Streams } from '../shell'
import { nothing, nowhere, Pipe, writeText, type Sink } from '../streams'
import type { Assignment, Command, Word } from '../../base/unbash'

/**
 * Runs one command to its end.
 *
 * @param command - From the tree.
 * @param context - What it runs in.
 * @returns Its exit code; 127 when there is no such command.
 * @throws ScriptExit for `exit` and for errors that end a shell.
 */
export async function runCommand(command: Command, context: RunContext): Promise<number> {
  const { shell, streams, expansion } = context
  const { state } = shell
  state.unsetReads.clear()
  const previous = state.lastExit
  const words = await commandWords(command, expansion)
  const assignments = command.prefix.filter((part): part is Assignment => part.type === 'Assignment')
  let redirected: Redirected
  try {
    redirected = await redirect(command.redirects, context)
  } catch (error) {
    if (!(error instanceof RedirectionFailure)) throw error
    await complain(streams, command, shell, error.message)
    return 1
  }
  try {
    const [name, ...args] = words
    if (name === undefined) {
      // Only an expansion in the assignments sets the exit code of a command without words.
      state.lastExit = 0
      if (assignments.length === 0 && command.name === undefined) await copyInput(command, redirected)
      for (const assignment of assignments) await assign(assignment, shell, expansion)
      return state.lastExit
    }
    const local = assignments.length === 0 ? state : state.fork()
    for (const assignment of assignments)
      local.set(assignment.name, await assignedText(assignment, { ...expansion, state: local }), true)
    state.lastExit = previous
    if (state.options.trace) await complain(redirected, command, shell, `+ ${words.join(' ')}`, '')
    const inner = { ...shell, state: local }
    return await dispatch(name, args, command, inner, redirected)
  } finally {
    await redirected.close()
  }
}

/** Words of a command. After `export` and its like, assignments are words that are not split. */
async function commandWords(command: Command, expansion: Expansion): Promise<string[]> {
  if (command.name === undefined) return []
  const fields = await expandWords([command.name], expansion)
  let plain: Word[] = []
  const flush = async (): Promise<void> => {
    fields.push(...(await expandWords(plain, expansion)))
    plain = []
  }
  for (const part of command.args) {
    if (part.type === 'Word') plain.push(part)
    else {
      await flush()
      fields.push(`${part.name}${part.append ? '+=' : '='}${await assignedText(part, expansion)}`)
    }
  }
  await flush()
  return fields
}

async function assignedText({ value }: Assignment, expansion: Expansion): Promise<string> {
  return value.type === 'Word' ? expandAssigned(value, expansion) : ''
}

async function assign(assignment: Assignment, { state }: Shell, expansion: Expansion): Promise<void> {
  const text = await assignedText(assignment, expansion)
  const { name, append } = assignment
  const value = append ? (state.get(name) ?? '') + text : text
  if (isSecretName(name)) registerSecret(value, name)
  state.set(name, value)
}

/** `$(< file)` reads the file. */
async function copyInput(command: Command, { stdin, outputs }: Streams): Promise<void> {
  const sink = outputs.get(1)
  const [only] = command.redirects
  if (command.redirects.length !== 1 || only?.type !== 'Redirect' || only.operator !== '<') return
  if (sink === undefined || sink === 'screen') return
  for await (const bytes of stdin) await sink.write(bytes)
}

async function dispatch(
  name: string,
  args: readonly string[],
  command: Command,
  shell: Shell,
  streams: Redirected,
): Promise<number> {
  const { host, state } = shell
  const run = name === 'curl' ? startRun(args, command, shell, streams) : undefined
  const origin: Origin = run ? { command: name, args, curl: run } : { command: name, args }
  let screen: ScreenSink | undefined
  const sinkOf = (fd: number): Sink => {
    const output = streams.outputs.get(fd) ?? nowhere
    return output === 'screen' ? (screen ??= host.open(origin)) : output
  }
  const io: CommandIo = {
    args,
    stdin: streams.hasStdin ? streams.stdin : nothing,
    stdout: sinkOf(1),
    stderr: sinkOf(2),
    state,
    signal: host.signal,
    maxCollectedBytes: host.maxCollectedBytes,
  }
  try {
    if (run) return await runCurlCommand(run, io, shell, streams.hasStdin)
    const found = findCommand(name, { args, path: state.get('PATH') })
    if (found) return await found(io)
    return await runProgram(name, io, {
      hasStdin: streams.hasStdin,
      complain: (message) => complain(streams, command, shell, message),
    })
  } finally {
    await screen?.end()
    await streams.close()
    if (run) for (const path of streams.files) await host.onFile?.(run, path)
  }
}

function startRun(
  argv: readonly string[],
  command: Command,
  { curls, state }: Shell,
  streams: Streams,
): CurlRun {
  const run: CurlRun = {
    argv,
    unset: [...state.unsetReads],
    output: kindOf(streams.outputs.get(1)),
    place: { pos: command.pos, end: command.end },
    transfers: [],
    exitCode: 0,
  }
  curls.push(run)
  return run
}

function kindOf(output: Output | undefined): CurlRun['output'] {
  if (output === 'screen') return 'screen'
  return output instanceof Pipe ? 'pipe' : 'elsewhere'
}

async function runCurlCommand(
  run: CurlRun,
  io: CommandIo,
  { host }: Shell,
  hasStdin: boolean,
): Promise<number> {
  const done: CurlRun['transfers'][number][] = []
  run.transfers = done
  try {
    const outcome = await host.curl(run.argv, {
      env: io.state.environment(),
      cwd: io.state.cwd,
      stdin: hasStdin ? io.stdin : undefined,
      stdout: (bytes, part) => {
        if (part === 'body') host.onBody?.(run, bytes)
        return io.stdout.write(bytes, part)
      },
      stderr: (text) => void io.stderr.write(Buffer.from(text)),
      signal: io.signal,
      maxStdinBytes: io.maxCollectedBytes,
      onTransferStart: (request) => host.onTransferStart?.(run, request),
      onResponse: (head) => host.onResponse?.(run, head),
      onProgress: (progress) => host.onProgress?.(run, progress),
      onTransferEnd: (transfer) => {
        done.push(transfer)
        return host.onTransferEnd?.(run, transfer)
      },
    })
    run.transfers = outcome.transfers
    run.exitCode = outcome.exitCode
    run.error = outcome.error
    return outcome.exitCode
  } finally {
    host.onCurlEnd?.(run)
  }
}

async function complain(
  streams: Streams,
  command: Command,
  shell: Shell,
  message: string,
  prefix?: string,
): Promise<void> {
  const sink = streams.outputs.get(2)
  if (sink === undefined || sink === 'screen') return
  const line = shell.source.text.slice(0, command.pos).split('\n').length
  await writeText(sink, `${prefix ?? `bash: line ${line}: `}${message}\n`)
}
