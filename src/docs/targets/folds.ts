/**
 * Folds that several targets share.
 */
import { literal } from '../markdown/entities'

/** HTML's own fold; the blank lines are what lets Markdown be read inside. */
export function details(title: string, body: string): string {
  return `<details>\n<summary>${literal(title)}</summary>\n\n${body}\n\n</details>`
}

/** Colons for a container, one more than any inside. */
export function colonMark(body: string): string {
  return ':'.repeat(Math.max(2, ...[...body.matchAll(/^[ \t]*(:{3,})/gm)].map(([, run]) => run!.length)) + 1)
}

/** A container between colons, one more than any inside. */
export function colons(head: string, body: string): string {
  const mark = colonMark(body)
  return `${mark}${head}\n\n${body}\n\n${mark}`
}
