import { UsageError } from '../../src/errors'
import { createSecret } from '../../src/secrets/secret-value'
import { createTag, readTemplate, type TemplatePart } from '../../src/shell/template'

const parts = createTag<{ a?: number; b?: number }, TemplatePart[]>('bash', (read) => read)
const options = createTag<{ cwd?: string; timeoutMs?: number }, object>('bash', (_, given) => given)
const words = (read: TemplatePart[]) => read.map((part) => ('text' in part ? part.text : part.words))
const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}
const raw = (...texts: string[]) =>
  Object.assign([...texts], { raw: texts }) as unknown as TemplateStringsArray

describe('the text of a template', () => {
  test('keeps every backslash that the shell needs', () => {
    expect(
      words(parts`printf 'a\n\x41\\' \
  "\$HOME" \u12`),
    ).toEqual(['printf \'a\\n\\x41\\\\\' \\\n  "\\$HOME" \\u12'])
  })

  test('turns back an escaped backtick and an escaped ${, and nothing else', () => {
    expect(words(parts`\`date\` \${HOME} \\\` \\\${A} $\{B} \{`)).toEqual([
      '`date` ${HOME} \\\\` \\\\${A} $\\{B} \\{',
    ])
  })

  test('takes a plain string as it is', () => {
    expect(words(parts('echo \\` \\${A}'))).toEqual(['echo \\` \\${A}'])
  })
})

describe('the values of a template', () => {
  test('are words beside the text, never part of it', () => {
    expect(words(parts`a ${'$(x) "\' \n'}b${3}${true}${10n}`)).toEqual([
      'a ',
      ['$(x) "\' \n'],
      'b',
      ['3'],
      ['true'],
      ['10'],
    ])
  })

  test('give several words for an array, none for an empty one', () => {
    expect(parts`ls ${['a b', 1]} ${[]}`).toEqual([
      { text: 'ls ' },
      { words: ['a b', '1'], list: true, where: 'value 1' },
      { text: ' ' },
      { words: [], list: true, where: 'value 2' },
    ])
  })

  test('are read from a secret, which prints as a mask', () => {
    const secret = createSecret('s3cr3t', 'TOKEN')
    expect(words(parts`a ${secret} ${[secret]}`)).toEqual(['a ', ['s3cr3t'], ' ', ['s3cr3t']])
  })

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'bash: value 1 is undefined. Set it first; an empty word is written ${""}.'],
    ['null', null, 'bash: value 1 is null. Set it first; an empty word is written ${""}.'],
    ['NaN', NaN, 'bash: value 1 is NaN. Check the calculation that gave it.'],
    ['a promise', Promise.resolve(1), 'bash: value 1 is a promise. Use ${await …}.'],
    [
      'an object',
      { a: 1 },
      'bash: value 1 is an object. Pick one of its fields, or use ${JSON.stringify(…)}.',
    ],
    [
      'a Map',
      new Map(),
      'bash: value 1 is an object (Map). Pick one of its fields, or use ${JSON.stringify(…)}.',
    ],
    ['a URL', new URL('http://h/'), 'bash: value 1 is an object (URL). Use ${url.href}.'],
    [
      'a bare object',
      Object.create(null),
      'bash: value 1 is an object. Pick one of its fields, or use ${JSON.stringify(…)}.',
    ],
    ['a function', function area() {}, 'bash: value 1 is the function area. Call it: ${f()}.'],
    ['a symbol', Symbol('s'), 'bash: value 1 is a symbol. Use a string or a number.'],
    [
      'an array in an array',
      [['a']],
      'bash: value 1, item 1 is an array. Join it, ${list.join(" ")}; only flat arrays become words, ${list.flat()}.',
    ],
    [
      'undefined in an array',
      ['a', undefined],
      'bash: value 1, item 2 is undefined. Set it first; an empty word is written ${""}.',
    ],
  ])('are refused with advice when one is %s', (_name, value, message) => {
    expect(refusal(() => readTemplate('bash', raw('a ', ' b'), [value]))).toBe(message)
  })

  test.each<[string, string, string]>([
    ['a flag', 'curl --url ', 'value 1 (after --url)'],
    ['a flag and a quote', 'curl -u "', 'value 1 (after -u)'],
    ['a variable', 'x\nexport TOKEN="', 'value 1 (line 2, after TOKEN=)'],
    ['a header', '-H "Authorization: Bearer ', 'value 1 (after Authorization:)'],
    ['a word that may be a secret', 'echo sk-abc ', 'value 1'],
    ['a value glued to text that may be a secret', 'echo sk-abc', 'value 1'],
  ])('are named by what stands before them: %s', (_name, before, place) => {
    expect(refusal(() => readTemplate('bash', raw(before, ''), [undefined]))).toContain(
      `bash: ${place} is undefined`,
    )
  })

  test('are counted', () => {
    expect(refusal(() => readTemplate('curl', raw('', ' ', ''), ['sk-1', null]))).toContain(
      'curl: value 2 is null',
    )
  })
})

describe('a tag', () => {
  test('takes options before the template, later ones winning', () => {
    expect(options({ cwd: '/a', timeoutMs: 1 })({ timeoutMs: 2 })`x`).toEqual({ cwd: '/a', timeoutMs: 2 })
    expect(options({ cwd: '/a' })('x')).toEqual({ cwd: '/a' })
    expect(options`x`).toEqual({})
  })

  test.each<[string, unknown[], string]>([
    ['an option of another helper', [{ model: 'm' }], 'bash has no option "model". It belongs to chat.'],
    ['a limit that is no number', [{ timeoutMs: '5' }], 'timeoutMs is a number of milliseconds, 0 or more.'],
    ['nothing', [], 'bash takes a template, a string or options, not undefined.'],
    ['an array', [['ls']], 'bash takes a template, a string or options, not an array.'],
    [
      'a promise',
      [Promise.resolve('ls')],
      'bash takes a template, a string or options, not a promise. Use bash(await …).',
    ],
    [
      'options after the text',
      ['ls', {}],
      'bash(text) takes one string. Options come first: bash({ … })(text).',
    ],
  ])('refuses %s', (_name, args, message) => {
    expect(refusal(() => (parts as (...given: unknown[]) => unknown)(...args))).toBe(message)
  })
})
