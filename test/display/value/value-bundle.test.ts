import { EventEmitter } from 'node:events'
import { inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { MagicsError } from '../../../src/errors'
import { printsAs } from '../../../src/display/one-line'
import { drawValue } from '../../../src/display/value/value-bundle'

const throwing = (name: string | symbol) =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error('a getter')
    },
  })
const circle: Record<string, unknown> = {}
circle['self'] = circle
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

describe('drawValue', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a BigInt', 1n],
    ['a symbol', Symbol('a')],
    ['a string of SVG', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
    ['a string of HTML', '<b>a</b>'],
    ['a plain object', { a: 1, data: { 'text/plain': 'a' } }],
    ['a bundle that nobody asked to draw', { 'text/html': '<b>a</b>' }],
    ['an object without prototype', Object.create(null)],
    ['an array', [1, 2]],
    ['a map', new Map([[1, 2]])],
    ['a set', new Set([1])],
    ['a function', () => 1],
    ['a class', class Kind {}],
    ['an instance', new EventEmitter()],
    ['a promise', Promise.resolve(1)],
    ['an error', new Error('no')],
    ['an error of this library', new MagicsError('no', 'no')],
    [
      'an error that looks like an element',
      Object.assign(new Error('no'), { nodeType: 1, outerHTML: '<b>x</b>' }),
    ],
    ['a circle', circle],
    ['a number list in bytes', new Uint8Array([1, 2, 3])],
    ['a huge list of floats', new Float64Array(1e6)],
    ['a data view', new DataView(new ArrayBuffer(8))],
    ['a date', new Date(0)],
    ['the environment', process.env],
    ['the global object', globalThis],
    [
      'an object with a display that is no method',
      { [Symbol.for('Jupyter.display')]: { 'text/html': '<b>' } },
    ],
    ['an object with a _repr_html_ that is no method', { _repr_html_: '<b>a</b>' }],
  ])('leaves %s to Node', (_name, value) => {
    expect(drawValue(value)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['a revoked proxy', revoked],
    ['a display getter that throws', throwing(Symbol.for('Jupyter.display'))],
    ['an outerHTML getter that throws', Object.assign(throwing('outerHTML'), { nodeType: 1 })],
    ['a $schema getter that throws', throwing('$schema')],
    ['a tag getter that throws', throwing(Symbol.toStringTag)],
    [
      'a proxy whose traps throw',
      new Proxy(
        {},
        {
          get() {
            throw new Error('a trap')
          },
          getPrototypeOf() {
            throw new Error('a trap')
          },
        },
      ),
    ],
    ['a method of a table that throws', { toHTML: fail, toMarkdown: fail, numRows: fail, numCols: fail }],
    ['a toSpec that throws', { toSpec: fail }],
    ['an element whose HTML is no text', { nodeType: 1, outerHTML: 5 }],
  ])('does not throw for %s', (_name, value) => {
    expect(drawValue(value)).toBeUndefined()
  })

  test('does not ask an object that answers to every name', () => {
    const asked: PropertyKey[] = []
    const client: object = new Proxy(() => {}, {
      get: (_target, name) => (name === Symbol.toPrimitive ? undefined : client),
      apply: (_target, _this, args) => {
        asked.push(String(args))
        return client
      },
    })
    expect(drawValue(client)).toBeUndefined()
    expect(drawValue(new Proxy({}, { get: () => client, ownKeys: () => [] }))).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('leaves the results of this library to their one line', () => {
    const result = printsAs({ nodeType: 1, nodeName: 'B', outerHTML: '<b>a</b>' }, () => 'one line')
    expect(drawValue(result)).toBeUndefined()
    expect(inspect(result)).toBe('one line')
  })

  test('draws values of another realm', () => {
    const context = createContext({})
    const bytes: unknown = runInContext(
      'new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])',
      context,
    )
    expect(drawValue(bytes)).toMatchObject({ data: { 'image/png': 'iVBORw0KGgo=' } })
    expect(drawValue(runInContext('new Error("no")', context))).toBeUndefined()
    const shown: unknown = runInContext(
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>a</b>" }) })',
      context,
    )
    expect(drawValue(shown)).toMatchObject({ data: { 'text/html': '<b>a</b>' } })
  })
})

describe('a table with methods as those of arquero', () => {
  const limits: unknown[] = []
  const table = {
    numRows: () => 12_345,
    numCols: () => 1,
    toHTML: (options: unknown) => {
      limits.push(options)
      return '<table><thead><tr><th><img src=x onerror=alert(1)></th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    },
    toMarkdown: () => '|a|\n|-|\n|1|\n',
  }

  test('is drawn by its first rows, with its size', () => {
    const drawn = drawValue(table)
    expect(limits).toEqual([{ limit: 50 }])
    expect(drawn).toEqual({
      data: {
        'text/html':
          '<table><thead><tr><th><img src="x"></th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>' +
          '<p style="opacity:.7">12\u202f345 rows × 1 columns</p>',
        'text/plain': '|a|\n|-|\n|1|\n12\u202f345 rows × 1 columns',
      },
    })
  })
})

function fail(): never {
  throw new Error('a method')
}
