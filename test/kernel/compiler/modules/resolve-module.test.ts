import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newFolder, writeIn } from '../notebook'
import { isPath, resolveModule } from '../../../../src/kernel/compiler/modules/resolve-module'

/** A folder with files. */
function folderWith(files: Record<string, string | object>): string {
  const root = newFolder()
  for (const [name, text] of Object.entries(files))
    writeIn(root, name, typeof text === 'string' ? text : JSON.stringify(text))
  return root
}

describe('a path leads to', () => {
  const names = [
    'a.ts', 'b.tsx', 'c.mts', 'd.cts', 'e.js', 'f.mjs', 'g.cjs', 'h.jsx', 'i.json', 'k.node',
    'both.ts', 'both.js', 'd.d.ts', 'name.with.dots.ts', 'folder.ts', 'folder/index.ts',
    'only/index.tsx', 'json/index.json', 'sub/x.ts', 'with space.ts', 'größe.ts', 'src.js', 'src.ts',
  ] // prettier-ignore
  let root: string
  beforeAll(() => {
    root = folderWith(Object.fromEntries(names.map((name) => [name, ''])))
    writeIn(root, 'main/package.json', '{ "main": "./lib/start.js" }')
    writeIn(root, 'main/lib/start.js', '')
    writeIn(root, 'main-short/package.json', '{ "main": "start" }')
    writeIn(root, 'main-short/start.ts', '')
    writeIn(root, 'main-folder/package.json', '{ "main": "lib" }')
    writeIn(root, 'main-folder/lib/index.js', '')
    writeIn(root, 'main-broken/package.json', '{ "main": ')
    writeIn(root, 'main-broken/index.ts', '')
    writeIn(root, 'main-gone/package.json', '{ "main": "gone.js" }')
    writeIn(root, 'main-gone/index.ts', '')
    mkdirSync(join(root, 'empty'))
  })

  test.each([
    ['a file without its extension', './a', 'a.ts'],
    ['a file with it', './a.ts', 'a.ts'],
    ['elements', './b', 'b.tsx'],
    ['.mts', './c', 'c.mts'],
    ['.cts', './d', 'd.cts'],
    ['.js', './e', 'e.js'],
    ['.mjs', './f', 'f.mjs'],
    ['.cjs', './g', 'g.cjs'],
    ['.jsx', './h', 'h.jsx'],
    ['.json', './i', 'i.json'],
    ['.json with its extension', './i.json', 'i.json'],
    ['.node', './k', 'k.node'],
    ['.ts under the name .js', './a.js', 'a.ts'],
    ['.tsx under the name .js', './b.js', 'b.tsx'],
    ['.tsx under the name .jsx', './b.jsx', 'b.tsx'],
    ['.mts under the name .mjs', './c.mjs', 'c.mts'],
    ['.cts under the name .cjs', './d.cjs', 'd.cts'],
    ['TypeScript first', './both', 'both.ts'],
    ['a .js that is there', './both.js', 'both.js'],
    ['a name with dots', './name.with.dots', 'name.with.dots.ts'],
    ['the file before the folder', './folder', 'folder.ts'],
    ['the folder, by a slash', './folder/', 'folder/index.ts'],
    ['the index of a folder', './only', 'only/index.tsx'],
    ['an index that is JSON', './json', 'json/index.json'],
    ['a file in a folder', './sub/x', 'sub/x.ts'],
    ['the main file of a folder', './main', 'main/lib/start.js'],
    ['the main file without its extension', './main-short', 'main-short/start.ts'],
    ['the index of a main folder', './main-folder', 'main-folder/lib/index.js'],
    ['the index where package.json cannot be read', './main-broken', 'main-broken/index.ts'],
    ['the index where the main file is gone', './main-gone', 'main-gone/index.ts'],
    ['a file up and down', './sub/../a', 'a.ts'],
    ['a name with a space', './with space', 'with space.ts'],
    ['a name of another script', './größe', 'größe.ts'],
  ])('%s', (_name, specifier, wanted) => {
    const found = { kind: 'local', file: join(root, wanted) }
    expect(resolveModule(specifier, root)).toEqual(found)
    expect(resolveModule(`.${specifier}`, join(root, 'sub'))).toEqual(found)
    expect(resolveModule(join(root, specifier) + (specifier.endsWith('/') ? '/' : ''), '/')).toEqual(found)
  })

  test.each([
    ['no such file', './nope'],
    ['another extension', './e.ts'],
    ['an empty folder', './empty'],
    ['a folder with a slash where there is a file', './a/'],
  ])('nothing for %s', (_name, specifier) => {
    expect(resolveModule(specifier, root)).toBeUndefined()
  })

  test('the folder itself and the one above', () => {
    const index = { kind: 'local', file: join(root, 'only/index.tsx') }
    expect(resolveModule('.', join(root, 'only'))).toEqual(index)
    expect(resolveModule('./', join(root, 'only'))).toEqual(index)
    mkdirSync(join(root, 'only/inner'))
    expect(resolveModule('..', join(root, 'only/inner'))).toEqual(index)
  })

  test('a file by its URL', () => {
    const url = pathToFileURL(join(root, 'with space.ts')).href
    expect(resolveModule(url, '/')).toEqual({ kind: 'local', file: join(root, 'with space.ts') })
    expect(resolveModule(pathToFileURL(join(root, 'a')).href, '/')).toEqual({
      kind: 'local',
      file: join(root, 'a.ts'),
    })
    expect(resolveModule(pathToFileURL(join(root, 'nope')).href, '/')).toBeUndefined()
  })

  test('a module in memory before a file', () => {
    const virtual = new Map([
      [join(root, 'new.ts'), 1],
      [join(root, 'e.ts'), 1],
    ])
    expect(resolveModule('./new', root, virtual)).toEqual({ kind: 'local', file: join(root, 'new.ts') })
    expect(resolveModule('./new.js', root, virtual)).toEqual({ kind: 'local', file: join(root, 'new.ts') })
    expect(resolveModule('./e', root, virtual)).toEqual({ kind: 'local', file: join(root, 'e.ts') })
  })
})

