/**
 * `tslab-magics new --course`: the lessons of the course as students get them. Owns where they are found and written.
 */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { quoteWord } from '../../base/bash-quote'
import { studentNotebook } from '../../teach/student/student-notebook'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { notebookName, writeNew } from './new'

/** Folder of the lessons where none is named. */
const FOLDER = 'course'

/**
 * Writes the lessons, all or none, and says where.
 *
 * @param folder - Folder to write them to, relative to the folder the command was started in; made where it is missing.
 * @param io - World of the command.
 * @returns Exit code 0.
 * @throws CliError When the folder cannot be named so, or one of the lessons is there already or cannot be written.
 */
export function newCourse(folder: string | undefined, io: CliIo): number {
  const source = findCourse()
  const lessons = readdirSync(source).filter((name) => name.endsWith('.ipynb'))
  const written = lessons.map((lesson) => {
    const made = studentNotebook(readFileSync(join(source, lesson), 'utf8'))
    if ('problems' in made) throw new CliError(`${lesson}: ${made.problems.join('; ')}`)
    return { path: notebookName(`${folder ?? FOLDER}/${lesson}`), text: made.json }
  })
  const taken = written.find(({ path }) => lstatSync(resolve(io.cwd, path), { throwIfNoEntry: false }))
  if (taken) throw new CliError(`There is a ${taken.path} already. Choose another folder, or move it away.`)
  for (const { path, text } of written) writeNew(path, { text, cwd: io.cwd })
  const first = quoteWord(written[0]!.path)
  io.out(`Wrote ${written.length} lessons, from ${first} on\nOpen the first: npx tslab-magics lab ${first}\n`)
  return 0
}

/** In the package the lessons are one folder above dist/, in the sources three above this file. */
function findCourse(): string {
  const found = [join(__dirname, '..'), resolve(__dirname, '..', '..', '..')]
    .map((root) => join(root, 'notebooks', 'course'))
    .find((path) => existsSync(path))
  if (found) return found
  throw new CliError(`The course is missing beside ${__dirname}. Install tslab-magics again.`)
}
