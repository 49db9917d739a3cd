/** Commands that make and run notebooks. Each is loaded when it is called. */
import type { Command } from 'commander'
import type { ConvertCommandOptions } from '../convert/convert'
import type { InitOptions } from '../init/init'
import type { LabOptions } from '../lab/lab'
import { readPort } from '../lab/ports'
import { type CheckRunOptions, readOptions, wrongUse } from '../run/compare/options'
import type { RunOptions } from '../run/run'
import type { Invocation } from './invocation'

/** Adds them. */
export function addNotebookCommands(program: Command, invocation: Invocation): void {
  program
    .command('lab')
    .description('open JupyterLab on a notebook, on a first one where there is none')
    .argument('[notebook]', 'notebook to open')
    .option('--port <port>', 'port to listen on (default: 8888, or any when that is taken)', readPort)
    .option('--no-browser', 'only print the address')
    .action(async (notebook: string | undefined, options: LabOptions) => {
      const { labCommand } = await import('../lab/lab.js')
      invocation.exitCode = await labCommand(notebook, options, invocation.io)
    })

  program
    .command('new')
    .description('write a first notebook, or a course, that runs without a key')
    .argument('[name]', 'its name, with .ipynb or without; with --course a folder (default: course)')
    .option('--course', 'write seven lessons with exercises')
    .action(async (name: string | undefined, { course }: { course?: true }) => {
      if (course) {
        const { newCourse } = await import('../lab/new-course.js')
        invocation.exitCode = newCourse(name, invocation.io)
        return
      }
      const { newCommand } = await import('../lab/new.js')
      invocation.exitCode = newCommand(
        name ?? program.error("error: missing required argument 'name'"),
        invocation.io,
      )
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
        invocation.io.err(`error: ${wrong}\n`)
        invocation.exitCode = 2
        return
      }
      if (options.report !== undefined) {
        const { reportRun } = await import('../run/report/report-run.js')
        invocation.exitCode = await reportRun(
          notebooks,
          { report: options.report, ...readOptions(options) },
          invocation.io,
        )
        return
      }
      if (options.check) {
        const { checkRun } = await import('../run/compare/check-run.js')
        invocation.exitCode = await checkRun(notebooks, readOptions(options), invocation.io)
        return
      }
      const { runCommand } = await import('../run/run.js')
      invocation.exitCode = await runCommand(notebooks, options, invocation.io)
    })

  program
    .command('convert')
    .description('turn Python notebooks into TypeScript ones')
    .argument('<notebooks...>', 'notebooks, .py with "# %%" lines, or Markdown')
    .option('--out <file>', 'the new notebook (default: NAME.ts.ipynb beside the old one)')
    .option('--style <style>', 'leave "magics" as they are, or write them as "helpers" (default: magics)')
    .option('--report <file>', 'write what became of each cell as JSON')
    .action(async (notebooks: string[], options: ConvertCommandOptions) => {
      const { convertCommand } = await import('../convert/convert.js')
      invocation.exitCode = await convertCommand(notebooks, options, invocation.io)
    })

  program
    .command('init')
    .description('write the files by which one link opens the notebooks of a repository')
    .option('--binder', 'for Binder: .binder/')
    .option('--devcontainer', 'for VS Code and GitHub Codespaces: .devcontainer/')
    .option('--force', 'overwrite files that differ')
    .action(async (options: InitOptions) => {
      const { initCommand } = await import('../init/init.js')
      invocation.exitCode = initCommand(options, invocation.io)
    })
}
