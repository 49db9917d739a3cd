/**
 * Everything a notebook needs before it can run: `.venv` and the kernelspec. The other commands call it first.
 */
import type { CliIo } from '../io'
import { ensureKernelspec } from './kernelspec'
import { canImport, findProject, findTslab, type Project } from './project'
import { ensureVenv, type Venv } from './venv'

/**
 * Makes what is missing and says so on standard error; silent when nothing is.
 *
 * @param io - World of the command.
 * @returns Where everything is.
 * @throws CliError When Python or tslab is missing or an installation fails.
 */
export async function ensureSetup(io: CliIo): Promise<{ project: Project; venv: Venv }> {
  const project = findProject(io.cwd)
  // Before minutes are spent on the rest.
  findTslab(project.root)
  const venv = await ensureVenv(project, { env: io.env, log: (line) => io.err(`${line}\n`) })
  ensureKernelspec(project)
  if (!canImport(project.root))
    io.err(
      `tslab-magics is not installed in ${project.root}: notebooks there cannot import it. Run: npm install tslab-magics\n`,
    )
  return { project, venv }
}

/**
 * `tslab-magics setup`: makes `.venv` and the kernelspec and nothing else.
 *
 * @param io - World of the command.
 * @returns Exit code 0.
 */
export async function setupCommand(io: CliIo): Promise<number> {
  await ensureSetup(io)
  return 0
}
