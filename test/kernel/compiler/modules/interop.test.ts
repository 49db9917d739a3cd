import vm from 'node:vm'
import { hasMember, memberNames, memberOf } from '../../../../src/kernel/compiler/modules/interop'
import { newFolder, writeIn } from '../notebook'
import { nativeImportFrom } from '../../../../src/kernel/compiler/modules/native-import'

const importing = nativeImportFrom(newFolder())
let esm: unknown, esmBare: unknown, esmOfCommonJs: unknown
beforeAll(async () => {
  const folder = newFolder()
  esm = await importing(writeIn(folder, 'a.mjs', 'export const a = 1; export default 2'))
  esmBare = await importing(writeIn(folder, 'b.mjs', 'export const a = 1'))
  esmOfCommonJs = await importing(
    writeIn(folder, 'c.cjs', 'module.exports = Object.assign(() => 3, { ["a" + ""]: 1 })'),
  )
})

const commonJs = { a: 1, b: undefined }
const marked = { __esModule: true, a: 1, default: 2 }
const markedBare = { __esModule: true, a: 1 }
const callable = Object.assign(() => 3, { a: 1 })

describe('memberOf', () => {
  test.each<[string, () => unknown, string, unknown]>([
    ['a name of an ECMAScript module', () => esm, 'a', 1],
    ['its default', () => esm, 'default', 2],
    ['no default', () => esmBare, 'default', undefined],
    ['a name it lacks', () => esm, 'z', undefined],
    ['a name of CommonJS', () => commonJs, 'a', 1],
    ['its default, all of it', () => commonJs, 'default', commonJs],
    ['a name of CommonJS that was one', () => marked, 'a', 1],
    ['the default of that', () => marked, 'default', 2],
    ['no default of that', () => markedBare, 'default', undefined],
    ['a name of a function', () => callable, 'a', 1],
    ['the default of a function', () => callable, 'default', callable],
    ['the default of a text', () => 'text', 'default', 'text'],
    ['a name of a text', () => 'text', 'length', undefined],
    ['a name of nothing', () => undefined, 'a', undefined],
    ['the default of null', () => null, 'default', null],
    ['a name of CommonJS that import() gave', () => esmOfCommonJs, 'a', 1],
    ['all of an ECMAScript module', () => esm, '*', expect.objectContaining({ a: 1, default: 2 })],
    ['all of CommonJS that was one', () => marked, '*', marked],
    ['all of CommonJS', () => commonJs, '*', { a: 1, b: undefined, default: commonJs }],
    ['all of a function', () => callable, '*', { a: 1, default: callable }],
    ['all of a text', () => 'text', '*', { default: 'text' }],
    ['all of nothing', () => null, '*', { default: null }],
  ])('takes %s', (_name, module, name, wanted) => {
    expect(memberOf(module(), name)).toEqual(wanted)
  })

  test('takes all of CommonJS as it is at the time', () => {
    const module = { a: 1 }
    const whole = memberOf(module, '*') as { a: number }
    module.a = 2
    expect(whole.a).toBe(2)
  })

  test('takes the same ECMAScript module each time', () => {
    expect(memberOf(esm, '*')).toBe(esm)
  })

  test('takes the default of CommonJS that import() gave', () => {
    expect((memberOf(esmOfCommonJs, 'default') as () => unknown)()).toBe(3)
  })

  test('takes all of a module with a default of its own', () => {
    const module = { default: 1, a: 2 }
    expect(memberOf(module, '*')).toEqual({ a: 2, default: module })
  })
})

describe('hasMember', () => {
  test.each<[string, () => unknown, string, boolean]>([
    ['a name', () => commonJs, 'a', true],
    ['a name whose value is undefined', () => commonJs, 'b', true],
    ['no such name', () => commonJs, 'z', false],
    ['a default of CommonJS', () => commonJs, 'default', true],
    ['a default of CommonJS that was an ECMAScript module', () => marked, 'default', true],
    ['a default of an ECMAScript module', () => esm, 'default', true],
    ['no default of an ECMAScript module', () => esmBare, 'default', false],
    ['all', () => esmBare, '*', true],
    ['all of nothing', () => undefined, '*', true],
    ['a name of the default', () => esmOfCommonJs, 'a', true],
    ['a name of a text', () => 'text', 'length', false],
  ])('finds %s', (_name, module, name, wanted) => {
    expect(hasMember(module(), name)).toBe(wanted)
  })
})

describe('memberNames', () => {
  test.each<[string, () => unknown, string[]]>([
    ['an ECMAScript module', () => esm, ['a']],
    ['CommonJS', () => commonJs, ['a', 'b']],
    ['a function', () => callable, ['a']],
    ['a text', () => 'text', []],
    ['nothing', () => null, []],
  ])('lists those of %s', (_name, module, wanted) => {
    expect(memberNames(module())).toEqual(wanted)
  })

  test('lists no mark', () => {
    const module = vm.runInNewContext(
      'Object.defineProperty({ a: 1 }, "__esModule", { value: true })',
    ) as object
    expect(memberNames(module)).toEqual(['a'])
  })
})
