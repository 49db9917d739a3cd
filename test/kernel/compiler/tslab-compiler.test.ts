import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newFolder, writeIn } from './notebook'
import {
  missingForTakeOver,
  takeOver,
  type ExecutorInside,
} from '../../../src/kernel/compiler/tslab-compiler'

const distOf = (name: string) => join(dirname(require.resolve(`${name}/package.json`)), 'dist')

describe('missingForTakeOver', () => {
  test.each(['tslab', 'tslab-1.0.21', 'tslab-1.0.15'])('finds all in %s', (name) => {
    expect(missingForTakeOver(distOf(name))).toEqual([])
  })

  test('names what is missing', () => {
    const folder = newFolder()
    for (const file of ['main.js', 'converter.js', 'executor.js'])
      cpSync(join(distOf('tslab'), file), join(folder, file))
    writeIn(folder, 'converter.js', 'exports.other = 1')
    expect(missingForTakeOver(folder)).toEqual(['exports.createConverter = createConverter in converter.js'])
  })
})

describe('takeOver', () => {
  /** What tslab's executor is like inside. */
  function setUp({ declarations = '' } = {}) {
    const variables: Record<string, unknown> = { a: 1 }
    const convert = jest.fn((known: string, source: string) => ({
      diagnostics: [],
      declOutput: known + source,
    }))
    const old = { convert, close: jest.fn() }
    const converters = { _node: old, _browser: undefined as unknown, get browser() { return (this._browser ??= old) } } // prettier-ignore
    Reflect.deleteProperty(converters, '_browser')
    const executor: ExecutorInside = {
      locals: new Proxy(variables, {
        defineProperty(target, name, attributes) {
          target[String(name)] = attributes.value as unknown
          return true
        },
      }),
      execute: async (source) => {
        converters._node.convert(declarations, source)
        return true
      },
      complete: () => converters.browser,
    }
    return { executor, variables, converters, old }
  }

  test('finds the variables themselves, and the declarations', () => {
    const { executor, variables } = setUp({ declarations: 'declare let a: number' })
    const taken = takeOver(executor)
    expect(taken?.variables).toBe(variables)
    expect(taken?.declarations).toBe('declare let a: number')
    expect(Object.keys(variables)).toEqual(['a'])
  })

  test('ends the converter, and puts an idle one in its place', () => {
    const { executor, converters, old } = setUp()
    takeOver(executor)
    expect(old.close).toHaveBeenCalledTimes(1)
    expect(old.convert).not.toHaveBeenCalled()
    expect(converters._node).not.toBe(old)
    expect(converters._node.convert('', '')).toMatchObject({ diagnostics: [] })
  })

  test('leaves nothing behind in what all objects inherit', () => {
    const before = Reflect.ownKeys(Object.prototype)
    takeOver(setUp().executor)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })

  test('changes nothing where it finds nothing', () => {
    const { executor, converters, old } = setUp()
    expect(takeOver({ ...executor, complete: () => undefined })).toBeUndefined()
    expect(takeOver({ ...executor, locals: { a: 1 } })).toBeUndefined()
    expect([converters._node, old.close.mock.calls]).toEqual([old, []])
  })
})
