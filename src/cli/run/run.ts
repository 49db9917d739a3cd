/**
 * `tslab-magics run`: notebooks on the real kernel without a browser, each cell printed with its output.
 */
import { statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { stripControls } from '../../display/terminal-text'
import { runChild } from '../child'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { createRunPrinter, type RunEvent, type RunFailure } from './print-run'
import { prepareRecording, type RecordingOptions } from './recording'
import { ensureSetup } from '../setup/setup'

/** Settings of {@link runCommand}. */
export interface RunOptions extends RecordingOptions {
  /** Writes the outputs back into the notebooks whose cells all ran. */
  readonly save?: boolean
}

/** What the printer lets through of escape sequences. */
const COLOURS = /\x1b\[[0-9;:]*m/g

const SCRIPT = join(__dirname, 'run-notebook.py')

/**
 * Runs notebooks one after the other; a failed cell ends its notebook, not the others.
 *
 * @param paths - Notebooks, relative to the folder the command was started in.
 * @param options - `save`.
 * @param io - World of the command.
 * @returns 0 when every cell of every notebook ran; 1 when one failed; 130 when the run was stopped.
 * @throws CliError When a notebook is not there or the set-up fails; nothing has run then.
 */
export async function runCommand(paths: readonly string[], options: RunOptions, io: CliIo): Promise<number> {
  const notebooks = paths.map((path) => checkNotebook(path, io.cwd))
  const { venv } = await ensureSetup(io)
  let failed = 0
  for (const notebook of notebooks) {
    const name = relative(io.cwd, notebook)
    if (notebooks.length > 1) io.out(`\n══ ${name}\n`)
    const write = (text: string) => io.out(io.hasColours ? text : text.replace(COLOURS, ''))
    const { take } = createRunPrinter(write)
    const end = await runNotebook(notebook, { python: venv.python, ...options, take }, io)
    const { failure, wasStopped, notes, failures } = end
    if (wasStopped) return 130
    if (!failure) {
      for (const note of notes) io.err(`${name}: ${note}\n`)
      for (const line of failures) io.err(`${name}: ${line}\n`)
      if (failures.length > 0) failed++
      continue
    }
    failed++
    const { cell, ename, evalue } = failure
    for (const line of failures) if (!evalue.includes(line)) io.err(`${name}: ${line}\n`)
    const reason = stripControls(`${ename}: ${evalue.split('\n')[0]}`).replace(COLOURS, '')
    io.err(`${name}: cell ${cell} failed: ${reason}\n`)
  }
  return failed > 0 ? 1 : 0
}

/**
 * The full path of a notebook.
 * @throws CliError When it is not a file.
 */
export function checkNotebook(path: string, cwd: string): string {
  const full = resolve(cwd, path)
  if (statSync(full, { throwIfNoEntry: false })?.isFile()) return full
  throw new CliError(`There is no notebook ${path} in ${cwd}. Make one with: npx tslab-magics new NAME`)
}

/** How one notebook is run. */
export interface NotebookRun extends RecordingOptions {
  /** Python of `.venv`. */
  readonly python: string
  readonly save?: boolean
  /** When the kernel is ended; without it a notebook may take for ever. */
  readonly timeLimitSeconds?: number
  /** Whether cells run that come after one that failed. */
  readonly isToGoOn?: boolean
  /** Gets each step. */
  take(event: RunEvent): void
}

/** How it ended. */
export interface RunEnd {
  readonly failure: RunFailure | null
  readonly wasStopped: boolean
  /** Outputs of each code cell, as they would be saved. */
  readonly outputs: readonly (readonly unknown[])[]
  /** What is to be said of its recording. */
  readonly notes: readonly string[]
  /** What it asked for that was not recorded, and the like: failures that may have had no cell. */
  readonly failures: readonly string[]
}

/**
 * Runs one notebook on its kernel.
 *
 * @param notebook - Absolute path.
 * @param run - See {@link NotebookRun}.
 * @param io - World of the command.
 * @throws CliError When it could not be run at all.
 */
export async function runNotebook(notebook: string, run: NotebookRun, io: CliIo): Promise<RunEnd> {
  const { python, save, timeLimitSeconds, isToGoOn, take } = run
  let end: (RunEvent & { event: 'end' }) | undefined
  const complaints: string[] = []
  const limit = timeLimitSeconds === undefined ? [] : ['--time-limit', String(timeLimitSeconds)]
  const recording = prepareRecording(notebook, run)
  const { exitCode, wasStopped } = await runChild({
    command: python,
    args: [SCRIPT, notebook, ...(save ? ['--save'] : []), ...(isToGoOn ? ['--go-on'] : []), ...limit],
    cwd: io.cwd,
    // What is read once has to be whole: a cell ends when the note on its types is there.
    env: { TSLAB_MAGICS_TYPE_ERRORS: 'wait', ...io.env, PYTHONDONTWRITEBYTECODE: '1', ...recording.env },
    onLine(line) {
      const event = JSON.parse(line) as RunEvent
      if (event.event === 'end') end = event
      take(event)
    },
    // The kernel's own log comes this way too: worth reading only when the run broke down.
    onErrorLine: (line) => void complaints.push(line),
  })
  const said = recording.finish(wasStopped || end === undefined || end.failure !== null)
  if (end || wasStopped)
    return { failure: end?.failure ?? null, wasStopped, outputs: end?.outputs ?? [], ...said }
  const reason = complaints.findLast((line) => line.trim() !== '') ?? `exit code ${exitCode}`
  throw new CliError(`${relative(io.cwd, notebook)} could not be run: ${reason.trim()}`)
}
