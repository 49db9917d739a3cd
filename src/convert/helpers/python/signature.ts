/** `inspect`: what functions tell of themselves, in fields of their own. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** `inspect.signature(f).parameters` */
export function parametersOf(f: any): Record<string, any> {
  if (typeof f !== 'function') throw new TypeError(`${String(f)} is not a callable object`)
  if (f.signature === undefined)
    throw failure('NotConverted', 'The parameters of this function are not known here.')
  return Object.fromEntries(f.signature.map((parameter: any) => [parameter.name, parameter]))
}

/** `f.__doc__`, of one line: versions of Python leave the margin of more lines than one, or take it away */
export function docOf(f: any): string | null {
  const text = wholeDocOf(f)
  if (text?.includes('\n')) throw failure('NotConverted', 'A docstring of several lines is not converted.')
  return text
}

/** `inspect.getdoc(f)` */
export function cleanDocOf(f: any): string | null {
  const text = wholeDocOf(f)
  if (text === null) return null
  const [first, ...rest] = text.replace(/\t/g, '        ').split('\n')
  const margins = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const margin = margins.length === 0 ? 0 : Math.min(...margins)
  const lines = [first!.trimStart(), ...rest.map((line) => line.slice(margin))]
  return lines.join('\n').replace(/^\n+|\n+$/g, '')
}

/** The docstring as it is written */
export function wholeDocOf(f: any): string | null {
  if (typeof f !== 'function' || !('doc' in f))
    throw failure('NotConverted', 'The docstring of this function is not known here.')
  return f.doc
}

/** `parameter.annotation.__name__` */
export function annotationName(annotation: string | undefined): string {
  if (annotation === undefined) return '_empty'
  if (/^(?:str|int|float|bool|list|dict|tuple|set|bytes)$/.test(annotation)) return annotation
  throw failure('NotConverted', `The name of the type ${annotation} is not known here.`)
}
