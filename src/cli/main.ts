#!/usr/bin/env node
/**
 * The command line. `commands/` has the names, options and help texts; what a command does lives in a file of its own, is
 * loaded when it is called, and returns its exit code. This is the only file that sets `process.exitCode`.
 */
import { systemMessage } from '../base/system-message'
import { MagicsError } from '../errors'
import { redact } from '../secrets/redact-text'
import { addNotebookCommands } from './commands/notebooks'
import { addPageCommands } from './commands/pages'
import { addServerCommands } from './commands/servers'
import { addSetupCommands } from './commands/setup'
import { processIo, type CliIo } from './io'
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
  const invocation = { io, exitCode: 0 }
  const program = new Command('tslab-magics')
    .description('Notebook magics, curl and chat for tslab: make and run notebooks, practise, set up.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })

  addNotebookCommands(program, invocation)
  addServerCommands(program, invocation)
  addPageCommands(program, invocation)
  addSetupCommands(program, invocation)

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const line = MagicsError.is(error) ? error.message : refusalOf(error)
    if (line === undefined) throw error
    io.err(`error: ${redact(line)}\n`)
    return 1
  }
  return invocation.exitCode
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