describe('a package', () => {
  let root: string
  beforeAll(() => {
    const packages: Record<string, Record<string, string | object>> = {
      plain: { 'package.json': {}, 'index.js': '', 'deep/file.js': '' },
      main: { 'package.json': { main: 'lib.js' }, 'lib.js': '' },
      esm: { 'package.json': { type: 'module', main: 'index.js' }, 'index.js': '' },
      mjs: { 'package.json': { main: 'index.mjs' }, 'index.mjs': '' },
      cjs: { 'package.json': { type: 'module', main: 'index.cjs' }, 'index.cjs': '' },
      dual: { 'package.json': { exports: { import: './a.mjs', require: './a.cjs' } }, 'a.mjs': '', 'a.cjs': '' },
      exports: { 'package.json': { exports: { '.': './a.js', './sub': './b.js' } }, 'a.js': '', 'b.js': '' },
      patterns: { 'package.json': { exports: { './a/*': { import: './a/*.mjs' }, './b/*.x': null, './*.css': { style: './a.css' }, './n': { node: { import: './a.mjs' } }, './l': [{ import: './a.mjs' }] } } },
      importOnly: { 'package.json': { exports: { import: './a.mjs' } }, 'a.mjs': '' },
      moduleOnly: { 'package.json': { module: './a.mjs' }, 'a.mjs': '' },
      typesOnly: { 'package.json': { types: 'index.d.ts' }, 'index.d.ts': '' },
      typingsOnly: { 'package.json': { typings: 'index.d.ts' }, 'index.d.ts': '' },
      nothing: { 'package.json': { name: 'nothing' } },
      nested: { 'package.json': { type: 'module' }, 'cjs/package.json': { type: 'commonjs' }, 'cjs/a.js': '', 'esm/a.js': '' },
      '@scope/name': { 'package.json': { main: 'index.js' }, 'index.js': '', 'sub.js': '' },
      '@types/untyped': { 'package.json': { types: 'index.d.ts' }, 'sub.d.ts': '', 'folder/index.d.ts': '' },
      '@types/scope__types': { 'package.json': { types: 'index.d.ts' } },
      '@types/plain': { 'package.json': { types: 'index.d.ts' } },
    } // prettier-ignore
    root = newFolder()
    for (const [name, files] of Object.entries(packages))
      for (const [file, text] of Object.entries(files))
        writeIn(root, `node_modules/${name}/${file}`, typeof text === 'string' ? text : JSON.stringify(text))
  })

  test.each([
    ['of CommonJS', 'plain', false],
    ['by a file of it', 'plain/deep/file', false],
    ['by a file with its extension', 'plain/deep/file.js', false],
    ['with a main file', 'main', false],
    ['of ECMAScript modules', 'esm', true],
    ['whose main file is .mjs', 'mjs', true],
    ['whose main file is .cjs', 'cjs', false],
    ['of both kinds', 'dual', false],
    ['with exports', 'exports', false],
    ['with exports of a path', 'exports/sub', false],
    ['with exports for import alone', 'importOnly', true],
    ['with exports by a pattern', 'patterns/a/x', true],
    ['with exports in conditions', 'patterns/n', true],
    ['with exports in a list', 'patterns/l', true],
    ['with a path of CommonJS', 'nested/cjs/a.js', false],
    ['with a path of ECMAScript modules', 'nested/esm/a.js', true],
    ['with a scope', '@scope/name', false],
    ['with a scope and a path', '@scope/name/sub', false],
  ])('%s is found', (_name, specifier, mayWait) => {
    expect(resolveModule(specifier, root)).toEqual({ kind: 'package', specifier, mayWait })
    expect(resolveModule(specifier, join(root, 'a/b'))).toEqual({ kind: 'package', specifier, mayWait })
  })

  test.each([
    ['a version', 'npm:plain@1.2.3', 'plain'],
    ['no version', 'npm:plain', 'plain'],
    ['a range', 'npm:plain@^1', 'plain'],
    ['a path', 'npm:plain@1/deep/file.js', 'plain/deep/file.js'],
    ['a path without a version', 'npm:plain/deep/file.js', 'plain/deep/file.js'],
    ['a slash', 'npm:/plain@1', 'plain'],
    ['a scope', 'npm:@scope/name@1.0.0-beta.1', '@scope/name'],
    ['a scope and a path', 'npm:@scope/name@1/sub', '@scope/name/sub'],
    ['a scope without a version', 'npm:@scope/name', '@scope/name'],
  ])('is found as Deno writes it, with %s', (_name, specifier, wanted) => {
    expect(resolveModule(specifier, root)).toEqual({ kind: 'package', specifier: wanted, mayWait: false })
  })

  test.each([
    ['has types in @types', 'untyped'],
    ['has types in @types, by a path', 'untyped/sub'],
    ['has types in @types, by a folder', 'untyped/folder'],
    ['has types in @types and a scope', '@scope/types'],
    ['has types of its own', 'typesOnly'],
    ['calls them typings', 'typingsOnly'],
  ])('that has nothing to run is types: it %s', (_name, specifier) => {
    expect(resolveModule(specifier, root)).toEqual({ kind: 'types' })
  })

  test.each([
    ['it is not installed', 'nope'],
    ['it is not installed, with a scope', '@scope/nope'],
    ['it has nothing at all', 'nothing'],
    ['the file is not there', 'plain/nope'],
    ['its exports lack the path', 'exports/nope'],
    ['its exports have no such pattern', 'patterns/c'],
    ['its exports refuse the path', 'patterns/b/y.x'],
    ['its exports have it for other tools only', 'patterns/x.css'],
    ['its types lack the path', 'untyped/nope'],
    ['the name is empty', ''],
    ['it is of Deno', 'npm:nope@1'],
    ['it is an address', 'https://example.com/a.js'],
  ])('is not found where %s', (_name, specifier) => {
    expect(resolveModule(specifier, root)).toBeUndefined()
  })

  test.each(['fs', 'node:fs', 'fs/promises', 'node:test'])('of Node is found: %s', (specifier) => {
    expect(resolveModule(specifier, root)).toEqual({ kind: 'package', specifier, mayWait: false })
  })
})

test.each([
  ['./a', true], ['../a', true], ['.', true], ['..', true], ['/a', true],
  ['a', false], ['.a', false], ['@a/b', false], ['node:fs', false], ['...', false],
] as const)('isPath takes %s for a path: %s', (specifier, wanted) => {
  expect(isPath(specifier)).toBe(wanted)
}) // prettier-ignore
