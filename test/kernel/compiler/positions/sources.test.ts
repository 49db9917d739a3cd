import { registerSource, sourceLabelled, sourceOf } from '../../../../src/kernel/compiler/positions/sources'

const source = (label: string, text = '') => ({ label, text, toSource: () => undefined })

describe('sources', () => {
  test('are found by the name of their code, and by their label', () => {
    const first = source('cell [1]')
    registerSource('code-1', first)
    expect(sourceOf('code-1')).toBe(first)
    expect(sourceLabelled('cell [1]')).toBe(first)
    expect([sourceOf('code-2'), sourceLabelled('cell [2]')]).toEqual([undefined, undefined])
  })

  test('of a label that is used again are the newest', () => {
    const [older, newer] = [source('a.ts', 'old'), source('a.ts', 'new')]
    registerSource('code-3', older)
    registerSource('code-4', newer)
    expect(sourceLabelled('a.ts')).toBe(newer)
    registerSource('code-3', older)
    expect(sourceLabelled('a.ts')).toBe(older)
  })

  test('of long ago are forgotten', () => {
    registerSource('oldest', source('x'))
    for (let i = 0; i < 5_000; i++) registerSource(`many-${i}`, source('y'))
    expect(sourceOf('oldest')).toBeUndefined()
    expect(sourceOf('many-0')).toBeDefined()
  })
})
