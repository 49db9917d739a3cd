/** Commands that set a machine or a project up. Each is loaded when it is called. */
import type { Command } from 'commander'
import type { InstallOptions } from '../lab/install'
import type { Invocation } from './invocation'

/** Adds them. */
export function addSetupCommands(program: Command, invocation: Invocation): void {
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
        const { installCommand, uninstallCommand } = await import('../lab/install.js')
        invocation.exitCode = await (name === 'install' ? installCommand : uninstallCommand)(
          options,
          invocation.io,
        )
      })

  program
    .command('setup')
    .description('make .venv and the kernelspec if they are missing')
    .action(async () => {
      const { setupCommand } = await import('../setup/setup.js')
      invocation.exitCode = await setupCommand(invocation.io)
    })
}
