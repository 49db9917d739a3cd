import { typescript } from './notebook'
import { emit, type ModuleForm } from '../../../src/kernel/compiler/emit'

const emitting = (source: string, form: ModuleForm, fileName = 'a.ts') =>
  emit(typescript, source, { fileName, form })

describe('emit', () => {
  test.each([
    ['imports and exports', 'import a, { type B } from "x"\nexport { a }\n'],
    ['imports that nobody uses', 'import { a } from "x";\n'],
    [
      'newer syntax',
      'a ??= b?.c;\nclass A {\n    #a = 1;\n    static { }\n}\nfor await (const a of b)\n    ;\n',
    ],
    ['a string that could be a directive', '1;\n"use strict";\n'],
  ])('leaves %s of a cell as they are', (_name, source) => {
    const { code, problems } = emitting(source, 'esm')
    expect(problems).toEqual([])
    expect(code.replace(/;|export \{\}|\s/g, '')).toBe(source.replace(/ type B |;|\s/g, ''))
  })

  test('turns imports and exports of a file into CommonJS', () => {
    const { code, imports } = emitting(
      'import a from "x"\nimport type { B } from "y"\nexport const c = a\nexport * from "z"',
      'commonjs',
    )
    expect(code).toMatch(/require\w*\("x"\)/)
    expect(code).not.toMatch(/require\w*\("y"\)/)
    expect(code).toContain('exports.c = ')
    expect(imports).toEqual(['x', 'y', 'z'])
  })

  test('leaves CommonJS as it is', () => {
    const source = 'const a = require("a");\nmodule.exports = { a };\n'
    expect(emitting(source, 'commonjs', 'a.js').code).toBe(source)
  })

  test('ends no code with the place of a map', () => {
    for (const form of ['esm', 'commonjs'] as const) {
      const { code, map } = emitting('const a: number = 1', form)
      expect(code).not.toContain('sourceMappingURL')
      expect(JSON.parse(map)).toMatchObject({ version: 3 })
    }
  })

  test('keeps a map that the text itself names', () => {
    expect(emitting('1 // # sourceMappingURL=x', 'esm').code).toContain('sourceMappingURL=x')
  })

  test('tells problems of syntax, with code nonetheless', () => {
    const { code, problems } = emitting('const a = ;\nconst b = 1', 'esm')
    expect(problems).toEqual([{ start: 10, message: 'Expression expected.' }])
    expect(code).toContain('const b = 1')
  })

  test('tells no problems of types, modules or deprecations', () => {
    expect(
      emitting('import "nope"\nconst a: string = 1\nb.c\nimport x = require("y")', 'esm').problems,
    ).toEqual([])
  })
})
