// Documentation that is true: links lead somewhere, files and names of the source that a page mentions are there, and
// every example in the pages and in the published declarations compiles against the library as built.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesIn('docs', /\.md$/),
  ...filesIn(join('notebooks', 'course'), /\.md$/),
]
const problems = []

function filesIn(folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => pattern.test(file))
    .map((file) => join(folder, file))
}

const read = (file) => readFileSync(join(root, file), 'utf8')
/** A page without its blocks of code. */
const proseOf = (page) => read(page).replace(/```[\s\S]*?```/g, '')

/** The anchor that a Markdown heading gets. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

for (const page of pages) {
  for (const [, target] of proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
    const [path, anchor] = target.split('#')
    const file = path === '' ? join(root, page) : resolve(root, dirname(page), path)
    if (!existsSync(file)) problems.push(`${page}: ${target} leads nowhere`)
    else if (anchor && file.endsWith('.md')) {
      const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        anchorOf(heading),
      )
      if (!anchors.includes(anchor)) problems.push(`${page}: ${target} names no heading`)
    }
  }
}

/** Names of source files, for pages that name one without its folder. */
const sourceNames = new Set(
  ['src', 'test', 'scripts']
    .flatMap((folder) => filesIn(folder, /\.(ts|mjs)$/))
    .map((file) => basename(file)),
)
/** A file or folder of the source, as pages write it. */
const SOURCE_PATH = /(?<![\w/.-])(?:src|test|scripts|notebooks)\/[\w.-]+(?:\/[\w.-]+)*/g
const SOURCE_NAME = /`([a-z][\w.-]*\.(?:ts|mjs))`/g

for (const page of pages) {
  const text = proseOf(page)
  for (const [path] of text.matchAll(SOURCE_PATH))
    if (!existsSync(join(root, path.replace(/\.$/, '')))) problems.push(`${page}: there is no ${path}`)
  for (const [, name] of text.matchAll(SOURCE_NAME))
    if (!sourceNames.has(name)) problems.push(`${page}: no file of the source is called ${name}`)
  // A row of a table that names files and functions says that one of these files has this function.
  for (const row of text.match(/^\|.*\|$/gm) ?? []) {
    const files = [...row.matchAll(SOURCE_PATH)].map(([path]) => path).filter((path) => path.endsWith('.ts'))
    const sources = files.filter((file) => existsSync(join(root, file))).map(read)
    if (sources.length === 0) continue
    for (const [, name] of row.matchAll(/`(\w+)\(\)`/g))
      if (!sources.some((source) => new RegExp(`\\b${name}\\b`).test(source)))
        problems.push(`${page}: ${name}() is not in ${files.join(', ')}`)
  }
}

// The table of folders in docs/architecture.md has a row for each part of src/, which names the folders in it.
const rowOf = (part) =>
  read(join('docs', 'architecture.md'))
    .split('\n')
    .find((line) => line.startsWith(`| \`${part}\``))
for (const folder of new Set(filesIn('src', /\.ts$/).map((file) => dirname(file)))) {
  const [, parent, part] = folder.split(sep)
  if (parent === undefined) continue
  const row = rowOf(`src/${parent}/`)
  if (row === undefined) problems.push(`docs/architecture.md: src/${parent} has no row`)
  else if (part !== undefined && !row.includes(`\`${part}/\``))
    problems.push(`docs/architecture.md: src/${parent}/${part} is not in the row of src/${parent}`)
}

// The README leads to everything: each public name is in it, and each notebook and page is linked.
const readme = read('README.md')
const exported = [...read(join('src', 'index.ts')).matchAll(/^export \{([^}]*)\}/gm)]
for (const name of exported.flatMap(([, names]) => names.match(/[\w$]+/g)))
  if (!new RegExp(`\\b${name}\\b`).test(readme)) problems.push(`README.md: ${name} is not in it`)
for (const file of [...pages, ...filesIn('notebooks', /^[^/]*\.ipynb$/)]) {
  const isOfFolder = dirname(file) === join('docs', 'decisions') && basename(file) !== 'README.md'
  if (file !== 'README.md' && !isOfFolder && !readme.includes(`](${file})`))
    problems.push(`README.md: ${file} is not linked`)
}

/** Examples by the place they stand in. */
const examples = new Map()
// The blocks of the API page are signatures, and the examples of the declarations, which come below.
for (const page of pages.filter((page) => page !== join('docs', 'api.md'))) {
  const blocks = [...read(page).matchAll(/```(?:ts|typescript)\n([\s\S]*?)```/g)]
  blocks.forEach(([, code], i) => examples.set(`${page}, example ${i + 1}`, code))
}
const declarations = read(join('dist', 'index.d.ts'))
const comments = [...declarations.matchAll(/@example\n([\s\S]*?)(?=\n\s*\* @|\n?\s*\*\/)/g)]
comments.forEach(([, comment], i) => {
  const code = comment.replace(/^\s*\* ?/gm, '').replace(/^```\w*$/gm, '')
  examples.set(`documented example ${i + 1} (${code.trim().split('\n')[0]})`, code)
})

const folder = mkdtempSync(join(tmpdir(), 'examples-'))
const modules = join(folder, 'node_modules')
mkdirSync(join(modules, '@types'), { recursive: true })
symlinkSync(root, join(modules, 'tslab-magics'))
for (const name of ['openai', 'zod', 'ai', 'eventsource-parser', '@types/node', 'node-fetch', 'undici-types'])
  if (existsSync(join(root, 'node_modules', name)))
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
const publicNames = [...declarations.matchAll(/^export \{([^}]*)\}/gm)].flatMap(
  ([, names]) => names.match(/[\w$]+/g) ?? [],
)
const names = [...examples.keys()]
names.forEach((name, i) => {
  const code = examples.get(name)
  // An example may leave out its imports; magics are not TypeScript and are tested in notebooks.
  const declares = (one) => new RegExp(`(import|const|let|function)\\b[^=;]*\\b${one}\\b`).test(code)
  const imports = publicNames.filter((one) => new RegExp(`\\b${one}\\b`).test(code) && !declares(one))
  const magic = code
    .split('\n')
    .map((line) => (/^\s*(%|!\s?\w)/.test(line) ? '' : line))
    .join('\n')
  const isCellMagic = /^\s*%%/.test(code)
  writeFileSync(
    join(folder, `example${i}.ts`),
    `import { ${imports.join(', ')} } from 'tslab-magics'; export {};${isCellMagic ? '' : magic}\n`,
  )
})
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      module: 'esnext',
      moduleResolution: 'bundler',
      target: 'es2022',
      strict: false,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
    },
    include: ['*.ts'],
  }),
)
try {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
} catch (error) {
  for (const line of String(error.stdout).trim().split('\n')) {
    const [, index] = /example(\d+)\.ts/.exec(line) ?? []
    problems.push(`${names[Number(index)] ?? 'examples'}: ${relative(folder, line)}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}

for (const problem of problems) console.error(`docs: ${problem}`)
console.log(`docs: ${pages.length} pages, ${examples.size} examples, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
