/**
 * `export --badge`: where the badges lead, where they stand, and that no target reads anything else into them.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TARGET_NAMES } from '../../../src/cli/export/options'
import { main } from '../../../src/cli/main'
import { pathOf, write } from '../notebook-folder'

async function run(...args: string[]) {
  const text = { out: '', err: '' }
  const code = await main(['export', ...args], {
    cwd: realpathSync(dirname(pathOf('x'))),
    env: {},
    out: (piece) => void (text.out += piece),
    err: (piece) => void (text.err += piece),
  })
  return { code, ...text }
}

const manifest = (repository: unknown, folder = '.') => {
  mkdirSync(pathOf(folder), { recursive: true })
  writeFileSync(pathOf(`${folder}/package.json`), JSON.stringify({ repository }))
}
const notebook = (name: string, source = '# Title\n\nText.') => write(name, [{ type: 'markdown', source }])
const binder = (address: string) => `[![Open in Binder](https://mybinder.org/badge_logo.svg)](${address})`
const page = (name: string) => readFileSync(pathOf(name), 'utf8')

describe('export --badge', () => {
  test('links each page to its own notebook, below the title', async () => {
    manifest('ada/course')
    notebook('one.ipynb')
    notebook('lessons/a b.ipynb', 'Text.')
    expect((await run('.', '--to', 'gfm', '--out', 'site', '--badge', 'binder,codespaces')).code).toBe(0)
    expect(page('site/one.md')).toBe(
      `# Title\n\n${binder('https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab%2Ftree%2Fone.ipynb')} ` +
        '[![Open in GitHub Codespaces](https://github.com/codespaces/badge.svg)](https://codespaces.new/ada/course?quickstart=1)\n\nText.\n',
    )
    expect(page('site/lessons/a b.md')).toMatch(/^\[!\[Open in Binder\].*%2Flessons%2Fa%2520b\.ipynb\)/)
  })

  test.each([
    ['a folder of a larger repository', { url: 'ada/course', directory: 'lessons' }, 'lessons%2Fa.ipynb'],
    ['a notebook whose name is all signs', 'ada/course', '%2528%2529%255B%252A_%2523%253C%2526.ipynb'],
  ])('knows the path in %s', async (_what, repository, path) => {
    manifest(repository)
    const name = path.startsWith('%') ? '()[*_#<&.ipynb' : 'a.ipynb'
    notebook(name)
    const { out } = await run(name, '--to', 'gfm', '--stdout', '--badge', 'binder')
    expect(out).toContain(`gh/ada/course/HEAD?urlpath=lab%2Ftree%2F${path})`)
  })

  test('takes the address of another Binder, and git for the root', async () => {
    notebook('sub/a.ipynb')
    const base = 'https://binder.example.org/v2/git/https%3A%2F%2Fx.org%2Fa,b/main'
    const { out } = await run('sub/a.ipynb', '--to', 'gfm', '--stdout', '--badge', `binder=${base}/`)
    expect(out).toContain(binder(`${base}?urlpath=lab%2Ftree%2Fsub%2Fa.ipynb`))
  })

  test('leaves one cell without badges', async () => {
    manifest('ada/course')
    notebook('a.ipynb')
    expect((await run('a.ipynb', '--to', 'gfm', '--cell', '1', '--badge', 'binder')).out).not.toContain(
      'binder',
    )
  })

  test('is a link with a picture in every target', async () => {
    manifest('ada/course')
    notebook('a.ipynb')
    const address = 'https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab%2Ftree%2Fa.ipynb'
    const mdx: Record<string, string> = {}
    for (const target of TARGET_NAMES) {
      const { code, out } = await run('a.ipynb', '--to', target, '--stdout', '--badge', 'binder')
      expect(code).toBe(0)
      if (target === 'html')
        expect(out).toContain(
          `<a href="${address}"><img src="https://mybinder.org/badge_logo.svg" alt="Open in Binder" /></a>`,
        )
      else if (target !== 'quarto') expect(out).toContain(`\n${binder(address)}\n`)
      else expect(out).toContain(`https://mybinder.org/badge_logo.svg`)
      if (['docusaurus', 'mintlify', 'starlight', 'nextra'].includes(target)) mdx[target] = out
    }
    const rendered = JSON.parse(
      execFileSync(process.execPath, [resolve('test/docs/support/render-mdx.mjs')], {
        input: JSON.stringify(mdx),
        encoding: 'utf8',
      }),
    ) as Record<string, { html?: string; error?: string }>
    for (const target of Object.keys(mdx))
      expect(rendered[target]?.html).toContain(`<a href="${address}"><img src=`)
  })

  test.each([
    ['another word', 'colab', '--badge takes binder, codespaces with commas between them, not "colab".'],
    ['an address that is none', 'binder=javascript:alert(1)', 'not "javascript:alert(1)"'],
    ['an address with a query', 'binder=https://mybinder.org/v2/gh/a/b/HEAD?x', '--badge binder=URL takes'],
    ['an address of a codespace', 'codespaces=https://x.org', '--badge codespaces takes no address.'],
    ['nothing', '', 'not "".'],
  ])('refuses %s', async (_what, badge, complaint) => {
    notebook('a.ipynb')
    const { code, err } = await run('a.ipynb', '--to', 'gfm', '--stdout', '--badge', badge)
    expect(code).toBe(2)
    expect(err).toContain(complaint)
  })

  test.each([
    ['no repository', undefined, 'binder', 'says where its repository is. Add "repository"'],
    ['a codespace elsewhere', 'gitlab:ada/course', 'codespaces', 'ada/course is not on GitHub'],
  ])('fails for %s, and writes nothing', async (_what, repository, badge, complaint) => {
    manifest(repository)
    notebook('a.ipynb')
    const { code, err } = await run('a.ipynb', '--to', 'gfm', '--out', 'site', '--badge', badge)
    expect(code).toBe(1)
    expect(err).toContain(complaint)
    rmSync(pathOf('site'), { recursive: true, force: true })
  })
})
