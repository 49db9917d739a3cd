/**
 * The chart of an anatomy: tokens of the text over time, or its characters where the server counted no tokens.
 * @see https://vega.github.io/vega-lite/docs/spec.html (version 5, which JupyterLab draws)
 */
import type { AnatomyCall, AnatomyRow } from './anatomy-data'

const MAX_POINTS = 400

/** A grey that can be read on white and on black: JupyterLab draws charts without a word of its theme. */
const GREY = '#767676'
const LOOK = {
  background: 'transparent',
  title: { color: GREY },
  axis: {
    labelColor: GREY,
    titleColor: GREY,
    titleFontWeight: 'normal',
    domainColor: GREY,
    tickColor: GREY,
    gridColor: GREY,
    gridOpacity: 0.3,
  },
  legend: { labelColor: GREY },
  view: { stroke: null },
}

/**
 * Makes the Vega-Lite specification.
 *
 * @param calls - One call or more; each is a line.
 * @param title - Lines above it.
 */
export function anatomySpec(calls: readonly AnatomyCall[], title: readonly string[] = []): object {
  const unit = calls.every(({ tokens }) => tokens !== undefined) ? 'tokens' : 'characters'
  const values = calls.flatMap((call) => {
    const { label, rows, timing } = call
    const at = (ms: number, text: string) => ({
      call: label,
      seconds: ms / 1000,
      [unit]: unit === 'tokens' ? tokensOf(call, text) : text.length,
    })
    const end = at(timing.totalMs, rows.at(-1)?.text ?? '')
    return [at(0, ''), ...thin(rows).map(({ atMs, text }) => at(atMs, text)), end]
  })
  const firsts = calls.flatMap(({ label, timing }) =>
    timing.firstTokenMs === null
      ? []
      : [{ call: label, seconds: timing.firstTokenMs / 1000, what: 'first token' }],
  )
  const x = { field: 'seconds', type: 'quantitative', title: 'seconds since the request' }
  const words = {
    tokens: 'tokens, by share of the text',
    characters: 'characters of text',
  }
  const y = { field: unit, type: 'quantitative', title: words[unit] }
  const color = { field: 'call', type: 'nominal', title: null }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    ...(title.length === 0
      ? {}
      : { title: { text: title, anchor: 'start', fontSize: 11, fontWeight: 'normal' } }),
    width: 480,
    height: 200,
    config: LOOK,
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

/** How much of the answer a text is: servers count tokens for the whole of it only. */
function tokensOf({ rows, tokens = 0 }: AnatomyCall, text: string): number {
  const whole = rows.at(-1)?.text.length ?? 0
  return whole === 0 ? 0 : Math.round((tokens * text.length * 10) / whole) / 10
}

/** Evenly chosen rows: more points than pixels only cost time. */
function thin(rows: readonly AnatomyRow[]): readonly AnatomyRow[] {
  const step = Math.ceil(rows.length / MAX_POINTS)
  return step <= 1 ? rows : rows.filter((_row, index) => index % step === 0 || index === rows.length - 1)
}
