import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPackageName, satisfies, versionSeenFrom, versionsOnDisk } from '../../src/shell/npm-packages'

describe('satisfies', () => {
  test.each([
    ['1.2.3', '^1.2.3', true],
    ['1.9.0', '^1.2.3', true],
    ['1.2.2', '^1.2.3', false],
    ['2.0.0', '^1.2.3', false],
    ['0.2.9', '^0.2.3', true],
    ['0.3.0', '^0.2.3', false],
    ['0.0.3', '^0.0.3', true],
    ['0.0.4', '^0.0.3', false],
    ['1.2.9', '~1.2.3', true],
    ['1.3.0', '~1.2.3', false],
    ['2.0.0', '>=1.2.3', true],
    ['1.2.3', '1.2.3', true],
    ['1.2.4', '1.2.3', false],
    ['1.0.0', '*', true],
    ['2.0.0-beta.1', '^2.0.0-beta.1', false],
    ['1.0.0', '1 || 2', false],
    ['1.0.0', 'latest', false],
    ['1.0.0', 'file:../a', false],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected)
  })
})

test.each([
  ['openai', true],
  ['@scope/pkg.name', true],
  ['openai@latest', false],
  ['./dir', false],
  ['-D', false],
  ['git+https://h/a.git', false],
  ['user/repo', false],
])('isPackageName(%s) is %s', (word, expected) => {
  expect(isPackageName(word)).toBe(expected)
})

describe('installed versions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
  const add = (path: string, json: object) => {
    mkdirSync(join(folder, path), { recursive: true })
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify(json))
  }
  beforeAll(() => {
    add('node_modules/up', { name: 'up', version: '1.0.0' })
    add('nb/node_modules/@s/near', { name: '@s/near', version: '2.0.0' })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('are found as an import finds them', () => {
    expect(versionSeenFrom(join(folder, 'nb'), '@s/near')).toBe('2.0.0')
    expect(versionSeenFrom(join(folder, 'nb'), 'up')).toBe('1.0.0')
    expect(versionSeenFrom(folder, '@s/near')).toBeUndefined()
  })

  test('are read for the packages that loaded files belong to', () => {
    const near = join(folder, 'nb/node_modules/@s/near')
    const files = [
      join(near, 'dist/a.js'),
      join(near, 'dist/b.js'),
      join(folder, 'nb/own.js'),
      join(folder, 'node_modules/gone/x.js'),
    ]
    expect([...versionsOnDisk(files)]).toEqual([[near, '2.0.0']])
  })
})
