import { findMagics } from '../../../src/magics/read/find-magics'
import { compilers, notebook } from '../compilers'

/** What a cell is, which of its lines are magics (counted from 1), and the variables of earlier cells. */
type Case = readonly [name: string, code: string, lines: readonly number[], locals?: readonly string[]]

const commands: readonly Case[] = [
  ['a command', '! pip install openai', [1]],
  ['a command without a space', '!ls', [1]],
  ['a command that would be TypeScript', '!ls\nconst x = 1', [1]],
  ['a command with a flag', '!ls -l', [1]],
  ['a program by its path', '!/bin/ls -l', [1]],
  ['a program by its path that reads as a regular expression', '!/bin/ls', [1]],
  ['a program of this folder', '!./run.sh', [1]],
  ['a program of a variable of the shell', '!$HOME/bin/x', [1]],
  ['a program by a quoted path', '!"my prog"', [1]],
  ['a program by a quoted path with words', `!'my prog' one two`, [1]],
  ['a command substitution', '!`which node` --version', [1]],
  ['false', '! false\nconsole.log(1)', [1]],
  ['true', '!true', [1]],
  ['true or else', '!true || echo failed', [1]],
  ['true and a program', '!true && ls', [1]],
  ['false in a pipe', '! false | cat', [1]],
  ['true and a variable, then a program', '!true && f() && ls', [1], ['f']],
  ['a subshell', '!(cd /tmp; ls)', [1]],
  ['a subshell of one word', '!(ls)', [1]],
  ['a group', '!{ ls; pwd; }', [1]],
  ['a test', '! [ -f x ] && echo yes', [1]],
  ['a redirection', '!> out.txt echo hi', [1]],
  ['a program that starts with a digit', '!7z x a.zip', [1]],
  ['two commands in a chain', '!ls && pwd', [1]],
  ['a list of a command', '!!ls', [1]],
  ['an open quote', `! echo "it's`, [1]],
  ['an open template', '! echo `', [1]],
  ['an open brace', '! echo {\nconst a = 1', [1]],
  ['a continued command', "! curl -s \\\n  -H 'a: `b`' \\\n  http://x | python -m json.tool\n1", [1]],
  ['a continued command with Windows line ends', '! echo a \\\r\n b\r\n!ls\r\n', [1, 3]],
  ['a command between TypeScript', 'const a = [1]\n! ls\nconst b = a', [2]],
  ['a command before broken TypeScript', '! ls\nconst = 3', [1]],
  ['a command after an object', 'const o = {\n  a: 1,\n}\n\n! ls\n', [5]],
  ['a command after a regular expression with a backtick', 'const r = /`/\n! ls', [2]],
  ['a command after a comment with a backtick', '// `\n! ls', [2]],
  ['a flag after the name of a variable', '!npm -v', [1], ['npm']],
  ['words after the name of a variable', '!npm install openai', [1], ['npm']],
  ['a quoted text after the name of a variable', '!curl "$URL"', [1], ['curl']],
  ['a word that is a type only', 'interface ls { a: 1 }\n!ls', [2]],
  ['a word that is a property only', 'const o = { ls: 1 }\n!ls', [2]],
  ['a variable of another function', 'function f(ls) { return ls }\n!ls', [2]],
  ['a variable of another block', '{\n  const ls = 1\n}\n!ls', [4]],
  ['a method of every object', '!toString', [1]],
  ['two commands', '!ls\n!pwd', [1, 2]],
  ['a command before a parenthesis', '! ls\n;(async () => { })()', [1]],
  ['a command before a bracket', '! ls\n[1, 2].map(String)', [1]],
  ['a command at the end without a line end', 'const a = 1;\n!ls', [2]],
  ['a command in an indented block', 'if (x) {\n  ! ls\n}', [2]],
  ['a command in an if without braces', 'if (x)\n  ! ls\nelse\n  ! pwd\n', [2, 4]],
  ['a command in a loop', 'for (const f of [1])\n  ! ls', [2]],
  ['a command in a while loop', 'while (true) {\n!ls\nbreak }', [2]],
  ['a command in a do loop', 'do\n  !ls\nwhile (false)', [2]],
  ['a command in a switch', 'switch (x) {\ncase 1:\n! ls\nbreak\ndefault:\n!pwd\n}', [3, 6]],
  ['a command in try, catch and finally', 'try {\n!ls\n} catch {\n!pwd\n} finally {\n!id\n}', [2, 4, 6]],
  ['a command in an async function', 'async function f() {\n  ! ls\n}', [2]],
  ['a command in an async arrow function', 'const f = async () => {\n  ! ls\n}', [2]],
  ['a command in an async method', 'class A {\n  async m() {\n    ! ls\n  }\n}', [3]],
  ['a command after a label', 'here:\n!ls', [2]],
  ['a command beside a template with one in it', 'const s = `\n! ls\n`\n! ls', [4]],
  ['a command after a nested template', 'const s = `${\n  [`\n! ls\n`]}`\n! ls', [5]],
  ['a command after a template that ends on a line like a command', 'const s = `\n! ls `\n! pwd', [3]],
  ['a command in a template in an async function', 'const s = `${(async () => {\n!ls\n})()}`', [2]],
]

