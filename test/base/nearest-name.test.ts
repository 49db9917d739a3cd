import { countEdits, nearestName } from '../../src/base/nearest-name'

describe('nearestName', () => {
  test.each([
    ['two letters swapped', 'consoel', ['console', 'const'], 'console'],
    ['a letter left out', 'proces', ['process', 'promise'], 'process'],
    ['a letter too many', 'fettch', ['fetch', 'Watch'], 'fetch'],
    ['another letter', 'nane', ['name', 'many'], 'name'],
    ['another case', 'json', ['JSON', 'joan'], 'JSON'],
    ['the nearest of several', 'colour', ['color', 'colours', 'floor'], 'color'],
    ['the first of equals', 'abcd', ['abce', 'abcf'], 'abce'],
    ['a short name', 'ab', ['ac'], 'ac'],
    ['the same', 'name', ['name'], 'name'],
  ])('finds %s', (_name, name, known, wanted) => {
    expect(nearestName(name, known)).toBe(wanted)
  })

  test.each([
    ['nothing like it', 'apple', ['orange', 'pear']],
    ['too much that differs', 'abcde', ['abxyz']],
    ['another length', 'ab', ['abcdefgh']],
    ['single letters', 'ab', ['a', 'b']],
    ['a short name that differs', 'ab', ['cd']],
    ['nothing to choose from', 'abc', []],
  ])('finds none among %s', (_name, name, known) => {
    expect(nearestName(name, known)).toBeUndefined()
  })

  test('looks at anything that can be gone through', () => {
    expect(nearestName('valeu', new Set(['value']))).toBe('value')
  })
})

describe('countEdits', () => {
  test.each([
    ['kitten', 'sitting', 3],
    ['quiet', 'qiuet', 1],
    ['ab', 'ba', 1],
    ['abcd', 'badc', 2],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
  ])('of %j to %j gives %i, in either direction', (from, to, edits) => {
    expect([countEdits(from, to), countEdits(to, from)]).toEqual([edits, edits])
  })

  test('stops where it is told to, and not before', () => {
    for (let end = 1; end <= 5; end++) expect(countEdits('kitten', 'sitting', end)).toBe(Math.min(3, end))
    expect(countEdits('abcdefgh', 'bacdefgh', 2)).toBe(1)
  })
})
