import { notebook, problemsOf, runCells, typescript } from '../notebook'
import { findReferences, type Reference } from '../../../../src/kernel/compiler/transform/references'

/** Each name that code takes from outside, with marks for what is done to it. */
function namesIn(code: string): string[] {
  const { ScriptTarget, ScriptKind } = typescript
  const file = typescript.createSourceFile('a.js', code, ScriptTarget.Latest, false, ScriptKind.JS)
  return findReferences(typescript, file.statements).references.map(marked)
}

function marked({ name, ...reference }: Reference): string {
  const marks = { isShorthand: '{}', isCalled: '()', isWritten: '=', isProbed: '?', isDeferred: '…' }
  return (
    name +
    Object.entries(marks)
      .flatMap(([key, mark]) => (reference[key as keyof typeof marks] ? mark : []))
      .join('')
  )
}

describe('findReferences', () => {
  test.each<[string, string, string[]]>([
    ['a value', 'a', ['a']],
    ['a call', 'a(b)', ['a()', 'b']],
    ['an optional call', 'a?.(b)', ['a()', 'b']],
    ['a tag', 'a`${b}`', ['a()', 'b']],
    ['the object of a member', 'a.b.c()', ['a']],
    ['both of an element', 'a[b]', ['a', 'b']],
    ['an assignment', 'a = b', ['a=', 'b']],
    ['an assignment by an operator', 'a += b', ['a=', 'b']],
    ['an assignment to a member', 'a.b = c', ['a', 'c']],
    ['a count', 'a++; --b', ['a=', 'b=']],
    ['no count', '-a; !b', ['a', 'b']],
    ['a short property', '({ a })', ['a{}']],
    ['a pattern', '({ a, b: c, ...d } = [e])', ['a{}=', 'c=', 'd=', 'e']],
    ['a default of a pattern', '([a = b, { c = d }] = e)', ['a=', 'b', 'c{}=', 'd', 'e']],
    ['a computed name of a pattern', '({ [a]: b } = c)', ['a', 'b=', 'c']],
    ['a member in a pattern', '[a.b, c[d]] = e', ['a', 'c', 'd', 'e']],
    ['a loop that assigns', 'for (a of b) c; for ([d] in e);', ['a=', 'b', 'c', 'd=', 'e']],
    ['typeof', 'typeof a; typeof a.b', ['a?', 'a']],
    ['a function', 'function f() { return a }', ['a…']],
    ['an arrow', '() => a', ['a…']],
    ['a field', 'class C { a = b; static c = d }', ['b…', 'd…']],
    ['a static block', 'class C { static { a } }', ['a']],
    ['a computed member', 'class C { [a] = b; [c]() { d } }', ['a', 'b…', 'c', 'd…']],
    ['a heritage', 'class C extends a(b) {}', ['a()', 'b']],
    ['a computed property', '({ [a]: b, [c]() {} })', ['a', 'b', 'c']],
    ['a short property in a function', '() => ({ a })', ['a{}…']],
    ['no label', 'a: for (;;) { break a }', []],
    ['no member', 'this.a; super_.b', ['super_']],
    ['no meta property', 'function f() { new.target }', []],
    ['a spread', 'f(...a); [...b]; ({ ...c })', ['f()', 'a', 'b', 'c']],
  ])('finds %s', (_name, code, wanted) => {
    expect(namesIn(code)).toEqual(wanted)
  })

  test.each<[string, string, string[]]>([
    ['parameters', '(a, { b, c: [d] = e }, ...f) => [a, b, c, d, f]', ['e…', 'c…']],
    ['a default that names an earlier parameter', '(a, b = a) => 1', []],
    ['arguments', 'function f() { arguments }', []],
    ['the name of a function expression', '(function a() { a })', []],
    ['the name of a class expression', '(class a { m() { a } static b = a })', []],
    ['a var anywhere in the function', 'function f() { a; for (;;) { var a } }', []],
    ['a var in a nested function of another', 'function f() { a; function g() { var a } }', ['a…']],
    ['let in a block', '{ a; let a } a', ['a']],
    ['a class in a block', '{ new A(); class A {} } A', ['A']],
    ['a function in a block', '{ a(); function a() {} }', []],
    ['a variable of for', 'for (let a = 0, b; a < b; a++) a; a', ['a']],
    ['a variable of for-of', 'for (const [a, b = a] of c) { a; b } b', ['c', 'b']],
    ['a variable of for-in', 'for (const a in b) a', ['b']],
    ['a caught value', 'try { a } catch ({ a, b = a }) { a }', ['a']],
    ['no caught value', 'try {} catch { a }', ['a']],
    ['a variable of switch', 'switch (a) { case a: let a; default: a }', ['a']],
    ['a static block', 'class C { static { let a; var b; a; b } }', []],
    ['a method', '({ m(a) { a }, get g() { a }, set s(a) { a } })', ['a…']],
    ['a constructor', 'class C { constructor(a) { a } }', []],
    ['an arrow in a default', '(a = () => b, b) => 1', []],
  ])('leaves out what a scope declares: %s', (_name, code, wanted) => {
    expect(namesIn(code)).toEqual(wanted)
  })
})

