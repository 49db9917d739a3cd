// The generators: for each target a function that takes the folder of pages and gives what came of them, by name.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CACHE, installPackages } from '../folders.mjs'
import { root } from '../kernel.mjs'

/** Also what the documentation site is built with. */
export const VITEPRESS = '1.6.4'
const NODE = { mystmd: '1.8.3', vitepress: VITEPRESS }
const PYTHON = [
  'sphinx==9.0.4',
  'myst-parser==5.2.0',
  'sphinx-design==0.8.0',
  'mkdocs-material==9.8.2',
  'pypandoc_binary==1.17',
]

/** @type {Record<string, (pages: string) => Promise<Record<string, { html?: string, error?: string }>>>} */
export const renderers = {
  docusaurus: mdx,
  mintlify: mdx,
  starlight: mdx,
  nextra: mdx,
  gfm,
  html: (pages) => readPages(pages, '.html'),
  myst,
  sphinx,
  mkdocs,
  vitepress,
  quarto,
}

async function mdx(pages) {
  const sources = Object.fromEntries(Object.entries(await readPages(pages, '.mdx')).map(([name, { html }]) => [name, html])) // prettier-ignore
  const script = join(root, 'test/docs/support/render-mdx.mjs')
  return JSON.parse(run(process.execPath, [script], { input: JSON.stringify(sources) }))
}

async function gfm(pages) {
  const { micromark } = await import('micromark')
  const { gfm: syntax, gfmHtml } = await import('micromark-extension-gfm')
  const render = (text) => micromark(text, { allowDangerousHtml: true, extensions: [syntax()], htmlExtensions: [gfmHtml()] }) // prettier-ignore
  return mapPages(await readPages(pages, '.md'), render)
}

async function quarto(pages) {
  const python = await installPython()
  const pandoc = run(python, ['-c', 'import pypandoc; print(pypandoc.get_pandoc_path())']).trim()
  return mapPages(await readPages(pages, '.qmd'), (text) => run(pandoc, ['-f', 'markdown', '-t', 'html', '--mathjax'], { input: text })) // prettier-ignore
}

async function sphinx(pages) {
  const python = await installPython()
  const names = namesOf(pages, '.md')
  writeFileSync(join(pages, 'conf.py'), `extensions = ['myst_parser', 'sphinx_design']\nmyst_enable_extensions = ['colon_fence', 'dollarmath', 'strikethrough', 'tasklist']\nsuppress_warnings = ['toc', 'myst.header', 'misc.highlighting_failure']\nroot_doc = '${names[0]}'\nhtml_theme = 'basic'\nsmartquotes = False\n`) // prettier-ignore
  const { stderr } = spawnSync(python, ['-m', 'sphinx', '-q', '-b', 'html', '-D', 'html_permalinks=0', pages, join(pages, '_out')], { encoding: 'utf8' }) // prettier-ignore
  const results = mapPages(await readPages(join(pages, '_out'), '.html', names), (html) => html.replace(/^[\s\S]*?<div class="body" role="main">/, '').replace(/<div class="sphinxsidebar"[\s\S]*$/, '')) // prettier-ignore
  if (/ERROR|Unknown directive|CRITICAL/.test(stderr)) results.sphinx = { error: stderr.slice(0, 2000) }
  return results
}

async function mkdocs(pages) {
  const python = await installPython()
  const names = namesOf(pages, '.md')
  const folder = join(dirname(pages), 'mkdocs-site')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mkdocs.yml'), `site_name: x\ndocs_dir: ${pages}\nsite_dir: ${folder}/out\nuse_directory_urls: false\ntheme:\n  name: material\n  font: false\nplugins: []\nmarkdown_extensions:\n  - attr_list\n  - md_in_html\n  - admonition\n  - def_list\n  - tables\n  - footnotes\n  - pymdownx.details\n  - pymdownx.superfences\n  - pymdownx.tilde\n  - pymdownx.tasklist\n  - pymdownx.tabbed:\n      alternate_style: true\n  - pymdownx.arithmatex:\n      generic: true\n`) // prettier-ignore
  run(python, ['-m', 'mkdocs', 'build', '-q', '-f', join(folder, 'mkdocs.yml')], { stdio: ['ignore', 'pipe', 'pipe'] }) // prettier-ignore
  return mapPages(await readPages(join(folder, 'out'), '.html', names), (html) => html.replace(/^[\s\S]*?<article[^>]*>/, '').replace(/<\/article>[\s\S]*$/, '')) // prettier-ignore
}

