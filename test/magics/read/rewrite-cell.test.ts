import { rewriteCell } from '../../../src/magics/read/rewrite-cell'
import { createMagic } from '../../../src/magics/define-magic'
import { createRegistry } from '../../../src/magics/registry'
import { compilers, notebook } from '../compilers'

const registry = createRegistry()
registry.add(createMagic('pwd', () => '', { kind: 'line', returns: 'string' }))
registry.add(createMagic('time', () => undefined, { takesCode: true }))

const R = 'globalThis["__tslab_magics__"]'

describe.each(compilers)('rewriteCell with TypeScript %s', (_version, api) => {
  const rewrite = (code: string, locals = {}, isJs = false) =>
    rewriteCell(code, { notebook: notebook(api, locals, isJs), registry })

  test.each([
    ['a command', '! ls -l', `await ${R}.shell("ls -l");`],
    ['a command with quotes', `!echo "a" 'b' \\ \``, `await ${R}.shell("echo \\"a\\" 'b' \\\\ \`");`],
    ['a magic', '%set_env A=b', `await ${R}.magic("%set_env A=b");`],
    ['a list', '!!ls', `await ${R}.lines("ls");`],
    ['a comment', '# why\n%env', `//why\nawait ${R}.magic("%env");`],
    ['a continued command', '! a \\\n b\nc', `await ${R}.shell("a \\\\\\n b");\n\nc`],
    ['Windows line ends', '! a\r\nb\r\n', `await ${R}.shell("a");\r\nb\r\n`],
    ['indentation', 'if (x) {\n\t! a\n}', `if (x) {\n\tawait ${R}.shell("a");\n}`],
    ['an assigned magic', 'const a = %pwd', `const a = await ${R}.magic("%pwd") as string;`],
    ['an assigned magic of any type', 'const a = %x y', `const a = await ${R}.magic("%x y");`],
    ['a timed expression', '%time await f(1)', `await ${R}.time(async () => (await f(1)));`],
    ['a timed expression with a comment', '%time f() // why', `await ${R}.time(async () => (f()));`],
    ['a timed declaration', '%time const a = f()', `${R}.start(); const a = f(); ${R}.stop();`],
    ['a timed command', '%time !ls', `await ${R}.time(async () => await ${R}.shell("ls"));`],
    ['a timed magic', '%time %pwd', `await ${R}.time(async () => await ${R}.magic("%pwd"));`],
    ['a timed expression that is assigned', 'x = %time f(1)', `let x = await ${R}.time(async () => (f(1)));`],
    ['no code to time', '%time', `await ${R}.magic("%time");`],
    ['help', '%time?', `await ${R}.magic("%time?");`],
  ])('writes %s', (_name, code, wanted) => {
    expect(rewrite(code)).toBe(wanted)
  })

  test('types the lines of a command, in TypeScript and in JavaScript', () => {
    expect(rewrite('const files = !ls')).toMatch(
      /^const files = await \S+\.lines\("ls"\) as string\[\] & \{.*\};$/,
    )
    expect(rewrite('const files = !ls', {}, true)).toMatch(
      /^const files = \/\*\* @type \{string\[\] & \{.*\}\} \*\/ \(await \S+\.lines\("ls"\)\);$/,
    )
  })

  describe('variables', () => {
    test.each([
      ['of the cell are read late', 'const a = 1\n! echo {a}', '.shell("echo {a}", { "a": () => a });'],
      ['by their members', 'const a = 1\n! echo {a.b[0]}', '.shell("echo {a.b[0]}", { "a": () => a });'],
      ['once each', 'const a = 1\n! echo {a} {a}', '.shell("echo {a} {a}", { "a": () => a });'],
      ['of a function', 'async function f(a) {\n! echo {a}\n}', '.shell("echo {a}", { "a": () => a });'],
      ['of a loop', 'for (const a of b)\n! echo {a}', '.shell("echo {a}", { "a": () => a });'],
      ['assigned by a command', 'const a = !ls\n! echo {a}', '.shell("echo {a}", { "a": () => a });'],
    ])('%s', (_name, code, wanted) => {
      expect(rewrite(code)).toContain(wanted)
    })

    test.each([
      ['of earlier cells are looked up when the line runs', '! echo {a}'],
      ['of another function do not count', 'function f(a) { return a }\n! echo {a}'],
      ['of the shell are left alone', 'const a = 1\n! echo ${a:-b}'],
      ['of curl are left alone', 'const a = 1\n! curl -w %{a}'],
      ['are not types', 'interface a { b: 1 }\n! echo {a}'],
    ])('%s', (_name, code) => {
      expect(rewrite(code, { a: 1 })).toMatch(/\.shell\("[^"]*"\);/)
    })
  })

  describe('refuses', () => {
    test.each([
      ['a cell magic below', 'const a = 1\n%%bash\nls', 'Line 2: %%bash must be the first line of its cell.'],
      [
        'a magic in a function',
        'function f() {\n  ! ls\n}',
        'Line 2: "! ls" stands in the function f, which is not async.',
      ],
      [
        'a magic in an arrow function',
        'a.map((x) => {\n  %env\n})',
        'Line 2: "%env" stands in a function that is not async.',
      ],
      [
        'a magic in a method',
        'class A {\n  m() {\n!ls\n  }\n}',
        'Line 3: "!ls" stands in the function m, which is not async.',
      ],
      [
        'a magic in a constructor',
        'class A {\n  constructor() {\n!ls\n  }\n}',
        'Line 3: "!ls" stands in a function that is not async.',
      ],
      [
        'an assignment in a function',
        'function f() {\n  const a = !ls\n}',
        'Line 2: "!ls" stands in the function f',
      ],
      ['a magic in a namespace', 'namespace N {\n!ls\n}', 'Line 2: "!ls" stands in a namespace'],
      ['a long command', `function f() {\n! ${'x'.repeat(99)}\n}`, `Line 2: "! ${'x'.repeat(38)}…" stands`],
    ])('%s, naming the line', (_name, code, message) => {
      expect(() => rewrite(code)).toThrow(message)
    })
  })
})