describe('a name of an earlier cell', () => {
  test.each<[string, string, unknown]>([
    ['a parameter', '((a) => a)(2)', 2],
    ['a pattern of parameters', '(({ b: [a] }) => a)({ b: [2] })', 2],
    ['a rest', '((...a) => a)(2)', [2]],
    ['a var of the function', '(() => { if (true) { var a = 2 } return a })()', 2],
    ['a caught value', '(() => { try { throw 2 } catch (a) { return a } })()', 2],
    ['a loop', '(() => { for (const a of [2]) return a })()', 2],
    ['a switch', '(() => { switch (1) { case 1: const a = 2; return a } })()', 2],
    ['a class body', 'new (class a { static x = 2; m() { return a.x } })().m()', 2],
    ['a named function expression', '(function a(n) { return n ? a(n - 1) : typeof a })(1)', 'function'],
    ['a function in a function', '(() => { return a(); function a() { return 2 } })()', 2],
    ['an import of the cell', 'import { sep as a } from "node:path"\na', '/'],
    ['a default that names a parameter', '((a, b = a) => b)(2)', 2],
  ])('is hidden by %s', async (_name, code, wanted) => {
    expect(await runCells('const a = 1', code)).toEqual(wanted)
  })

  test.each<[string, string, unknown]>([
    ['the scope has ended', '{ const a = 2 }\na', 1],
    ['the loop has ended', 'for (let a = 0; a < 3; a++);\na', 1],
    ['the default of a parameter is read', '((b = a) => b)()', 1],
    [
      'the body has a let of the same name, which parameters do not see',
      '(function (b = a) { let a = 2; return [b, a] })()',
      [1, 2],
    ],
    [
      'the body has a var of the same name, which parameters do not see',
      '(function (b = a) { var a = 2; return [b, a] })()',
      [1, 2],
    ],
    [
      'the body has a function of the same name, which parameters do not see',
      '(function (b = a) { function a() {} return b })()',
      1,
    ],
    ['a closure of a default is read', '(function (b = () => a) { let a = 2; return [b(), a] })()', [1, 2]],
    ['the value before a switch is read', '(() => { switch (a) { case 1: return 5; default: let a } })()', 5],
    ['only a sibling function has one', '[(() => { var a = 2; return a })(), (() => a)()]', [2, 1]],
  ])('is seen where %s', async (_name, code, wanted) => {
    expect(await runCells('const a = 1', code)).toEqual(wanted)
    expect(await runCells(`const a = 1;\n${code}`)).toEqual(wanted)
  })
})

