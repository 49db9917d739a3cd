import { join } from 'node:path'
import { newFolder, PROJECT, typescript, writeIn } from './notebook'
import { findTypeScript, loadTypeScript } from '../../../src/kernel/compiler/load-typescript'

/** A folder whose project has a TypeScript of a version. */
function projectWith(version: string): string {
  const folder = newFolder()
  writeIn(
    folder,
    'node_modules/typescript/package.json',
    JSON.stringify({ name: 'typescript', version, main: 'lib/typescript.js' }),
  )
  writeIn(folder, 'node_modules/typescript/lib/typescript.js', `exports.version = ${JSON.stringify(version)}`)
  return folder
}

describe('findTypeScript', () => {
  test.each([['5.9.0'], ['5.9.3'], ['5.10.0'], ['6.0.3'], ['6.1.0-beta']])('takes %s', (version) => {
    const folder = projectWith(version)
    expect(findTypeScript([folder])).toEqual({
      version,
      file: join(folder, 'node_modules/typescript/lib/typescript.js'),
    })
  })

  test.each([['5.0.4'], ['5.8.3'], ['4.9.5'], ['7.0.2'], ['7.0.0-dev'], ['8.0.0'], ['']])(
    'does not take %s',
    (version) => {
      expect(findTypeScript([projectWith(version)])).toBeUndefined()
    },
  )

  test('looks from folder to folder', () => {
    const fits = projectWith('6.0.3')
    expect(findTypeScript([newFolder(), projectWith('7.0.2'), fits, projectWith('5.9.2')])?.file).toMatch(
      fits,
    )
  })

  test('finds none in a copy that gives nothing away', () => {
    const folder = newFolder()
    writeIn(folder, 'node_modules/typescript/package.json', '{ "exports": {}, "version": "6.0.3" }')
    expect(findTypeScript([folder])).toBeUndefined()
  })

  test('finds the one of this project', () => {
    const found = findTypeScript([join(PROJECT, 'src')])
    expect(found?.version).toBe(typescript.version)
  })
})

test('loadTypeScript loads what was found, once', () => {
  const { file = '' } = findTypeScript([projectWith('6.0.3')]) ?? {}
  expect(loadTypeScript(file).version).toBe('6.0.3')
  expect(loadTypeScript(file)).toBe(loadTypeScript(file))
})
