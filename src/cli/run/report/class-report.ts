/**
 * Who solved what: exercises in the outputs of notebooks, gathered over a class. Pure.
 */
import { basename } from 'node:path'
import { isObject, stringOf } from '../../../base/unknown'

/** How an exercise of a notebook stands; `not-run`: others with a notebook of this name have it. */
export type ExerciseStanding = 'solved' | 'open' | 'not-run'

/** A notebook that was run. */
export interface RunNotebook {
  /** Its path as the user would type it. */
  readonly name: string
  /** Outputs of each code cell. */
  readonly outputs: readonly (readonly unknown[])[]
  /** Why it did not come to its end, in one line. */
  readonly trouble?: string
}

/** A line of the report. */
export interface NotebookStanding {
  readonly notebook: string
  readonly solved: number
  readonly exercises: readonly { readonly name: string; readonly standing: ExerciseStanding }[]
  readonly trouble?: string
}

/** Gathers the standings of notebooks; those with one file name are versions of one lesson. */
export function standingsOf(notebooks: readonly RunNotebook[]): NotebookStanding[] {
  const found = notebooks.map((notebook) => ({ notebook, exercises: exercisesOf(notebook.outputs) }))
  const names = new Map<string, Set<string>>()
  for (const { notebook, exercises } of found) {
    const lesson = basename(notebook.name)
    const all = names.get(lesson) ?? new Set()
    for (const name of exercises.keys()) all.add(name)
    names.set(lesson, all)
  }
  return found.map(({ notebook: { name, trouble }, exercises }) => {
    const all = [...names.get(basename(name))!].map((exercise) => {
      const passed = exercises.get(exercise)
      const standing: ExerciseStanding = passed === undefined ? 'not-run' : passed ? 'solved' : 'open'
      return { name: exercise, standing }
    })
    const solved = all.filter(({ standing }) => standing === 'solved').length
    return { notebook: name, solved, exercises: all, ...(trouble === undefined ? {} : { trouble }) }
  })
}

/** Exercises by name, and whether they were solved when they ran last. */
function exercisesOf(outputs: RunNotebook['outputs']): Map<string, boolean> {
  const exercises = new Map<string, boolean>()
  for (const output of outputs.flat().filter(isObject)) {
    const metadata = isObject(output['metadata']) ? output['metadata']['tslab-magics'] : undefined
    const exercise = isObject(metadata) ? metadata['exercise'] : undefined
    if (isObject(exercise)) exercises.set(stringOf(exercise['name']), exercise['passed'] === true)
  }
  return exercises
}

/** The report as JSON, for programs. */
export function asJson(standings: readonly NotebookStanding[]): string {
  return `${JSON.stringify({ version: 1, notebooks: standings }, null, 2)}\n`
}

/** The report as Markdown: a table for each lesson. */
export function asMarkdown(standings: readonly NotebookStanding[]): string {
  const lessons = new Map<string, NotebookStanding[]>()
  for (const standing of standings) {
    const lesson = basename(standing.notebook)
    lessons.set(lesson, [...(lessons.get(lesson) ?? []), standing])
  }
  return [...lessons].map(([lesson, all]) => `## ${inert(lesson)}\n\n${tableOf(all)}`).join('\n')
}

const MARKS = { solved: '✔', open: '✘', 'not-run': '–' } as const

function tableOf(standings: readonly NotebookStanding[]): string {
  const exercises = standings[0]?.exercises ?? []
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  const head = ['notebook', 'solved', ...exercises.map(({ name }) => inert(name)), 'trouble']
  const rows = standings.map(({ notebook, solved, exercises: own, trouble = '' }) =>
    row([
      inert(notebook),
      `${solved} of ${own.length}`,
      ...own.map(({ standing }) => MARKS[standing]),
      inert(trouble),
    ]),
  )
  return row(head) + row(head.map(() => '---')) + rows.join('')
}

/** Names are what students write: no table, no markup and no link may come of them. */
function inert(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#|!~$&:@]|\.(?<=www\.)/gi, (char) => `&#${char.charCodeAt(0)};`)
}