describe('await at the top level', () => {
  test.each<[string, string, unknown]>([
    ['an expression', 'await 1', 1],
    ['a declaration', 'const a = await Promise.resolve(1)\na', 1],
    ['parentheses', 'await (async () => 1)()', 1],
    ['a list', '[await 1, { a: await 2 }]', [1, { a: 2 }]],
    ['a template', '`${await 1}`', '1'],
    ['an argument', 'String(await 1)', '1'],
    ['a member', '(await import("node:path")).sep', '/'],
    ['a condition', 'let a\nif (await true) a = await 2\na', 2],
    ['a loop', 'let a = 0\nfor (const b of await [1, 2]) a += await b\na', 3],
    ['for await', 'const a = []\nfor await (const b of [Promise.resolve(1)]) a.push(b)\na', [1]],
    ['try', 'let a\ntry { await Promise.reject(1) } catch (e) { a = await e } finally { await 2 }\na', 1],
    ['switch', 'let a\nswitch (await 1) { case await 1: a = 2 }\na', 2],
    ['a default of a pattern', 'const { a = await 1 } = {}\na', 1],
    ['a computed member', 'class A { [await "m"]() { return 1 } }\nnew A().m()', 1],
    ['a heritage', 'class A extends (await Array) {}\nnew A().length', 0],
    ['an operator', 'null ?? (await 1)', 1],
    ['a throw that is caught', 'let a\ntry { throw await 1 } catch (e) { a = e }\na', 1],
    ['an export', 'export default await 1\nexports.default', 1],
    ['a label', 'let a = 0\nout: while (true) { a = await 1; break out }\na', 1],
    ['several lines', 'const a =\n  await\n  1\na', 1],
  ])('makes a cell async: %s', async (_name, code, wanted) => {
    const { compiler } = notebook()
    const cell = compiler.compile(code, 'cell')
    expect(cell.isAsync).toBe(true)
    expect(await cell.run()).toEqual([wanted])
  })

  test.each([
    ['a function', 'async function f() { await 1 }'],
    ['an arrow', 'const f = async () => await 1'],
    ['a method', 'class A { async m() { await 1; for await (const a of []) a } }'],
    ['a method of an object', '({ async m() { await 1 }, async *g() { yield await 1 } })'],
    ['a text', '"await 1"'],
    ['a comment', '1 // await 2'],
    ['a property', '({ await: 1 }).await'],
    ['a promise', 'Promise.resolve(1)'],
  ])('is not found in %s', async (_name, code) => {
    const { compiler } = notebook()
    const cell = compiler.compile(code, 'cell')
    expect(cell.isAsync).toBe(false)
  })
})

describe('what does not belong where it stands', () => {
  const AWAIT =
    "'await' expressions are only allowed within async functions and at the top levels of modules."

  test.each([
    ['a function', 'function f() {\n  await 1\n}', '2:3'],
    ['an arrow', 'const f = () => await 1', '1:17'],
    ['a callback in an async function', 'async function f() { [1].map((a) => await a) }', '1:37'],
    ['a method', 'class A { m() { await 1 } }', '1:17'],
    ['a constructor', 'class A { constructor() { await 1 } }', '1:27'],
    ['a getter', '({ get a() { return await 1 } })', '1:21'],
    ['a field', 'class A { a = await 1 }', '1:15'],
    ['a static block', 'class A { static { await 1 } }', '1:20'],
    ['for await', 'function f() { for await (const a of []) a }', '1:16'],
  ])('is an await in %s', async (_name, code, place) => {
    expect(await problemsOf([code])).toEqual([`${place} - ${AWAIT}`])
  })

  test.each([
    ['alone', 'return 1', '1:1'],
    ['in a block', 'if (1 > 0) {\n  return\n}', '2:3'],
    ['in a loop', 'for (;;) return', '1:10'],
  ])('is a return %s', async (_name, code, place) => {
    expect(await problemsOf([code])).toEqual([
      `${place} - A 'return' statement can only be used within a function body.`,
    ])
  })

  test('is told in the order of the text, with all else', async () => {
    expect(await problemsOf(['const a = 1', 'nothing\na = 2\nreturn 3'])).toEqual([
      expect.stringMatching(/^1:1 - Cannot find/),
      expect.stringMatching(/^2:1 - Cannot assign/),
      expect.stringMatching(/^3:1 - A 'return'/),
    ])
  })
})