const magics: readonly Case[] = [
  ['a magic', '%env', [1]],
  ['a magic with text that is no TypeScript', '%set_env A=b c `d` ${e}', [1]],
  ['a magic after an expression', 'const x = 5\n%env', [2]],
  ['a magic after an array', 'const x = [1]\n%env', [2]],
  ['a magic after a call without a semicolon', 'f()\n%env A', [2]],
  ['a magic whose name is a variable', 'const env = 1\n%env A', [2]],
  ['a magic whose name is a variable, alone', 'const time = 1\n%time', [2]],
  ['an unknown magic', '%nosuch', [1]],
  ['a cell magic below the first line', 'const a = 1\n%%bash\nls', [2]],
  ['a magic in a loop', 'for (const f of [1]) {\n  %env A\n}', [2]],
  ['a continued magic', '%env \\\n  A\n!ls', [1, 3]],
  ['a Python comment above a magic', '# No Quotes!\n%set_env A=...', [1, 2]],
  ['an empty Python comment', '#\n%env', [1, 2]],
  ['a Python comment in an if', 'if (x)\n  # why\n  %env', [2, 3]],
]

const assignments: readonly Case[] = [
  ['the lines of a command', 'const files = !ls', [1]],
  ['the lines of a command with words', 'const files = ! ls -l *.ts', [1]],
  ['let', 'let files = !ls', [1]],
  ['var', 'var files=!ls', [1]],
  ['an earlier variable', 'files = !ls', [1], ['files']],
  ['a member', 'o.files = !ls', [1], ['o']],
  ['a type', 'const files: string[] = !ls', [1]],
  ['a pattern', 'const [first] = !ls', [1]],
  ['two variables at once', 'a = b = !ls', [1], ['a', 'b']],
  ['the last of two declarations', 'const a = 1, b = !ls', [1]],
  ['a magic', 'const here = %pwd', [1]],
  ['a magic of any name', 'x = %nosuch a b', [1], ['x']],
  ['in a block', 'if (x) {\n  const files = !ls\n}', [2]],
  ['a continued command', 'const files = !ls \\\n  -l\nfiles', [1]],
  ['a text with an equals sign before', 'const a = "b = !c", d = !ls', [1]],
  ['a default that is a negation', 'const { a = 1 } = !ls', [1]],
]

