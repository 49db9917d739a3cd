/**
 * Compares what a cell showed with what is saved of it. Pure but for the pairs of values that it learns.
 */
import { redact } from '../../../secrets/redact-text'
import { stripControls } from '../../../display/terminal-text'
import { type OutputText, readOutputTexts } from './output-text'
import { withSavedLengths } from './partial-answers'
import { type Pairs, templateOf } from './volatile'
import type * as JestParts from '../../../teach/jest-parts'

/** A difference that people can read. */
export interface CellDifference {
  /** Lines with `-`, `+` and the lines around them; no secrets. */
  readonly lines: readonly string[]
}

const MAX_LINES = 120
const MAX_LINE_CHARS = 600

/** Outputs of a cell, then and today. */
export interface CellOutputs {
  readonly saved: readonly unknown[]
  readonly now: readonly unknown[]
}

/**
 * Compares outputs.
 *
 * @param outputs - Those of one cell.
 * @param pairs - Those of the notebook.
 * @returns `undefined` when they differ in nothing but chance.
 */
export async function compareCell(
  { saved, now }: CellOutputs,
  pairs: Pairs,
): Promise<CellDifference | undefined> {
  const [old, fresh] = [saved, withSavedLengths(saved, now)].map(readOutputTexts) as [
    OutputText[],
    OutputText[],
  ]
  if (saved.length > 0 && now.length === 0)
    return { lines: ['- outputs are saved', '+ the cell shows nothing'] }
  const read = await compareTexts(
    old.filter(({ isRead }) => isRead),
    fresh.filter(({ isRead }) => isRead),
    pairs,
  )
  return read ?? (await compareTexts(old, fresh, pairs))
}

interface Lines {
  readonly shown: readonly string[]
  readonly compared: readonly string[]
}

async function compareTexts(
  saved: readonly OutputText[],
  now: readonly OutputText[],
  pairs: Pairs,
): Promise<CellDifference | undefined> {
  const [old, fresh] = [linesOf(saved), linesOf(now)]
  const oldTemplates = old.compared.map(templateOf)
  const newTemplates = fresh.compared.map(templateOf)
  const oldLines = [...old.compared]
  const newLines = [...fresh.compared]
  const pair = (at: number, to: number): void => {
    const [a, b] = [oldTemplates[at]!, newTemplates[to]!]
    const isSame = a.values.map((value, index) => pairs.accept(value, b.values[index]!)).every(Boolean)
    if (isSame) oldLines[at] = newLines[to] = b.text
  }
  const isAlike =
    oldTemplates.length === newTemplates.length &&
    oldTemplates.every(({ text }, index) => text === newTemplates[index]!.text)
  if (isAlike) {
    oldTemplates.forEach((_template, index) => pair(index, index))
    if (oldLines.every((line, index) => line === newLines[index])) return undefined
  }
  const diff = await import('../../../teach/jest-parts.js')
  if (!isAlike)
    for (const [at, to] of matches(
      diff,
      oldTemplates.map(({ text }) => text),
      newTemplates.map(({ text }) => text),
    ))
      pair(at, to)
  return {
    lines: write(diff, { shown: old.shown, compared: oldLines }, { shown: fresh.shown, compared: newLines }),
  }
}

/** Which lines of two texts stand for each other. */
function matches(
  { diffLinesRaw }: typeof JestParts,
  old: readonly string[],
  fresh: readonly string[],
): [number, number][] {
  const found: [number, number][] = []
  let [at, to] = [0, 0]
  for (const { 0: sign } of diffLinesRaw([...old], [...fresh]))
    if (sign === 0) found.push([at++, to++])
    else if (sign < 0) at++
    else to++
  return found
}

function write({ diffLinesUnified2 }: typeof JestParts, old: Lines, fresh: Lines): string[] {
  const same = (text: string): string => text
  const text = diffLinesUnified2([...old.shown], [...fresh.shown], [...old.compared], [...fresh.compared], {
    omitAnnotationLines: true,
    expand: false,
    contextLines: 2,
    aColor: same,
    bColor: same,
    changeColor: same,
    commonColor: same,
    patchColor: same,
  })
  const lines = redact(stripControls(text)).split('\n')
  const shown = lines.slice(0, MAX_LINES).map((line) => shorten(line))
  return lines.length > MAX_LINES ? [...shown, `… ${lines.length - MAX_LINES} more lines`] : shown
}

function shorten(line: string): string {
  return line.length > MAX_LINE_CHARS ? `${line.slice(0, MAX_LINE_CHARS)}…` : line
}

function linesOf(texts: readonly OutputText[]): Lines {
  const titled = texts.map(({ title, shown, compared }) => ({
    shown: [`── ${title}`, ...shown],
    compared: [`── ${title}`, ...compared],
  }))
  return {
    shown: titled.flatMap(({ shown }) => shown),
    compared: titled.flatMap(({ compared }) => compared),
  }
}
