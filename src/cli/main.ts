#!/usr/bin/env node
/**
 * The command line: names, options and help texts of the commands. Each command lives in a file of its own, is loaded
 * when it is called, and returns its exit code; this is the only file that sets `process.exitCode`.
 */
import { describeError, MagicsError } from '../errors'
import { processIo, type CliIo } from './io'

declare const __VERSION__: string | undefined

/**
 * Runs one command.
 *
 * @param args - Arguments without the program's own name.
 * @param io - World of the command.
 * @returns Exit code: 0 for success, 1 for a failure that was said in one line.
 */
export async function main(args: readonly string[], io: CliIo): Promise<number> {
  const { Command, CommanderError } = await import('commander')
  let exitCode = 0
  const program = new Command('tslab-magics')
    .description('Notebook magics, curl and chat for tslab: run, practise and set up.')
    .version(typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })

  program
    .command('setup')
    .description('make .venv and the kernelspec if they are missing')
    .action(async () => {
      const { setupCommand } = await import('./setup.js')
      exitCode = await setupCommand(io)
    })

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    if (!MagicsError.is(error)) throw error
    io.err(`${describeError(error)}\n`)
    return 1
  }
  return exitCode
}

if (require.main === module)
  void main(process.argv.slice(2), processIo()).then((code) => {
    process.exitCode = code
  })