const typescript: readonly Case[] = [
  ['a negation of an earlier variable', '!done && f()', [], ['done']],
  ['a negation with a space', '! done && f()', [], ['done']],
  ['a negation of a variable of the cell', 'const done = 0\n!done && f()', []],
  ['a negation of a later variable of the cell', '!done() && f()\nfunction done() { return 1 }', []],
  ['a negation of a var of a block', 'if (x) { var done = 1 }\n!done && f()', []],
  ['a negation of an import', 'import {\n done\n} from "x"\n!done && f()', []],
  ['a negation of a default import', 'import done from "x"\n!done', []],
  ['a negation of a namespace import', 'import * as done from "x"\n!done.a', []],
  ['a negation of a renamed import', 'import { a as done } from "x"\n!done', []],
  ['a negation of a parameter', 'function f(done) {\n  !done && f()\n}', []],
  ['a negation of a parameter in a pattern', 'const f = ({ a: [done] }) => {\n  !done && f()\n}', []],
  ['a negation of a caught error', 'try { } catch (e) {\n  !e && f()\n}', []],
  ['a negation of a loop variable', 'for (const x of y) {\n  !x && f()\n}', []],
  ['a negation of a class', 'class A {}\n!A', []],
  ['a negation of a destructured variable', 'const { a, ...done } = x\n!done', []],
  ['a negation of a global', '!fetch && f()', []],
  ['a negation of this', '!this && f()', []],
  ['a negation over two lines', '!done &&\n  f()', [], ['done']],
  ['a negation with arguments over lines', '!f(\n  !done,\n)', [], ['f', 'done']],
  ['a negation with an unknown argument on its own line', '!f(\n  !ls,\n)', [], ['f']],
  ['a negation that closes a block', 'if (x) {\n  !done && f() }', [], ['done']],
  ['a negation beside a command', '!done && f()', [], ['done']],
  ['a function called at once', '!function(){}()', []],
  ['an arrow function called at once', '!(() => 1)()', []],
  ['an async function called at once', '!async function(){ }()', []],
  ['a class made at once', '!new (class {})()', []],
  ['a double negation', '!!x', [], ['x']],
  ['a parenthesis', '!(a || b) && f()', [], ['a', 'b']],
  ['an array', '![1]', []],
  ['a number', '!0', []],
  ['a type question', '!typeof x', [], ['x']],
  ['an awaited call', '!await f()', [], ['f']],
  ['a method of a text', '!"abc".includes(x) && f()', [], ['x']],
  ['a test of a regular expression', '!/re/.test(x) && f()', [], ['x']],
  ['a word compared', '!true && f()', [], ['f']],
  ['an inequality that goes on', 'const a = b\n  != c', []],
  ['a strict inequality that goes on', 'const a = b\n!== c', []],
  ['a negation in a sum', 'const y = a &&\n  !b', []],
  ['a negation in an argument list', 'f(\n!b,\n)', []],
  ['negations in a condition', 'if (\n  !a &&\n  !b\n) f()', []],
  ['a negation in a list of lists', 'f([\n!a,\n!b,\n], [\n!c\n])', []],
  ['a negation in an object', 'const o = {\n  a:\n  !b,\n}', []],
  ['a negation as an arrow function', 'const f = () =>\n  !ls', []],
  ['a negation returned', 'function f(a) { return (\n!a\n) }', []],
  ['a negation in a ternary', 'x ?\n!a :\n!b', []],
  ['negations in a for', 'for (\n!a;\n!b;\n!c) {}', []],
  ['commands in a template', 'const s = `\n! ls\n%env\n%%bash\n# h\n`', []],
  ['commands in a tagged template', 'await bash`\n!ls\n%env`', []],
  ['commands in a template with values', 'const s = `a ${1}\n! ls\n${2} \n%env\n`', []],
  ['commands in a comment', '/*\n! ls\n%env\n*/\n// ! ls', []],
  ['commands in a doc comment', '/**\n ! ls\n % env\n */\nconst a = 1', []],
  ['a command in a continued string', "const s = 'a \\\n! ls'", []],
  ['a remainder over lines', 'const y = a\n  % b', []],
  ['a remainder over lines without a space', 'const y = total\n  %time', [], ['time', 'total']],
  ['a remainder in parentheses', 'const y = (a\n%b)', []],
  ['a remainder in an argument list', 'f(a\n%env, 1)', []],
  ['a space after the percent sign', '% env', []],
  ['a member of a class', 'class A {\n  !x\n}', []],
  ['a negation assigned', 'const x = !ready', [], ['ready']],
  ['a negation of a call assigned', 'const x = !ready.a(b)[1]', [], ['ready']],
  ['a negation assigned before another', 'const x = !ready, y = 2', [], ['ready']],
  ['a word negated and assigned', 'x = !true', [], ['x']],
  ['a negation assigned on one line with its block', 'if (a) { x = !y }', [], ['a', 'x']],
  ['a negation assigned at the end of a block', 'if (a) {\n  x = !y }', [], ['a', 'x', 'y']],
  ['a negated default', 'const f = (a = !b) => 1', []],
  ['a negated property', 'const o = { a: 1, b: x = !y }', []],
  ['a negation compared', 'if (a == !b) f()', [], ['a']],
  ['a negation added', 'x += !ls', [], ['x']],
  ['a negation in a text', 'const s = "a = !b"', []],
  ['a negation in a template', 'const s = `a = !b`', []],
  ['a negated attribute', 'const f = () => !x', []],
  ['a generic call', 'f<A>(\n!b\n)', []],
  ['a private name', 'class A {\n  #x = 1\n  has(o) {\n    return #x in o\n  }\n}', []],
]

const tables = [
  ['commands', commands],
  ['magics', magics],
  ['assignments', assignments],
  ['TypeScript', typescript],
] as const

describe.each(compilers)('findMagics with TypeScript %s', (_version, api) => {
  const linesOf = (code: string, locals: readonly string[] = [], isJs = false) =>
    findMagics(code, notebook(api, Object.fromEntries(locals.map((name) => [name, 1])), isJs)).magics.map(
      ({ line }) => line + 1,
    )

  describe.each(tables)('reads as %s', (_kind, cases) => {
    test.each(cases.map(([name, code, lines, locals = []]) => ({ name, code, lines, locals })))(
      '$name',
      (row) => {
        const { code, lines, locals } = row
        expect(linesOf(code, locals)).toEqual(lines)
        expect(linesOf(code, locals, true)).toEqual(lines)
      },
    )
  })

  test('text between JSX tags stays JSX, in TypeScript and in JavaScript', () => {
    const code = 'const page = (\n  <div>\n    ! ls\n    %env\n  </div>\n)\n! pwd'
    expect(linesOf(code)).toEqual([7])
    expect(linesOf(code, [], true)).toEqual([7])
  })

  test('a negation stays TypeScript beside commands', () => {
    expect(linesOf('! ls\n!done && f()\n%env\n!done\n! pwd -P', ['done'])).toEqual([1, 3, 5])
  })

  test('a broken line does not change what the lines around it are', () => {
    expect(linesOf('!done && f()\n!npm install (x\n!done && f()', ['done', 'npm'])).toEqual([2])
  })

  test('a continued line that turns out to be text gives its lines back', () => {
    expect(linesOf('const s = `\n! a \\\n`\n! ls')).toEqual([4])
  })

  test('a cell of many templates and commands is read in time', () => {
    const block = 'const s = `\n! ls\n`\n! ls\n'
    expect(linesOf(block.repeat(50).replace(/const s/g, 's'), ['s'])).toHaveLength(50)
  })
})
