import { notebook } from './notebook'

describe('Inspection tells', () => {
  const book = notebook()
  beforeAll(() => {
    book.write('helper.ts', '/** Helps. */\nexport function help(): void {}\nexport class Helper {}')
    book.run(`/**
 * Adds up.
 *
 * @param a - The first.
 * @param b - The second.
 * @returns The sum.
 */
function add(a: number, b = 1): number { return a + b }
/** How fast. */
let rate = 1
/** Never changes. */
const fixed = { deep: "" }
class Robot { constructor(readonly name: string) {}
/** Speaks. */
say(word: string) { return word } }
interface Shape { sides: number }
namespace Tools { export const hammer = 1 }
enum Level { Low }`)
    book.run(
      'function over(a: 1): 1; function over(a: 2): 2; function over(a: 3): 3; function over(a: any) { return a }',
    )
    book.run('const Split = { parse: () => 1 }')
    book.run('type Split = { v: number }')
    book.run(
      'import { help, Helper } from "./helper"; const helper = new Helper(); const robot = new Robot("x")',
    )
  })

  test.each([
    [
      'a function',
      'ad|d(1)',
      'function add(a: number, b?: number): number\n\nAdds up.\n@param a - The first.\n@param b - The second.\nThe sum.',
    ],
    [
      'a name at its end',
      'add|',
      'function add(a: number, b?: number): number\n\nAdds up.\n@param a - The first.\n@param b - The second.\nThe sum.',
    ],
    ['a let', 'rate|', 'let rate: number\n\nHow fast.'],
    ['a const', 'fixed|', 'const fixed: {\n    deep: string;\n}\n\nNever changes.'],
    ['a class', 'Robot|', 'class Robot'],
    ['a method', 'robot.sa|y', '(method) Robot.say(word: string): string\n\nSpeaks.'],
    ['a property', 'fixed.deep|', '(property) deep: string'],
    ['an instance', 'robot|', 'const robot: Robot'],
    ['a type', 'let s: Shape|', 'interface Shape'],
    ['a namespace', 'Tools|', 'namespace Tools'],
    ['an enum', 'Level|', 'enum Level'],
    [
      'the value of a name whose type is of another cell',
      'Split|',
      'const Split: {\n    parse: () => number;\n}',
    ],
    [
      'the type of a name whose value is of another cell',
      'let s: Split|',
      'type Split = {\n    v: number;\n}',
    ],
    ['an imported name', 'help|', 'function help(): void\n\nHelps.'],
    ['an instance of an imported class', 'helper|', 'const helper: Helper'],
    ['a variable of this cell', 'const own = rate\nown|', 'const own: number'],
    [
      'an import of this cell',
      'import { help as own } from "./helper"\nown|',
      '(alias) function own(): void\nimport own\n\nHelps.',
    ],
    ['a constructor', 'new Robo|t("")', 'constructor Robot(name: string): Robot'],
  ])('%s', (_name, drawn, text) => {
    expect(book.inspect(drawn)).toBe(text)
  })

  test.each([
    [
      'the first argument',
      'add(|)',
      'add(a: number, b?: number): number\n\nAdds up.\n\n@param a - The first.',
    ],
    ['an open call', 'add(|', 'add(a: number, b?: number): number\n\nAdds up.\n\n@param a - The first.'],
    [
      'the next argument',
      'add(1, |)',
      'add(a: number, b?: number): number\n\nAdds up.\n\n@param b - The second.',
    ],
    ['overloads', 'over(|)', 'over(a: 1): 1 (+2 overloads)'],
    ['a constructor’s argument', 'new Robot(|)', 'Robot(name: string): Robot'],
    ['a string argument', 'robot.say("a|")', 'say(word: string): string\n\nSpeaks.'],
  ])('the signature at %s', (_name, drawn, text) => {
    expect(book.inspect(drawn)).toBe(text)
  })

  test.each([
    ['a blank', '1 + | 2'],
    ['an empty cell', '|'],
    ['a comment', '// ad|d'],
    ['a name that nobody knows', 'unknown1|'],
  ])('nothing of %s', (_name, drawn) => {
    expect(book.inspect(drawn) ?? 'any').toMatch(/^any$/)
  })

  test.each(['typeof import("./helper")', 'Parameters<typeof add>'])('no path at %s', (type) => {
    expect(book.inspect(`const own| = null as unknown as ${type}`)).not.toContain(book.root)
  })
})
