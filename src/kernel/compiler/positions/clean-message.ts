/**
 * Messages of V8 that quote the code: variables of the notebook under the names that the user gave them.
 */
import { RUN, VARIABLES } from '../runtime-names'

/** How V8 prints where a variable is read: behind a guard, from where it was found, directly. */
const OBJECTS = new RegExp(
  `\\(\\(${RUN}\\.isOn && [\\w$]+\\) ?, ?${VARIABLES}\\)\\.|(?:\\(intermediate value\\)){3}\\.|\\b${VARIABLES}\\.`,
  'g',
)

/** `(0 , __vars__.f) is not a function` was `f` in the cell. */
export function cleanMessage(text: string): string {
  if (!text.includes(VARIABLES) && !text.includes('(intermediate value)')) return text
  const named = text.replace(OBJECTS, '')
  return named === text ? text : named.replace(/\(0 ?, ?([\w$]+)\)/g, '$1')
}
