/**
 * Display methods: what values offer by agreement. Owns their names and how they are called.
 *
 * - `[Symbol.for("Jupyter.display")]()` gives a bundle, now or later: Deno's kernel, nodejs-polars, Apache Arrow, anywidget.
 * - `_repr_html_()` and its like give one media type each: IPython's names, which JavaScript libraries for several kernels use.
 * - `_toHtml()` and its like: IJavascript's names, in older notebooks.
 *
 * A method that fails is said to fail under the value as Node prints it. Objects that answer to every name, as clients made of a
 * `Proxy` do (tRPC, Comlink), are not asked: each answer would be a request.
 * @see https://docs.deno.com/api/deno/~/Deno.jupyter.Displayable
 * @see https://ipython.readthedocs.io/en/stable/config/integrating.html#rich-display
 * @see https://n-riesco.github.io/ijavascript/doc/custom.ipynb.html
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { checkBundle, partsOf } from './value-check'
import { failedDisplay } from './value-text'

const DISPLAY = Symbol.for('Jupyter.display')
const NO_SYMBOL = Symbol('no such method')
const NO_NAME = '_repr_of_no_such_kind_'

/** In order of weight: of two methods for one media type the first counts. `*` gives several types. */
const METHODS = [
  ['_repr_mimebundle_', '*'],
  ['_repr_html_', 'text/html'],
  ['_repr_markdown_', 'text/markdown'],
  ['_repr_svg_', 'image/svg+xml'],
  ['_repr_png_', 'image/png'],
  ['_repr_jpeg_', 'image/jpeg'],
  ['_repr_latex_', 'text/latex'],
  ['_repr_json_', 'application/json'],
  ['_toMime', '*'],
  ['_toHtml', 'text/html'],
  ['_toSvg', 'image/svg+xml'],
  ['_toPng', 'image/png'],
  ['_toJpeg', 'image/jpeg'],
] as const

type Method = (typeof METHODS)[number]
type Drawn = MimeBundle | undefined
/** What a method gave, or that it failed. */
type Answer =
  { readonly type: string; readonly content: unknown } | { readonly method: string; readonly error: unknown }

/**
 * Has a value draw itself.
 *
 * @param value - Any object or function; functions are asked for the symbol only.
 * @returns The checked bundle, or a promise of it when a method is asynchronous (it never rejects); `undefined` when the value has
 * no display method, or its methods give nothing that can be shown.
 */
export function drawItself(value: object): Drawn | Promise<Drawn> {
  const fields = value as Readonly<Record<string | symbol, unknown>>
  const display = fields[DISPLAY]
  if (typeof display === 'function') {
    if (fields[NO_SYMBOL] !== undefined) return undefined
    const call = () => Reflect.apply(display, value, []) as unknown
    return gather(value, [ask(call, ['[Symbol.for("Jupyter.display")]', '*'])])
  }
  if (typeof value === 'function') return undefined
  let answers: (Answer | Promise<Answer>)[] | undefined
  for (const method of METHODS) {
    const call = fields[method[0]]
    // IJavascript's names are not so rare; what takes arguments is something else.
    if (typeof call !== 'function' || (call.length > 0 && method[0].startsWith('_to'))) continue
    if (answers === undefined && answersToAll(value)) return undefined
    ;(answers ??= []).push(ask(() => Reflect.apply(call, value, []) as unknown, method))
  }
  return answers === undefined ? undefined : gather(value, answers)
}

/** Tells whether an object has something under every name, also under one that nobody uses. */
export function answersToAll(value: object): boolean {
  return (value as Readonly<Record<string, unknown>>)[NO_NAME] !== undefined
}

function ask(call: () => unknown, [name, type]: Method | readonly [string, '*']): Answer | Promise<Answer> {
  try {
    const content = call()
    if (!isThenable(content)) return { type, content }
    return Promise.resolve(content).then(
      (later) => ({ type, content: later }),
      (error: unknown) => ({ method: name, error }),
    )
  } catch (error) {
    return { method: name, error }
  }
}

function gather(value: object, answers: readonly (Answer | Promise<Answer>)[]): Drawn | Promise<Drawn> {
  const isNow = answers.every((answer): answer is Answer => !(answer instanceof Promise))
  if (isNow) return bundleOf(value, answers as readonly Answer[])
  return Promise.all(answers)
    .then((all) => bundleOf(value, all))
    .catch(() => undefined)
}

function bundleOf(value: object, answers: readonly Answer[]): Drawn {
  const data: Record<string, unknown> = {}
  let metadata: unknown
  for (const answer of answers) {
    if ('method' in answer) return failedDisplay(value, answer)
    const [contents, hints] =
      answer.type === '*' ? partsOf(answer.content) : [{ [answer.type]: answer.content }, undefined]
    metadata ??= hints
    for (const [type, content] of Object.entries(contents ?? {}))
      if (content !== undefined && content !== null) data[type] ??= content
  }
  return checkBundle({ data, metadata }, value)
}

function isThenable(content: unknown): content is PromiseLike<unknown> {
  return (
    typeof content === 'object' && content !== null && 'then' in content && typeof content.then === 'function'
  )
}
