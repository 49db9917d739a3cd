/**
 * How an exercise looks in the cell: a green or a red line, what is wrong, hints that open at a click. Pure.
 */
import type { MimeBundle } from '../base/mime-bundle'
import { html as h } from '../display/html'
import { WARNING } from '../display/look'
import type { Complaint } from './verdict'

/** An exercise as it stands. */
export interface ExerciseState {
  readonly name: string
  /** Why it is not solved; missing when it is. */
  readonly complaint?: Complaint
  /** Hints that may be read by now. */
  readonly hints: readonly string[]
  /** The solution, once it may be read. */
  readonly solution?: string
}

const GOOD = 'border-left:3px solid #1a7f37;padding:2px 10px;margin:6px 0'
const PRE = 'white-space:pre-wrap;margin:4px 0'

/** Draws an exercise. The mark and the words say what the colour says. */
export function exerciseBundle({ name, complaint, hints, solution }: ExerciseState): MimeBundle {
  if (complaint === undefined)
    return {
      data: {
        'text/html': String(h`<div style="${GOOD}"><b>✔ ${name}</b> solved</div>`),
        'text/plain': `✔ ${name}: solved`,
      },
    }
  const { line, details } = complaint
  const folds = [
    ...hints.map((hint, index) => [hints.length > 1 ? `Hint ${index + 1}` : 'Hint', hint] as const),
    ...(solution === undefined ? [] : [['Solution', solution] as const]),
  ]
  const markup = h`<div style="${WARNING}"><b>✘ ${name}</b> ${line}${
    details.length > 0 && h`<pre style="${PRE}">${details.join('\n')}</pre>`
  }${folds.map(
    ([title, text]) =>
      h`<details><summary style="cursor:pointer">${title}</summary><pre style="${PRE}">${text}</pre></details>`,
  )}</div>`
  const plain = [
    `✘ ${name}: ${line}`,
    ...details.map((detail) => `  ${detail}`),
    ...folds.map(([title, text]) => `${title}: ${text.trim().replaceAll('\n', '\n  ')}`),
  ]
  return { data: { 'text/html': String(markup), 'text/plain': plain.join('\n') } }
}
