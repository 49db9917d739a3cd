import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The names in the first column of the tables. */
function namedIn(page: string): string[] {
  return [...page.matchAll(/^\| (`[^|]+) *\|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  )
}

describe('docs/dependencies.md', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>
  const installed = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
    (kind) => Object.keys(manifest[kind] ?? {}),
  )
  const named = namedIn(read('docs/dependencies.md'))

  test('names every dependency', () => {
    expect(installed.filter((name) => !named.includes(name))).toEqual([])
  })

  test('names none that is gone', () => {
    expect(named.filter((name) => !installed.includes(name))).toEqual([])
  })

  test('names the pinned Python packages', () => {
    const direct = read('requirements.txt')
      .split('\n\n')[0]!
      .match(/^[\w-]+(?===)/gm)
    const prose = read('docs/dependencies.md').toLowerCase()
    for (const name of direct ?? []) expect(prose).toContain(name)
    expect(direct).toHaveLength(4)
  })
})
