// Quickstarts of data and drawing libraries. Binaries come from npm; nothing is downloaded. See README.md for the fields.

export const sets = {
  draw: {
    '@observablehq/plot': '0.6.17',
    d3: '7.9.2',
    '@types/d3': '7.4.3',
    jsdom: '26.1.0',
    '@types/jsdom': '21.1.7',
    vega: '6.4.0',
    'vega-lite': '6.4.3',
    'vega-lite-api': '6.0.0',
  },
  data: {
    arquero: '7.2.1',
    sharp: '0.35.5',
    'better-sqlite3': '12.11.1',
    '@types/better-sqlite3': '7.6.13',
    '@duckdb/node-api': '1.5.6-r.1',
    'apache-arrow': '21.2.0',
    'nodejs-polars': '0.24.0',
  },
}

export const cases = [
  {
    id: 'observable-plot',
    set: 'draw',
    cells: [
      `import * as Plot from '@observablehq/plot'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('')
const plot = Plot.plot({ document: window.document, marks: [Plot.barY([{ x: 'a', y: 1 }, { x: 'b', y: 2 }], { x: 'x', y: 'y' })] })
console.log(plot.tagName, plot.outerHTML.includes('<rect'))`,
    ],
    want: '^svg true$',
    hover: 'plot',
    member: ['Plot.', 'barY'],
  },
  {
    id: 'd3',
    set: 'draw',
    cells: [
      `import * as d3 from 'd3'

const x = d3.scaleLinear().domain([0, 10]).range([0, 100])
const groups = d3.rollup([{ k: 'a', v: 1 }, { k: 'a', v: 2 }], (rows) => d3.sum(rows, (row) => row.v), (row) => row.k)
console.log(x(5), groups.get('a'), d3.line()([[0, 0], [1, 1]]))`,
    ],
    want: '^50 3 M0,0L1,1$',
    hover: 'groups',
    member: ['d3.', 'scaleBand'],
  },
  {
    id: 'vega-lite',
    set: 'draw',
    subset: true,
    cells: [
      `import { compile, type TopLevelSpec } from 'vega-lite'

const spec: TopLevelSpec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  data: { values: [{ a: 'A', b: 28 }, { a: 'B', b: 55 }] },
  mark: 'bar',
  encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } },
}
const vegaSpec = compile(spec).spec
console.log(vegaSpec.marks.length)`,
    ],
    want: '^1$',
    hover: 'vegaSpec',
    member: ['vegaSpec.', 'marks'],
  },
  {
    id: 'vega-lite-api',
    set: 'draw',
    cells: [
      `import * as vl from 'vega-lite-api'

const chart = vl
  .markBar()
  .data([{ a: 1, b: 2 }])
  .encode(vl.x().fieldQ('a').bin(true), vl.y().count())
console.log(chart.toObject().mark)`,
    ],
    want: 'bar',
    // It ships no types, nor does anyone else.
  },
  {
    id: 'arquero',
    set: 'data',
    cells: [
      `import { all, desc, op, table } from 'arquero'

const dt = table({ Seattle: [69, 108, 178], Chicago: [135, 136, 187] })
const sorted = dt
  .derive({ month: () => op.row_number(), diff: (d) => d.Seattle - d.Chicago })
  .select('month', 'diff')
  .orderby(desc('diff'))
console.log(sorted.get('month', 0), sorted.numRows(), typeof all)`,
    ],
    want: '^3 3 function$',
    hover: 'sorted',
    member: ['dt.', 'groupby'],
  },
  {
    id: 'sharp',
    set: 'data',
    cells: [
      `import sharp from 'sharp'

const png = await sharp({ create: { width: 4, height: 3, channels: 3, background: { r: 255, g: 0, b: 0 } } })
  .png()
  .toBuffer()
const metadata = await sharp(png).metadata()
console.log(metadata.format, metadata.width)`,
    ],
    want: '^png 4$',
    hover: 'metadata',
    member: ['metadata.', 'height'],
  },
  {
    id: 'better-sqlite3',
    set: 'data',
    cells: [
      `import Database from 'better-sqlite3'

// Its binary is downloaded by a script, which does not run here: the import alone.
const open = (file: string) => new Database(file)
console.log(typeof Database, open.length)`,
    ],
    want: '^function 1$',
    hover: 'open',
    member: ['Database.', 'SqliteError'],
  },
  {
    id: 'duckdb',
    set: 'data',
    cells: [
      `import { DuckDBInstance } from '@duckdb/node-api'

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const reader = await connection.runAndReadAll('select i, i * 2 as double from range(3) t(i)')
console.log(reader.getRows().length, reader.columnNames())`,
    ],
    want: "^3 \\[ 'i', 'double' \\]",
    hover: 'reader',
    member: ['connection.', 'run'],
  },
  {
    id: 'apache-arrow',
    set: 'data',
    cells: [
      `import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow'

const rainfall = tableFromArrays({ amount: Float32Array.from([1, 2, 3]), day: ['a', 'b', 'c'] })
const copy = tableFromIPC(tableToIPC(rainfall))
console.log(copy.numRows, copy.get(1)?.day)`,
    ],
    want: '^3 b$',
    hover: 'rainfall',
    member: ['rainfall.', 'numCols'],
  },
  {
    id: 'nodejs-polars',
    set: 'data',
    cells: [
      `import pl from 'nodejs-polars'

const df = pl.DataFrame({ name: ['a', 'b', 'a'], value: [1, 2, 3] })
const sums = df.groupBy('name').agg(pl.col('value').sum()).sort('name')
console.log(sums.height, sums.toRecords()[0].value)`,
    ],
    want: '^2 4$',
    hover: 'df',
    member: ['df.', 'filter'],
  },
]
