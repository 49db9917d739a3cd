// The documentation site: `node scripts/site.mjs [--out DIR] [--serve]`. Its pages are made by `export` from notebooks/, and
// by the same rules from the pages in docs/; none is written for the site. They are laid out as the repository is, so that
// links between them lead where they do there. VitePress builds them, and fails at a link that leads nowhere.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from './build.mjs'
import { loadSource } from './load-source.mjs'
import { installPackages } from './outside/folders.mjs'
import { VITEPRESS } from './outside/docs/renderers.mjs'

const root = resolve(import.meta.dirname, '..')
/** Pages of the repository's own folder. */
const TOP = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
/** The page of the course; its lessons are notebooks. */
const COURSE = 'notebooks/course/README.md'

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'site') }, serve: { type: 'boolean' } } }) // prettier-ignore
const started = performance.now()
await buildAll({ log: console.error })
const modules = await installPackages('site', { vitepress: VITEPRESS }, { log: console.error })
const folder = join(root, 'node_modules', '.cache', 'site')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
run(process.execPath, [join(root, 'dist', 'cli.js'), 'export', join(root, 'notebooks'), '--to', 'vitepress', '--out', join(folder, 'notebooks')]) // prettier-ignore
await writePages()
writeFileSync(join(folder, 'sidebar.json'), JSON.stringify(sidebar()))
cpSync(join(root, 'scripts', 'site'), join(folder, '.vitepress'), { recursive: true })
symlinkSync(modules, join(folder, 'node_modules'), 'junction')
const vitepress = join(modules, 'vitepress', 'bin', 'vitepress.js')
run(process.execPath, [vitepress, 'build', folder, '--outDir', resolve(values.out)])
console.log(`${values.out}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
if (values.serve)
  spawnSync(process.execPath, [vitepress, 'preview', folder, '--outDir', resolve(values.out), '--host', '127.0.0.1'], { stdio: 'inherit' }) // prettier-ignore

/** Writes the pages that are Markdown in the repository, safe for the site as an exported cell is. */
async function writePages() {
  const { makeSafe, loadMarkdown, vitepress: target } = await loadSource('src/docs/markdown/make-safe', 'src/docs/markdown/parser', 'src/docs/targets/vitepress') // prettier-ignore
  await loadMarkdown()
  const pages = [
    ...TOP,
    COURSE,
    ...readdirSync(join(root, 'docs'), { recursive: true }).map((file) => join('docs', file)),
  ]
  for (const page of pages.filter((file) => file.endsWith('.md'))) {
    const safe = makeSafe({ source: readFileSync(join(root, page), 'utf8'), rules: target.rules, address })
    mkdirSync(dirname(join(folder, page)), { recursive: true })
    writeFileSync(join(folder, page), safe)
  }
  cpSync(join(root, 'docs', 'pictures'), join(folder, 'docs', 'pictures'), { recursive: true })
}

/** A notebook's page; pictures as files beside the page. */
function address(url, kind) {
  if (/^(?:[a-z]+:|#)/i.test(url)) return url
  return kind === 'picture' ? url.replace(/^(?!\.)/, './') : url.replace(/\.ipynb(?=#|$)/, '.md')
}

/** What stands at the side of each page: its groups, and the titles of their pages. */
function sidebar() {
  const group = (text, files, more = {}) => ({
    text,
    items: files.map((file) => ({ text: titleOf(file), link: `/${file.replace(/\.md$/, '')}` })),
    ...more,
  })
  const inside = (path) => readdirSync(join(folder, path)).filter((file) => file.endsWith('.md')).map((file) => `${path}/${file}`) // prettier-ignore
  const docs = inside('docs')
  const lessons = inside('notebooks/course').filter((file) => file !== COURSE)
  const reference = ['docs/api.md', 'docs/errors.md', 'docs/dependencies.md', 'docs/tested-servers.md']
  return [
    { text: 'Start', items: [{ text: 'tslab-magics', link: '/' }] },
    group('Notebooks', inside('notebooks')),
    group('Course', lessons, { link: '/notebooks/course/' }),
    group('Guide', docs.filter((file) => !reference.includes(file))), // prettier-ignore
    group('Reference', reference),
    group('Project', ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']),
    group('Decisions', inside('docs/decisions'), { collapsed: true }),
  ]
}

function titleOf(file) {
  const text = readFileSync(join(folder, file), 'utf8')
  return (/^# (.+)$/m.exec(text)?.[1] ?? file).replace(/[`\\]/g, '')
}

/** Runs a command; where it fails, what it said is all there is to say. */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(1)
}
