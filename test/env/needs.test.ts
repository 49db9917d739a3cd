import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MagicsError } from '../../src/errors'
import { isInstalled, needs } from '../../src/env/needs'
import { keepEnvironment, openCell, type FakeCell } from './fake-scope'

let cell: FakeCell

keepEnvironment()
beforeEach(() => {
  cell = openCell()
  process.env['T_SET'] = 'yes'
})

const failure = (run: () => void): MagicsError & { variables?: unknown; packages?: unknown } => {
  try {
    run()
  } catch (error) {
    if (MagicsError.is(error)) return error
  }
  throw new Error('it did not fail')
}

describe('needs', () => {
  test('says nothing when everything is there', () => {
    needs({ env: ['T_SET'], npm: ['dotenv', 'node:fs'] })
    needs({})
    expect(cell.stdout + cell.stderr).toBe('')
  })

  test('names all that is missing in one line and gives three ways for each', () => {
    process.env['T_LATER'] = '...'
    const error = failure(() =>
      needs({ env: ['T_SET', 'T_KEY', 'T_LATER'], npm: ['dotenv', 'no-such-package', '@no/such'] }),
    )
    expect(error.code).toBe('missing')
    expect(error.message).toBe(
      'This notebook needs the variables T_KEY, T_LATER and the packages no-such-package, @no/such.',
    )
    expect(error.variables).toEqual(['T_KEY', 'T_LATER'])
    expect(error.packages).toEqual(['no-such-package', '@no/such'])
    expect(cell.stderr).toContain('await askEnv("T_KEY"); await askEnv("T_LATER")')
    expect(cell.stderr).toContain('await loadEnv()')
    expect(cell.stderr).toContain('export T_KEY=... T_LATER=...')
    expect(cell.stderr).toContain('await npm`install no-such-package @no/such`')
    expect(cell.stderr).toContain('%npm install no-such-package @no/such')
    expect(cell.stderr).not.toContain('T_SET')
  })

  test('takes no version', () => {
    expect(() => needs({ npm: ['openai@^6'] })).toThrow(/Name it alone/)
    expect(() => needs({ npm: ['../x'] })).toThrow(/not the name of a package/)
  })
})

describe('isInstalled', () => {
  let folder: string
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'needs-')))))
  afterEach(() => rmSync(folder, { recursive: true }))

  test('finds a package that can only be imported, also from a folder below', () => {
    const home = join(folder, 'node_modules', 'esm-only')
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'package.json'), '{"name":"esm-only","exports":{".":{"import":"./index.mjs"}}}')
    mkdirSync(join(folder, 'notebooks'))
    expect(isInstalled('esm-only', join(folder, 'notebooks'))).toBe(true)
    expect(isInstalled('esm-too', join(folder, 'notebooks'))).toBe(false)
  })

  test('does not take an empty folder for a package', () => {
    mkdirSync(join(folder, 'node_modules', 'half-there'), { recursive: true })
    expect(isInstalled('half-there', folder)).toBe(false)
  })
})
