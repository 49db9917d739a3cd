import { findExpressions } from '../../../src/magics/read/brace-expressions'
import { parse } from '../../../src/magics/read/parse'
import { compilers, notebook } from '../compilers'

describe.each(compilers)('findExpressions with TypeScript %s', (_version, api) => {
  const view = notebook(api, { names: ['a', 'b'], n: 2, user: {}, count: {}, sum: 1, dir: 'd/' })
  const list = (text: string) =>
    findExpressions(text, { place: parse(view, 'const own = 1').file, notebook: view })

  test.each([
    ["echo {dir}{names.join(',')}", ["names.join(',')"]],
    ['{names.map((x) => x + "}").join(" ")}', ['names.map((x) => x + "}").join(" ")']],
    ['seq {n + 1} {n * 2}', ['n + 1', 'n * 2']],
    ['{`${dir}x`}', ['`${dir}x`']],
    ["-d '{JSON.stringify(user)}'", ['JSON.stringify(user)']],
    ['{own.toFixed(2)} {process.env.HOME}', ['own.toFixed(2)']],
    ['{names[n - 1]}', ['names[n - 1]']],
  ])('finds those of %s', (text, wanted) => expect(list(text)).toEqual(wanted))

  test.each([
    "awk '{print $1}'",
    "awk '{sum+=$1} END {print sum}'",
    "awk '{count[$1]++}'",
    "awk '{n = n + 1}'",
    '{a,b} {1..3} {n,names} {a..z}',
    '{ echo a; echo b; }',
    'find . -exec ls {} +',
    '\'{"model": "m", "n": {n}}\'',
    '${names.length} %{n+1} \\{n+1} {{n+1}}',
    '{unknown.join(",")} {n + unknown}',
    '{await names.x()} {n++} {delete user.x}',
    '{names.',
    "jq '{a: .b, c: .d[]}'",
  ])('finds none in %s', (text) => expect(list(text)).toEqual([]))
})
