/**
 * Runs the tree of a script: lists, `&&` and `||`, pipelines, groups, subshells, `$(…)`. Owns exit codes and which
 * failures the script has looked after; single commands are `run-command.ts`.
 */
import { runCommand } from './run-command'
import type { RunContext } from './run-context'
import { redirect, RedirectionFailure } from './redirections'
import { checkScript } from './check-script'
import { ScriptError, type Source } from '../script-error'
import { ScriptExit } from '../script-exit'
import type { CurlRun, Output, ScriptHost, Shell, Streams } from '../shell'
import { ShellState } from '../shell-state'
import { Capture, nothing, Pipe, writeText, type Sink } from '../streams'
import {
  loadParser,
  type ParsedScript,
  type PipelineNode,
  type Script,
  type Statement,
} from '../../base/unbash'

/** How a script is run. */
export interface ScriptOptions {
  /** Whether a pipeline fails when any command of it fails. @defaultValue `true` */
  readonly pipefail?: boolean
}

/** How a script ended. */
export interface ScriptOutcome {
  readonly exitCode: number
  /** Every curl command that ran. */
  readonly curls: readonly CurlRun[]
  /** curl commands that failed without the script looking after it (`||`, `if`, `$?`). */
  readonly failures: readonly CurlRun[]
}

/**
 * Runs a script to its end.
 *
 * @param source - Text and interpolated values.
 * @param host - Where output goes and what stops the work.
 * @throws ScriptError before anything runs, when the script has a mistake or needs a real bash.
 * @throws the reason of `host.signal` when it is aborted.
 */
export async function runScript(
  source: Source,
  host: ScriptHost,
  options: ScriptOptions = {},
): Promise<ScriptOutcome> {
  const { parse } = await loadParser()
  const tree = parse(source.text)
  checkScript(tree, source)
  const state = new ShellState(host.env, host.cwd)
  state.options.pipefail = options.pipefail ?? true
  const shell: Shell = { source, host, state, curls: [], failures: [] }
  state.onStatusRead = () => shell.failures.splice(0)
  const screen: Streams = {
    stdin: nothing,
    hasStdin: false,
    outputs: new Map<number, Output>([
      [1, 'screen'],
      [2, stderrSink(host)],
    ]),
  }
  const exitCode = await untilExit(contextOf(shell, screen), (context) => runList(tree.commands, context))
  host.signal.throwIfAborted()
  return { exitCode, curls: shell.curls, failures: shell.failures }
}

function stderrSink(host: ScriptHost): Sink {
  return {
    write: (bytes) => {
      host.stderr(bytes)
      return true
    },
  }
}

/** Runs the body of a shell or subshell; `exit` ends only it. */
async function untilExit(
  context: RunContext,
  run: (context: RunContext) => Promise<number>,
): Promise<number> {
  try {
    return await run(context)
  } catch (error) {
    if (!(error instanceof ScriptExit)) throw error
    const { shell, streams } = context
    if (error.message !== undefined) await complain(streams, `bash: line 1: ${error.message}\n`)
    shell.state.lastExit = error.exitCode
    return error.exitCode
  }
}

async function complain(streams: Streams, text: string): Promise<void> {
  const sink = streams.outputs.get(2)
  if (sink !== undefined && sink !== 'screen') await writeText(sink, text)
}

/** Whether a failing command ends the script under `set -e`: not where its result is tested. */
type Tested = boolean

async function runList(
  statements: readonly Statement[],
  context: RunContext,
  tested: Tested = false,
): Promise<number> {
  const { shell } = context
  for (const statement of statements) {
    shell.host.signal.throwIfAborted()
    const before = shell.curls.length
    const exitCode = await runNode(statement.command, context, tested)
    shell.state.lastExit = exitCode
    if (exitCode !== 0) shell.failures.push(...shell.curls.slice(before).filter((run) => run.exitCode !== 0))
  }
  return shell.state.lastExit
}

async function runNode(node: Statement['command'], context: RunContext, tested: Tested): Promise<number> {
  const { shell, streams } = context
  switch (node.type) {
    case 'AndOr': {
      let exitCode = 0
      for (const [index, command] of node.commands.entries()) {
        const operator = node.operators[index - 1]
        if (operator === '&&' && exitCode !== 0) continue
        if (operator === '||' && exitCode === 0) continue
        const isLast = index === node.commands.length - 1
        exitCode = shell.state.lastExit = await runNode(command, context, tested || !isLast)
      }
      return exitCode
    }
    case 'Pipeline': {
      const negated = node.prefixes.some((prefix) => prefix.type === 'Negation')
      const exitCode = await runPipeline(node, context, tested || negated)
      if (!negated) return failUnlessTested(exitCode, shell, tested)
      return exitCode === 0 ? 1 : 0
    }
    case 'BraceGroup':
      return runList(node.body.commands, context, tested)
    case 'Subshell': {
      const exitCode = await untilExit(forkContext(shell, streams), (inner) =>
        runList(node.body.commands, inner, tested),
      )
      return failUnlessTested(exitCode, shell, tested)
    }
    case 'Redirected':
      return runRedirected(node, context, tested)
    case 'Command': {
      const exitCode = await runCommand(node, context)
      return failUnlessTested(exitCode, shell, tested)
    }
    default:
      throw new ScriptError(
        'this is not run here. Use bash`\u2026` for it.',
        shell.source,
        node.pos,
        node.end,
      )
  }
}

