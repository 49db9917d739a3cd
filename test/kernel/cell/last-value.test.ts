import type { MimeBundle } from '../../../src/base/mime-bundle'
import type { Cell } from '../../../src/kernel/cell/cell'
import type { CellScope } from '../../../src/kernel/scope/cell-scope'
import { noteShown } from '../../../src/kernel/scope/shown-values'
import { setValueDrawer, showLastValue, type ValueDrawer } from '../../../src/kernel/cell/last-value'

/** Shows a value; gives what was displayed and what was printed. */
async function shown(value: unknown, drawer: ValueDrawer = () => undefined) {
  const displayed: MimeBundle[] = []
  const printed: string[] = []
  setValueDrawer(drawer)
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text))
    return true
  })
  try {
    const cell = { scope: { display: (bundle: MimeBundle) => void displayed.push(bundle) } }
    await showLastValue(value, cell as unknown as Cell)
  } finally {
    write.mockRestore()
  }
  return { displayed, printed: printed.join('') }
}

const bundle = { data: { 'text/plain': 'drawn' } }

describe('showLastValue', () => {
  afterAll(() => setValueDrawer(() => undefined))

  test.each([
    ['a number', 1, '1\n'],
    ['a text', 'a "b"', 'a "b"\n'],
    ['an empty text', '', '\n'],
    ['false', false, 'false\n'],
    ['zero', -0, '-0\n'],
    ['a list', [1, 'a'], "[ 1, 'a' ]\n"],
    ['an object', { a: { b: { c: {} } } }, '{ a: { b: { c: {} } } }\n'],
    ['a symbol', Symbol('a'), 'Symbol(a)\n'],
  ])('prints %s as Node does', async (_name, value, wanted) => {
    expect(await shown(value)).toEqual({ displayed: [], printed: wanted })
  })

  test('prints a promise without waiting for it', async () => {
    expect((await shown(new Promise(() => {}))).printed).toMatch(/^Promise \{\s+<pending>/)
  })

  test.each([[undefined], [null]])('shows nothing for %s', async (value) => {
    const drawer = jest.fn()
    expect(await shown(value, drawer)).toEqual({ displayed: [], printed: '' })
    expect(drawer).not.toHaveBeenCalled()
  })

  test('adds nothing to what the cell has shown itself; elsewhere the value prints', async () => {
    const scope = { display: jest.fn() } as unknown as CellScope
    const value = noteShown({ a: 1 }, scope)
    const drawer = jest.fn(() => bundle)
    setValueDrawer(drawer)
    await showLastValue(value, { scope } as Cell)
    expect(drawer).not.toHaveBeenCalled()
    expect((await shown(value)).printed).toBe('{ a: 1 }\n')
  })

  test('displays what is drawn', async () => {
    expect(await shown(1, () => bundle)).toEqual({ displayed: [bundle], printed: '' })
  })

  test('waits for what takes time to draw', async () => {
    expect(await shown(1, async () => bundle)).toEqual({ displayed: [bundle], printed: '' })
    expect(await shown(1, async () => undefined)).toEqual({ displayed: [], printed: '1\n' })
  })

  test('takes the newest drawer', async () => {
    setValueDrawer(() => {
      throw new Error('old')
    })
    expect(await shown(1, (value) => ({ data: { 'text/plain': String(value) } }))).toEqual({
      displayed: [{ data: { 'text/plain': '1' } }],
      printed: '',
    })
  })
})
