/** Commands for what is published. Each is loaded when it is called. */
import type { Command } from 'commander'
import type { CheckOptions } from '../check/check'
import { TAB_LANGUAGES, TARGET_NAMES, type ExportOptions } from '../export/options'
import type { Invocation } from './invocation'

/** Adds them. */
export function addPageCommands(program: Command, invocation: Invocation): void {
  program
    .command('check')
    .description('look for keys in notebooks before they are published')
    .argument('<paths...>', 'notebooks, folders or patterns')
    .option('--fix', 'mask outputs, and turn variables that are set to a key into prompts')
    .action(async (paths: string[], options: CheckOptions) => {
      const { checkCommand } = await import('../check/check.js')
      invocation.exitCode = await checkCommand(paths, options, invocation.io)
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
      const { exportCommand } = await import('../export/export.js')
      invocation.exitCode = await exportCommand(notebooks, options, invocation.io)
    })
}
