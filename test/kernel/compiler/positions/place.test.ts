import { placeAt, printPlace } from '../../../../src/kernel/compiler/positions/place'

test.each([
  ['the beginning', 'a\nb', 0, '1:1'],
  ['the end of a line', 'a\nb', 1, '1:2'],
  ['the beginning of a line', 'a\nb', 2, '2:1'],
  ['the end', 'a\nb', 3, '2:2'],
  ['an empty line', 'a\n\nb', 2, '2:1'],
  ['after an emoji', '🙂a', 2, '1:3'],
  ['after Windows line ends', 'a\r\nb', 3, '2:1'],
  ['an empty text', '', 0, '1:1'],
  ['beyond the end', 'a\nb', 9, '2:8'],
])('a place counts from 1: %s', (_name, text, offset, wanted) => {
  expect(printPlace(placeAt(text, offset))).toBe(wanted)
})
