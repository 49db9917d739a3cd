/**
 * The notebooks of the course, and the pairs of cells in them that are exercises: what a student writes, and its check.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { joined, readCells } from '../../support/notebook'

/** Where the course is. */
export const COURSE = resolve(__dirname, '..', '..', '..', 'notebooks', 'course')

/** File names of the lessons, in their order. */
export const LESSONS = readdirSync(COURSE).filter((name) => name.endsWith('.ipynb'))

/** Text of a lesson's file. */
export function lessonText(lesson: string): string {
  return readFileSync(join(COURSE, lesson), 'utf8')
}

/** A cell of code of a lesson. */
export interface LessonCell {
  readonly id: string
  readonly source: string
  /** Name of the exercise that the cell checks, or that the next cell checks. */
  readonly checks?: string
  readonly isAnswerTo?: string
}

/** The cells of code of a lesson. */
export function codeOf(lesson: string): LessonCell[] {
  const cells = readCells(join(COURSE, lesson)).filter(({ cell_type }) => cell_type === 'code')
  const named = cells.map(({ id = '', source }) => {
    const text = joined(source)
    const checks = /^await exercise\(\n {2}"([^"]+)"/m.exec(text)?.[1]
    return { id, source: text, ...(checks === undefined ? {} : { checks }) }
  })
  return named.map((cell, index) => {
    const isAnswerTo = named[index + 1]?.checks
    return isAnswerTo === undefined ? cell : { ...cell, isAnswerTo }
  })
}

/** Regions of a text that students do not get, without the lines of their markers. */
export function hiddenRegions(text: string): string[] {
  return [...text.matchAll(/### BEGIN (SOLUTION|HIDDEN TESTS)\n([\s\S]*?)\n.*### END \1/g)].map(
    ([, , inside = '']) => inside,
  )
}

/** The cell with another answer in the place of its solution. */
export function withAnswer(source: string, answer: string): string {
  return source.replace(
    /^.*### BEGIN SOLUTION\n[\s\S]*?### END SOLUTION.*$/m,
    () => answer,
  )
}