async function vitepress(pages) {
  const modules = await installPackages('docs', NODE, { log: console.error })
  const names = namesOf(pages, '.md')
  mkdirSync(join(pages, '.vitepress'))
  writeFileSync(join(pages, '.vitepress', 'config.mjs'), 'export default { ignoreDeadLinks: true }\n')
  symlinkSync(modules, join(pages, 'node_modules'), 'junction')
  const built = spawnSync(process.execPath, [join(modules, 'vitepress/bin/vitepress.js'), 'build', pages], { encoding: 'utf8' }) // prettier-ignore
  rmSync(join(pages, 'node_modules'))
  if (built.status !== 0) return { vitepress: { error: `${built.stdout}${built.stderr}`.slice(-2000) } }
  return mapPages(await readPages(join(pages, '.vitepress', 'dist'), '.html', names), (html) => html.replace(/^[\s\S]*?<main class="main"[^>]*>/, '').replace(/<\/main>[\s\S]*$/, '').replace(/<button[^>]*>.*?<\/button>|<span class="lang">[^<]*<\/span>/g, '')) // prettier-ignore
}

async function myst(pages) {
  const modules = await installPackages('docs', NODE, { log: console.error })
  const names = namesOf(pages, '.md')
  writeFileSync(join(pages, 'myst.yml'), 'version: 1\nproject:\n  title: x\n')
  const results = {}
  for (const name of names) {
    // Its names of files drop leading numbers, and number those that then meet: the one file in the folder is the page.
    const exports = join(pages, '_build', 'exports')
    rmSync(exports, { recursive: true, force: true })
    const built = spawnSync(process.execPath, [join(modules, 'mystmd/dist/myst.cjs'), 'build', `${name}.md`, '--xml', '--force'], { cwd: pages, encoding: 'utf8' }) // prettier-ignore
    const file = existsSync(exports) && readdirSync(exports).find((entry) => entry.endsWith('.xml'))
    // Text is escaped twice there; what JATS has no element for is left out.
    results[name] = file ? { html: readFileSync(join(exports, file), 'utf8').replace(/&amp;/g, '&').replace(/<tex-math>[\s\S]*?<\/tex-math>/g, '').replace(/<\/?(?:sec|list|disp-quote|code|title|disp-formula)\b[^>]*>/g, ' ') } : { error: `${built.stdout}${built.stderr}`.slice(-1500) } // prettier-ignore
  }
  return results
}

/** The Python with the packages, kept in the cache. */
async function installPython() {
  const hash = createHash('sha256').update(PYTHON.join()).digest('hex').slice(0, 10)
  const folder = join(CACHE, `docs-python-${hash}`)
  const python = join(folder, 'bin', 'python')
  const mark = join(folder, 'installed')
  if (!existsSync(mark)) {
    console.error(`installing ${PYTHON.length} packages into ${folder} …`)
    run('python3', ['-m', 'venv', folder])
    run(python, ['-m', 'pip', 'install', '-q', ...PYTHON])
    writeFileSync(mark, '')
  }
  return python
}

function run(command, args, options = {}) {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 256_000_000, ...options })
}

function namesOf(folder, extension) {
  return readdirSync(folder).filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -extension.length)) // prettier-ignore
}

async function readPages(folder, extension, names = namesOf(folder, extension)) {
  return Object.fromEntries(names.map((name) => {
    const file = join(folder, `${name}${extension}`)
    return [name, existsSync(file) ? { html: readFileSync(file, 'utf8') } : { error: 'was not built' }]
  })) // prettier-ignore
}

function mapPages(pages, change) {
  return Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, page.html === undefined ? page : { html: change(page.html) }])) // prettier-ignore
}
