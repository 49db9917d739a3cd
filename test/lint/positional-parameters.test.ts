import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Linter, RuleTester, type Rule } from 'eslint'
import { parser } from 'typescript-eslint'

const { default: rule } = jest.requireActual<{ default: Rule.RuleModule }>(
  '../../scripts/lint/positional-parameters.mjs',
)

/** An entry of a configuration, as far as it is read here. */
interface Entry {
  readonly rules?: Readonly<Record<string, unknown>>
}

const root = join(__dirname, '..', '..')
const languageOptions = { parser } as Linter.LanguageOptions
const filename = join(root, 'src', 'a.ts')
const three = 'export function build(a: A, b: B, c: C) {}'
const reason = 'measured'

const passes = (name: string, code: string, ...exceptions: readonly object[]) => ({
  name,
  code,
  filename,
  options: [exceptions],
})
const tooMany = (name: string, code: string, count = 3) => ({
  ...passes(name, code),
  errors: [{ messageId: 'tooMany', data: { name: 'build', count } }],
})
const notNeeded = (name: string, code: string, exception: object, what: string) => ({
  ...passes(name, code, exception),
  errors: [{ messageId: 'notNeeded', data: { name: what } }],
})

new RuleTester({ languageOptions }).run('positional-parameters', rule, {
  valid: [
    passes('two', 'export function build(a: A, b: B) {}'),
    passes('more in a function of the file’s own', 'function build(a: A, b: B, c: C) {}'),
    passes('an object that is taken apart', 'export function build(a: A, b: B, { c }: C) {}'),
    passes('one with a default', 'export function build(a: A, b: B, c = 1) {}'),
    passes('an optional one', 'export function build(a: A, b: B, c?: C) {}'),
    passes('any number of the same kind', 'export function build(a: A, b: B, ...c: C[]) {}'),
    passes('options', 'export function build(a: A, b: B, options: Partial<C>) {}'),
    passes('a callback', 'export function build(a: A, b: B, onText: (text: string) => void) {}'),
    passes('a signal', 'export function build(a: A, b: B, ended: AbortSignal) {}'),
    passes('surroundings', 'export function build(a: A, b: B, io: CliIo) {}'),
    passes('the compiler before', 'export function build(ts: TypeScript, a: A, b: B) {}'),
    passes('the compiler behind', 'export function build(a: A, b: B, ts: TypeScript) {}'),
    passes('the compiler and options', 'export function build(ts: TypeScript, a: A, b: B, { c }: C) {}'),
    passes('an exception for the function', three, { files: ['src/a.ts'], functions: ['build'], reason }),
    passes('an exception for the file', three, { files: ['src/b.ts', 'src/a.ts'], reason }),
    passes('exceptions for other files', '', { files: ['src/b.ts', 'a.ts', 'src'], reason }),
  ],
  invalid: [
    tooMany('three', three),
    tooMany('an arrow', 'export const build = (a: A, b: B, c: C) => {}'),
    tooMany('a function as a value', 'export const build = function (a: A, b: B, c: C) {}'),
    tooMany('one that says how, after three', 'export function build(a: A, b: B, c: C, { d }: D) {}'),
    tooMany('two that say how', 'export function build(a: A, b: B, c = 1, d = 2) {}'),
    tooMany('one that says how, too early', 'export function build(signal: AbortSignal, a: A, b: B) {}'),
    tooMany('the compiler and three', 'export function build(ts: TypeScript, a: A, b: B, c: C) {}'),
    {
      ...passes('an exception for another function', three, {
        files: ['src/a.ts'],
        functions: ['other'],
        reason,
      }),
      errors: [{ messageId: 'notNeeded' }, { messageId: 'tooMany' }],
    },
    notNeeded(
      'an exception for a function that takes two',
      'export function build(a: A, b: B) {}',
      { files: ['src/a.ts'], functions: ['build'], reason },
      'build',
    ),
    notNeeded(
      'an exception for a file without such functions',
      '',
      { files: ['src/a.ts'], reason },
      'src/a.ts',
    ),
  ],
})

describe('the options of positional-parameters', () => {
  const lint = (exception: object) => () =>
    new Linter().verify('', {
      plugins: { house: { rules: { rule } } },
      rules: { 'house/rule': ['error', [exception]] },
    })

  test.each([
    ['an exception without a reason', { files: ['src/a.ts'] }],
    ['an empty reason', { files: ['src/a.ts'], reason: '' }],
    ['no file', { files: [], reason }],
    ['an empty list of functions', { files: ['src/a.ts'], functions: [], reason }],
    ['a word that it does not know', { files: ['src/a.ts'], function: 'build', reason }],
  ])('refuse %s', (_name, exception) => {
    expect(lint(exception)).toThrow(/Value .* should/)
  })

  test('name only files that are there', () => {
    const { default: config } = jest.requireActual<{ default: readonly Entry[] }>('../../eslint.config.mjs')
    const [, exceptions] = config
      .map(({ rules }) => rules?.['house/positional-parameters'])
      .find((setting) => setting !== undefined) as [string, readonly { readonly files: string[] }[]]
    const gone = exceptions.flatMap(({ files }) => files).filter((file) => !existsSync(join(root, file)))
    expect(gone).toEqual([])
  })
})
