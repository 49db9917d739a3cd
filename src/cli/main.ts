#!/usr/bin/env node
/**
 * The command line: names, options and help texts of the commands. Each command lives in a file of its own, is loaded
 * when it is called, and returns its exit code; this is the only file that sets `process.exitCode`.
 */
import { systemMessage } from '../base/system-message'
import { MagicsError } from '../errors'
import { redact } from '../secrets/redact-text'
import type { CheckOptions } from './check/check'
import type { ClassOptions } from './class/options'
import type { ConvertCommandOptions } from './convert/convert'
import { TAB_LANGUAGES, TARGET_NAMES, type ExportOptions } from './export/options'
import type { InitOptions } from './init/init'
import type { InstallOptions } from './lab/install'
import { processIo, type CliIo } from './io'
import type { LabOptions } from './lab/lab'
import { readPort } from './lab/ports'
import type { PracticeCommandOptions } from './practice'
import type { RecordOptions } from './record/record'
import { type CheckRunOptions, readOptions, wrongUse } from './run/compare/options'
import type { RunOptions } from './run/run'
import { VERSION } from './version'

/**
 * Runs one command.
 *
 * @param args - Arguments without the program's own name.
 * @param io - World of the command.
 * @returns Exit code: 0 for success, 1 for a failure that was said in one line, 2 for a command or option that there is not.
 */
