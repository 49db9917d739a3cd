/**
 * `tslab-magics export --student`: notebooks as students get them. Owns the files and the report.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { studentNotebook } from '../../teach/student/student-notebook'
import { dotenvReader } from '../../env/known-values'
import type { CliIo } from '../io'
import { secretsOf } from './secrets'
import { Staging } from './staging'

/** Where notebooks come from and go to. */
export interface StudentFolders {
  /** Folder that the paths of notebooks begin at. */
  readonly root: string
  readonly out: string
}

/**
 * Writes the notebooks for students, all or none.
 *
 * @param files - Absolute paths of the teacher's notebooks.
 * @param folders - See {@link StudentFolders}.
 * @param io - World of the command.
 * @returns Exit code: 0 done, 1 when a notebook has markers that do not match, or a secret.
 */
export function exportForStudents(
  files: readonly string[],
  { root, out }: StudentFolders,
  io: CliIo,
): number {
  const valuesOf = dotenvReader(io.env)
  const staging = new Staging(out)
  const reports: string[] = []
  let trouble = 0
  try {
    for (const file of files) {
      const name = relative(io.cwd, file) || file
      const path = relative(root, file).split(sep).join('/')
      const made = studentNotebook(readFileSync(file, 'utf8'))
      const isItself = join(out, path) === file
      const problems = isItself
        ? ['--out is the folder of the teacher’s notebooks: name another']
        : 'problems' in made
          ? made.problems
          : secretsOf([{ path, content: made.json }], valuesOf(dirname(file)))
      for (const problem of problems) io.err(`${name}: ${problem}\n`)
      trouble += problems.length
      if (problems.length > 0 || !('json' in made)) continue
      staging.add([{ path, content: made.json }])
      reports.push(
        `${path}: ${made.solutions} ${made.solutions === 1 ? 'solution' : 'solutions'} taken out\n`,
      )
    }
    if (trouble === 0) staging.commit()
  } finally {
    staging.discard()
  }
  io.err(trouble === 0 ? reports.join('') : 'nothing was written\n')
  return trouble === 0 ? 0 : 1
}