function failUnlessTested(exitCode: number, shell: Shell, tested: Tested): number {
  if (exitCode !== 0 && shell.state.options.exitOnError && !tested) throw new ScriptExit(exitCode)
  return exitCode
}

async function runRedirected(
  node: Extract<PipelineNode, { type: 'Redirected' }>,
  context: RunContext,
  tested: Tested,
): Promise<number> {
  const { shell, streams } = context
  try {
    const inner = await redirect(node.redirects, context)
    try {
      return await runNode(node.command, contextOf(shell, inner), tested)
    } finally {
      await inner.close()
    }
  } catch (error) {
    if (!(error instanceof RedirectionFailure)) throw error
    await complain(streams, `bash: line 1: ${error.message}\n`)
    return 1
  }
}

async function runPipeline(
  { commands, operators }: Extract<PipelineNode, { type: 'Pipeline' }>,
  context: RunContext,
  tested: Tested,
): Promise<number> {
  const { shell, streams } = context
  if (commands.length === 1) return runNode(commands[0] as PipelineNode, context, tested)
  let reader: Pipe | undefined
  const runs = commands.map((command, index) => {
    const input = reader
    const output = index < commands.length - 1 ? new Pipe() : undefined
    reader = output
    const outputs = new Map(streams.outputs)
    if (output) outputs.set(1, output)
    if (output && operators[index] === '|&') outputs.set(2, output)
    const ends: Streams = input ? { stdin: input, hasStdin: true, outputs } : { ...streams, outputs }
    const finish = (): void => {
      output?.end()
      input?.abandon()
    }
    const run = async (): Promise<number> => {
      const exitCode = await untilExit(forkContext(shell, ends), (inner) => runNode(command, inner, true))
      // A command whose reader had enough (`curl … | head`) has not failed, nor has a search that found nothing.
      const isHarmless =
        (output?.isAbandoned === true && BROKEN_PIPE.has(exitCode)) ||
        (output !== undefined && exitCode === 1 && isSearch(command))
      return isHarmless ? 0 : exitCode
    }
    return run().finally(finish)
  })
  const settled = await Promise.allSettled(runs)
  for (const result of settled) if (result.status === 'rejected') throw result.reason
  const codes = settled.map((result) => (result.status === 'fulfilled' ? result.value : 1))
  const last = codes.at(-1) ?? 0
  return shell.state.options.pipefail ? (codes.findLast((code) => code !== 0) ?? 0) : last
}

/** Exit codes that say "nobody reads": SIGPIPE, and curl's write error. */
const BROKEN_PIPE = new Set([141, 23])

const isSearch = (node: PipelineNode): boolean =>
  node.type === 'Command' && /^[ef]?grep$/.test(node.name?.value ?? '')

/** What nodes of a shell run in while its descriptors lead there. */
function contextOf(shell: Shell, streams: Streams): RunContext {
  const { source, state } = shell
  return {
    shell,
    streams,
    expansion: { source, state, substitute: (script) => substitute(script, shell, streams) },
  }
}

/** The same in a shell of its own: what happens there does not come back. */
function forkContext(shell: Shell, streams: Streams): RunContext {
  return contextOf({ ...shell, state: shell.state.fork() }, streams)
}

async function substitute(script: ParsedScript, shell: Shell, streams: Streams): Promise<string> {
  const capture = new Capture(shell.host.maxCollectedBytes)
  const inner: Shell = { ...shell, state: shell.state.fork(), source: innerSource(script, shell.source) }
  const ends: Streams = { ...streams, outputs: new Map([...streams.outputs, [1, capture]]) }
  const exitCode = await untilExit(contextOf(inner, ends), (context) =>
    runList(script.commands, context, true),
  )
  shell.state.lastExit = exitCode
  for (const name of inner.state.unsetReads) shell.state.unsetReads.add(name)
  return capture.text().replace(/\n+$/, '')
}

/** A script in backquotes with escapes has a text of its own, which its offsets count in. */
function innerSource(script: Script, source: Source): Source {
  return script.source === undefined ? source : { text: script.source, values: source.values }
}
