/**
 * The chart of an anatomy: the text of answers over time.
 * @see https://vega.github.io/vega-lite/docs/spec.html (version 5, which JupyterLab draws)
 */
import type { AnatomyCall, AnatomyRow } from './anatomy-data'

const MAX_POINTS = 400

/**
 * Makes the Vega-Lite specification.
 *
 * @param calls - One call or more; each is a line.
 */
export function anatomySpec(calls: readonly AnatomyCall[]): object {
  const values = calls.flatMap(({ label, rows, timing }) => [
    { call: label, seconds: 0, characters: 0 },
    ...thin(rows).map(({ atMs, text }) => ({ call: label, seconds: atMs / 1000, characters: text.length })),
    { call: label, seconds: timing.totalMs / 1000, characters: rows.at(-1)?.text.length ?? 0 },
  ])
  const firsts = calls.flatMap(({ label, timing }) =>
    timing.firstTokenMs === null
      ? []
      : [{ call: label, seconds: timing.firstTokenMs / 1000, what: 'first token' }],
  )
  const x = { field: 'seconds', type: 'quantitative', title: 'seconds since the request' }
  const y = { field: 'characters', type: 'quantitative', title: 'characters of text' }
  const color = { field: 'call', type: 'nominal', title: null }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    width: 480,
    height: 200,
    data: { values },
    layer: [
      { mark: { type: 'line', interpolate: 'step-after', tooltip: true }, encoding: { x, y, color } },
      {
        data: { values: firsts },
        mark: { type: 'rule', strokeDash: [4, 3], tooltip: { content: 'data' } },
        encoding: { x, color },
      },
    ],
  }
}

/** Evenly chosen rows: more points than pixels only cost time. */
function thin(rows: readonly AnatomyRow[]): readonly AnatomyRow[] {
  const step = Math.ceil(rows.length / MAX_POINTS)
  return step <= 1 ? rows : rows.filter((_row, index) => index % step === 0 || index === rows.length - 1)
}
