/**
 * Vega and Vega-Lite specifications as values. A front end gets only what was checked: an empty specification freezes JupyterLab's
 * page. Every version goes out as v5, the media type that JupyterLab draws (its runtime reads the version in `$schema` and warns
 * in the console only); as v6 it shows text. Charts that both load data and draw pictures by address are not drawn: opened in a
 * notebook, such a chart could read files of the Jupyter server and send them away in the addresses of its pictures.
 * @see https://vega.github.io/vega-lite/docs/spec.html
 * @see https://vega.github.io/vega/docs/specification/
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { oneLine } from '../one-line'
import { toPlainJson } from './value-json'

/** Most characters of a specification, its data included. */
const MAX_SPEC_CHARS = 5_000_000
const SCHEMA = /^https?:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v\d+(?:\.[\w.-]+?)?\.json$/
const MEDIA_TYPE = /^application\/vnd\.(vega|vegalite)\.v\d+(?:\.[\d.]+)?\+json$/
const VIEWS = ['layer', 'concat', 'hconcat', 'vconcat'] as const
/** A relative or absolute address of data, or one that is computed. */
const LOADS = /"url":(?:"|\{"signal")/
const DRAWS_BY_ADDRESS = /"(?:mark|type)":"image"/

type Language = 'vega' | 'vega-lite'
type Fields = Readonly<Record<string, unknown>>

/**
 * Draws a chart: a plain specification with a `$schema`, or an object that makes one, as those of vega-lite-api do.
 *
 * @param value - Any object.
 * @returns The chart with one line as its twin; `undefined` for all else, also for a specification that draws nothing.
 */
export function drawChart(value: object): MimeBundle | undefined {
  const { $schema, toSpec } = value as { readonly $schema?: unknown; readonly toSpec?: unknown }
  if (typeof $schema === 'string') return SCHEMA.test($schema) ? chartOf(value) : undefined
  if (typeof toSpec !== 'function' || toSpec.length > 0) return undefined
  return chartOf(Reflect.apply(toSpec, value, []) as unknown)
}

/**
 * Checks a specification that is sent under a media type of Vega.
 *
 * @param mediaType - Any media type.
 * @param content - What goes with it.
 * @returns The media type to use and the specification; `undefined` when it must not be sent.
 */
export function checkChart(mediaType: string, content: unknown): readonly [string, Fields] | undefined {
  const language = MEDIA_TYPE.exec(mediaType)?.[1] === 'vega' ? 'vega' : 'vega-lite'
  const spec = checkedSpec(content, language)
  return spec === undefined ? undefined : [typeOf(language), spec]
}

/** Tells whether a media type is one of Vega's. */
export function isChartType(mediaType: string): boolean {
  return MEDIA_TYPE.test(mediaType)
}

function chartOf(value: unknown): MimeBundle | undefined {
  const schema = isFields(value) ? value['$schema'] : undefined
  const language = typeof schema === 'string' ? SCHEMA.exec(schema)?.[1] : undefined
  if (language !== 'vega' && language !== 'vega-lite') return undefined
  const spec = checkedSpec(value, language)
  if (spec === undefined) return undefined
  return { data: { [typeOf(language)]: spec, 'text/plain': summaryOf(spec, language) } }
}

function typeOf(language: Language): string {
  return `application/vnd.${language.replace('-', '')}.v5+json`
}

/** The specification as plain JSON, without what is meant for the program around the chart; `undefined` when it must not be drawn. */
function checkedSpec(value: unknown, language: Language): Fields | undefined {
  const json = toPlainJson(value, MAX_SPEC_CHARS)
  if (json === undefined || !isFields(json.value)) return undefined
  if (LOADS.test(json.text) && DRAWS_BY_ADDRESS.test(json.text)) return undefined
  const { usermeta: _options, ...spec } = json.value
  const hasMarks = language === 'vega' ? hasVegaMarks(spec) : isView(spec)
  return hasMarks ? spec : undefined
}

function hasVegaMarks({ marks }: Fields): boolean {
  return Array.isArray(marks) && marks.length > 0 && marks.every((mark) => isFields(mark) && 'type' in mark)
}

function isView(spec: unknown): boolean {
  if (!isFields(spec)) return false
  if ('mark' in spec) return markOf(spec) !== undefined
  for (const name of VIEWS) {
    const views = spec[name]
    if (Array.isArray(views)) return views.length > 0 && views.every(isView)
  }
  return ('facet' in spec || 'repeat' in spec) && isView(spec['spec'])
}

function markOf({ mark }: Fields): string | undefined {
  const type = isFields(mark) ? mark['type'] : mark
  return typeof type === 'string' && type !== '' ? type : undefined
}

/** e.g. `[Vega-Lite chart "Sales": line, point]` */
function summaryOf(spec: Fields, language: Language): string {
  const { title } = spec
  const text = isFields(title) ? title['text'] : title
  const name = typeof text === 'string' && text !== '' ? ` ${JSON.stringify(text)}` : ''
  const kinds = new Set<string>()
  collectKinds(spec, kinds)
  const kind = language === 'vega' ? 'Vega' : 'Vega-Lite'
  return oneLine(`[${kind} chart${name}: ${[...kinds].join(', ')}]`)
}

function collectKinds(spec: Fields, kinds: Set<string>): void {
  const mark = markOf(spec)
  if (mark !== undefined) kinds.add(mark)
  for (const part of [...VIEWS.map((name) => spec[name]), spec['marks'], [spec['spec']]])
    if (Array.isArray(part))
      for (const view of part as readonly unknown[])
        if (isFields(view)) {
          if (Array.isArray(spec['marks']) && typeof view['type'] === 'string') kinds.add(view['type'])
          collectKinds(view, kinds)
        }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