export async function main(args: readonly string[], io: CliIo): Promise<number> {
  const { Command, CommanderError } = await import('commander')
  let exitCode = 0
  const program = new Command('tslab-magics')
    .description('Notebook magics, curl and chat for tslab: make and run notebooks, practise, set up.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })

  program
    .command('lab')
    .description('open JupyterLab on a notebook, on a first one where there is none')
    .argument('[notebook]', 'notebook to open')
    .option('--port <port>', 'port to listen on (default: 8888, or any when that is taken)', readPort)
    .option('--no-browser', 'only print the address')
    .action(async (notebook: string | undefined, options: LabOptions) => {
      const { labCommand } = await import('./lab/lab.js')
      exitCode = await labCommand(notebook, options, io)
    })

  program
    .command('new')
    .description('write a first notebook, or a course, that runs without a key')
    .argument('[name]', 'its name, with .ipynb or without; with --course a folder (default: course)')
    .option('--course', 'write seven lessons with exercises')
    .action(async (name: string | undefined, { course }: { course?: true }) => {
      if (course) {
        const { newCourse } = await import('./lab/new-course.js')
        exitCode = newCourse(name, io)
        return
      }
      const { newCommand } = await import('./lab/new.js')
      exitCode = newCommand(name ?? program.error("error: missing required argument 'name'"), io)
    })

  program
    .command('run')
    .description('run notebooks on the real kernel and print each cell with its output')
    .argument('<notebooks...>', 'notebooks to run')
    .option('--save', 'write the outputs back into notebooks that did not fail')
    .option('--record', 'keep what servers answer in NOTEBOOK.recording.json')
    .option('--replay', 'answer with what NOTEBOOK.recording.json holds; no server is asked')
    .option('--pace <factor>', 'what times of --replay are multiplied by: 1 as recorded (default: 0)')
    .option('--max-age <days>', 'refuse to replay what is older, as 90d')
    .option(
      '--check',
      'compare each output with the one that is saved, but for what no two runs have in common',
    )
    .option('--update', 'with --check: write the outputs of cells that differ')
    .option('--format <form>', 'with --check: "text", "junit" or "github" (default: text)')
    .option('--report <file>', 'run all cells and write which exercises are solved, as .json or .md')
    .option('--jobs <count>', 'with --check or --report: notebooks to run at the same time (default: 1)')
    .option('--time-limit <seconds>', 'with --check or --report: when a notebook is given up (default: 600)')
    .action(async (notebooks: string[], options: RunOptions & CheckRunOptions) => {
      const wrong = wrongUse(options)
      if (wrong !== undefined) {
        io.err(`error: ${wrong}\n`)
        exitCode = 2
        return
      }
      if (options.report !== undefined) {
        const { reportRun } = await import('./run/report/report-run.js')
        exitCode = await reportRun(notebooks, { report: options.report, ...readOptions(options) }, io)
        return
      }
      if (options.check) {
        const { checkRun } = await import('./run/compare/check-run.js')
        exitCode = await checkRun(notebooks, readOptions(options), io)
        return
      }
      const { runCommand } = await import('./run/run.js')
      exitCode = await runCommand(notebooks, options, io)
    })

  program
    .command('practice')
    .description('serve the endpoint that answers without a key')
    .option('--port <port>', 'port to listen on (default: any)', readPort)
    .option('--fault <name>', 'what goes wrong with every request')
    .option('--expires <seconds>', 'when the access token expires (default: never)')
    .option('--models <names>', 'models to answer beside its own, separated by commas; "any" for every name')
    .option('--class <file>', 'stand before the server that BASE_URL names, for the students in a file')
    .option('--tokens <file>', 'with --class: private file of their tokens (default: NAME.tokens beside it)')
    .option('--usage <file>', 'with --class: what they used up (default: NAME.usage.jsonl beside it)')
    .option('--server <url>', 'with --class: the server (default: BASE_URL or OPENAI_BASE_URL)')
    .option('--key <variable>', 'with --class: variable that holds its key (default: the one of its address)')
    .option(
      '--host <address>',
      'with --class: address to listen at (default: 127.0.0.1, this computer alone)',
    )
    .option('--requests-per-minute <count>', 'with --class: requests of a student in a minute (default: 20)')
    .option(
      '--tokens-per-day <count>',
      'with --class: tokens of a student in a day, or none (default: 100000)',
    )
    .option('--tokens-in-all <count>', 'with --class: tokens of a student in all (default: none)')
    .option('--streams-at-once <count>', 'with --class: answers of a student at a time (default: 4)')
    .option('--allow <names>', 'with --class: fields and tools of the server that students may use')
    .option('--max-body <MB>', 'with --class: size of a request (default: 4)')
    .option(
      '--when-used-up <what>',
      'with --class: "refuse", "canned" or NAME.recording.json (default: refuse)',
    )
    .option('--public-url <url>', 'with --class: address that students type, when a proxy stands before it')
    .option('--allow-host <names>', 'with --class: other names of this computer, separated by commas')
    .option('--tls-cert <file>', 'with --class: certificate for https, with --tls-key')
    .option('--tls-key <file>', 'with --class: its key')
    .action(async (options: PracticeCommandOptions & ClassOptions) => {
      if (options.class !== undefined || options.tokens !== undefined) {
        const { classCommand } = await import('./class/class.js')
        exitCode = await classCommand(options, io)
        return
      }
      const { practiceCommand } = await import('./practice.js')
      exitCode = await practiceCommand(options, io)
    })

  program
    .command('record')
    .description('stand before a server and record what it answers')
    .argument('<file>', 'the recording: NAME.recording.json')
    .option('--server <url>', 'the server (default: BASE_URL or OPENAI_BASE_URL)')
    .option('--port <port>', 'port to listen on (default: any)', readPort)
    .action(async (file: string, options: RecordOptions) => {
      const { recordCommand } = await import('./record/record.js')
      exitCode = await recordCommand({ ...options, file }, io)
    })

  program
    .command('check')
    .description('look for keys in notebooks before they are published')
    .argument('<paths...>', 'notebooks, folders or patterns')
    .option('--fix', 'mask outputs, and turn variables that are set to a key into prompts')
    .action(async (paths: string[], options: CheckOptions) => {
      const { checkCommand } = await import('./check/check.js')
      exitCode = await checkCommand(paths, options, io)
    })

  program
    .command('export')
    .description('turn notebooks into pages of a documentation site')
    .argument('<notebooks...>', 'notebooks, folders or patterns')
    .option('--to <target>', `what the pages are for: ${TARGET_NAMES.join(', ')}`)
    .option('--student', 'write notebooks for students instead: without solutions, hidden tests and outputs')
    .option('--out <folder>', 'folder of the pages')
    .option('--stdout', 'print the page of one notebook instead, without its pictures')
    .option('--cell <cell>', 'only this cell: its number, from 1, or its id')
    .option('--no-outputs', 'leave the outputs out')
    .option('--fold <lines>', 'fold outputs of more lines (default: 30)')
    .option('--tabs <languages>', `requests as tabs in these languages: ${TAB_LANGUAGES.join(',')}`)
    .option('--badge <names>', 'links that open the notebook: "binder", "binder=URL", "codespaces"')
    .option('--base-url <url>', 'what addresses of pages and pictures begin with')
    .option('--answers <form>', 'answers of models as "prose" of the page or in a "fence" (default: prose)')
    .option('--footers <form>', 'lines with times: "drop", "freeze" or "keep" them (default: drop)')
    .option('--check', 'write nothing; fail when the pages on disk are not these')
    .action(async (notebooks: string[], options: ExportOptions) => {
      const { exportCommand } = await import('./export/export.js')
      exitCode = await exportCommand(notebooks, options, io)
    })

  program
    .command('convert')
    .description('turn Python notebooks into TypeScript ones')
    .argument('<notebooks...>', 'notebooks, .py with "# %%" lines, or Markdown')
    .option('--out <file>', 'the new notebook (default: NAME.ts.ipynb beside the old one)')
    .option('--style <style>', 'leave "magics" as they are, or write them as "helpers" (default: magics)')
    .option('--report <file>', 'write what became of each cell as JSON')
    .action(async (notebooks: string[], options: ConvertCommandOptions) => {
      const { convertCommand } = await import('./convert/convert.js')
      exitCode = await convertCommand(notebooks, options, io)
    })

  program
    .command('init')
    .description('write the files by which one link opens the notebooks of a repository')
    .option('--binder', 'for Binder: .binder/')
    .option('--devcontainer', 'for VS Code and GitHub Codespaces: .devcontainer/')
    .option('--force', 'overwrite files that differ')
    .action(async (options: InitOptions) => {
      const { initCommand } = await import('./init/init.js')
      exitCode = initCommand(options, io)
    })

  for (const name of ['install', 'uninstall'] as const)
    program
      .command(name)
      .description(name === 'install' ? 'add a kernel with magics from the first cell' : 'remove that kernel')
      .option('--user', "in the user's own folder (default)")
      .option('--sys-prefix', 'in the environment of the Python on the PATH')
      .option('--prefix <folder>', 'in an environment elsewhere')
      .option('--name <name>', 'name of the kernel in notebooks')
      .option('--js', 'JavaScript instead of TypeScript')
      .action(async (options: InstallOptions) => {
        const { installCommand, uninstallCommand } = await import('./lab/install.js')
        exitCode = await (name === 'install' ? installCommand : uninstallCommand)(options, io)
      })

  program
    .command('setup')
    .description('make .venv and the kernelspec if they are missing')
    .action(async () => {
      const { setupCommand } = await import('./setup/setup.js')
      exitCode = await setupCommand(io)
    })

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const line = MagicsError.is(error) ? error.message : refusalOf(error)
    if (line === undefined) throw error
    io.err(`error: ${redact(line)}\n`)
    return 1
  }
  return exitCode
}

/** What the system refused, in one line; `undefined` for any other error, which is a fault of ours. */
function refusalOf(error: unknown): string | undefined {
  const { code, syscall, path, address, port } = error as NodeJS.ErrnoException & Address
  if (code === undefined || syscall === undefined) return undefined
  const place = path ?? (address === undefined ? syscall : `${address}:${port}`)
  const advice = path === undefined ? '' : ' Check who may read and write there, or use another folder.'
  return `${place}: ${systemMessage(error)}.${advice}`
}

/** What errors of sockets hold. */
interface Address {
  readonly address?: string
  readonly port?: number
}

if (require.main === module)
  void main(process.argv.slice(2), processIo()).then((code) => {
    process.exitCode = code
  })
