import fc from 'fast-check'
import { toCharacters, toUnits } from '../../../src/kernel/patch/cursor'

describe('a place in a cell', () => {
  test.each([
    ['abc', 2, 2],
    ['🙂b', 1, 2],
    ['a🙂b', 3, 4],
    ['', 0, 0],
    ['ab', 9, 2],
  ])('in %j: character %i is unit %i', (code, characters, units) => {
    expect(toUnits(code, characters)).toBe(units)
  })

  test('comes back as it went', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (code, at) => {
        const characters = Math.min(at, [...code].length)
        expect(toCharacters(code, toUnits(code, characters))).toBe(characters)
      }),
    )
  })
})
