/** Kinds of values, and how they are written out. */

export type Kind =
  'int' | 'float' | 'str' | 'bool' | 'ints' | 'floats' | 'strs' | 'dict' | 'map' | 'set' | 'pairs' | 'maybe'

export const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '2', '3', '7', '10', '(-4)', '100', '65536', '12345'],
  float: ['0.5', '1.0', '2.25', '(-3.75)', '100.0', '1e-7', '0.1', '2.5', '1e16'],
  str: [
    '"hello"',
    '""',
    '"a b  c"',
    '"it\'s"',
    '"x,y,z"',
    '"Ünï 😀"',
    '"  pad "',
    '"line\\nbreak"',
    '"{}"',
    '"50%"',
    '"$a `b`"',
    '"k1=v1"',
  ],
  bool: ['True', 'False'],
  ints: ['[]', '[1, 2, 3]', '[5]', '[3, 1, 2, 1]', '[-1, 0, 10]', '[7, 7]', '[0]', '[2, 4, 6, 8]'],
  floats: ['[0.5, 2.0]', '[1.0]', '[3.25, -1.5, 2.0]'],
  strs: ['[]', '["b", "a"]', '["ab", "c d"]', '[""]', '["x"]', '["one", "two", "three"]', '["Z", "é", "😀"]'],
  dict: ['{}', '{"a": 1, "b": 2}', '{"k": 0}', '{"x-y": 5, "z": -1}'],
  map: ['{1: "a", 2: "b"}', '{0: "zero"}', '{7: "x", 3: "y", 5: ""}'],
  set: ['{1, 2, 3}', '{5}', 'set([2, 3])'],
  pairs: ['[("a", 1), ("b", 2)]', '[("x", 0)]', '[("k", 3), ("k", 1), ("j", 2)]'],
  maybe: ['None', '"some"', '""'],
}
