/**
 * The markers of nbgrader in a cell: solutions become a stub, hidden tests and marking schemes go. Pure.
 * @see https://nbgrader.readthedocs.io/en/stable/user_guide/creating_and_grading_assignments.html
 */

/** Kinds of regions, by the words of their markers. */
const REGIONS = ['SOLUTION', 'HIDDEN TESTS', 'MARK SCHEME'] as const
type Region = (typeof REGIONS)[number]

/** A cell as students get it. */
export interface StudentText {
  readonly text: string
  /** Whether a solution was taken out. */
  readonly hadSolution: boolean
  /** Whether something was taken out and nothing put there. */
  readonly hadHiddenPart: boolean
}

/**
 * Takes out what students do not get.
 *
 * @param source - Text of the cell.
 * @param stub - What takes the place of a solution; it is indented as the solution was.
 * @returns The text, or in one line what is wrong with the markers.
 */
export function studentText(source: string, stub: string): StudentText | string {
  const kept: string[] = []
  let open: { readonly region: Region; readonly line: number } | undefined
  let [hadSolution, hadHiddenPart] = [false, false]
  for (const [index, line] of source.split('\n').entries()) {
    const begun = REGIONS.find((region) => line.includes(`BEGIN ${region}`))
    const ended = REGIONS.find((region) => line.includes(`END ${region}`))
    if (begun !== undefined) {
      if (open)
        return `line ${index + 1} begins ${begun} inside ${open.region}, which began in line ${open.line}`
      open = { region: begun, line: index + 1 }
      if (begun === 'SOLUTION') {
        hadSolution = true
        const indent = /^\s*/.exec(line)![0]
        kept.push(...stub.split('\n').map((stubLine) => indent + stubLine))
      } else hadHiddenPart = true
    } else if (ended !== undefined) {
      if (open?.region !== ended) return `line ${index + 1} ends ${ended}, which has not begun`
      open = undefined
    } else if (!open) kept.push(line)
  }
  if (open) return `${open.region}, which begins in line ${open.line}, has no end`
  const text = kept.join('\n')
  return { text: hadHiddenPart ? text.replace(/\n+$/, '') : text, hadSolution, hadHiddenPart }
}
