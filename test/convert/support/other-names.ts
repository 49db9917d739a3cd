/**
 * Programs that put something into a value by one name and show it by another: what they print may not be known, but
 * nothing else than Python prints may stand there.
 */

const LISTS = ['[1, "a"]', '[1]', '["a"]', '[]', '[[1]]', '[1, None]', '[1.5]', 'json.loads("[1]")']
const DICTS = ['{"k": 1, "b": "x"}', '{"k": 1}', '{"k": "x"}', '{}', 'json.loads(\'{"k": 1}\')']
const ITEMS = ['32768.0', '4 / 2', '(1, 2)', '[2.0]', 'None', '"z"', '7']

/** How a list gets an item, and a dict a value, by the name `v`. */
const PUTS: readonly (readonly [string, string])[] = [
  ['v.append(X)', 'v["n"] = X'],
  ['v.insert(0, X)', 'v["k"] = X'],
  ['v.extend([X])', 'v.update({"n": X})'],
  ['v += [X]', 'v.update(n=X)'],
  ['v[1:] = [X]', 'v.setdefault("n", X)'],
  ['v *= 2\nv.append(X)', 'v |= {"n": X}'],
  ['v[len(v):] = [X]', 'v["k"] = [X]'],
]

/** How `v` comes to be another name of `u`. */
const NAMES: readonly ((put: string) => string)[] = [
  (put) => `v = u\n${put}`,
  (put) => `for v in [u]:\n${indented(put)}`,
  (put) => `def f(v):\n${indented(put)}\nf(u)`,
  (put) => `w = {"u": u}\n${put.replace(/\bv\b/g, 'w["u"]')}`,
  (put) => `w = [u]\nv = w[0]\n${put}`,
  (put) =>
    `class A:\n    def __init__(self, x):\n        self.x = x\na = A(u)\n${put.replace(/\bv\b/g, 'a.x')}`,
  (put) => `class A:\n    x = u\n${put.replace(/\bv\b/g, 'A.x')}`,
  (put) => `def f(*all):\n    v = all[0]\n${indented(put)}\nf(u)`,
]

const SHOWN = ['print(u)', 'for x in u:\n    print(x)', 'print(f"{u}", str(u))']

const indented = (text: string) => text.replace(/^/gm, '    ')

/** Every way with a few of the values: each value and item occurs with each way once. */
export const OTHER_NAMES: readonly string[] = NAMES.flatMap((named, way) =>
  PUTS.flatMap(([ofList, ofDict], index) =>
    [
      [LISTS, ofList],
      [DICTS, ofDict],
    ].map(([values, put]) => {
      const held = values![(way + index * 3) % values!.length]!
      const item = ITEMS[(way * 2 + index) % ITEMS.length]!
      const shown = SHOWN[(way + index) % SHOWN.length]!
      return `import json\nu = ${held}\n${named((put as string).replace('X', item))}\n${shown}`
    }),
  ),
)
