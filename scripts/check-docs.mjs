// Documentation that is true: links of README and docs lead somewhere, and every example in them and in the published
// declarations compiles against the library as built.
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
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const pages = ['README.md', 'SECURITY.md', ...filesIn('docs')].filter((page) => existsSync(join(root, page)))
const problems = []

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file))
}

/** The anchor that a Markdown heading gets. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '')
  for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
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

/** Examples by the place they stand in. */
const examples = new Map()
for (const page of pages) {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/```(?:ts|typescript)\n([\s\S]*?)```/g)]
  blocks.forEach(([, code], i) => examples.set(`${page}, example ${i + 1}`, code))
}
const declarations = readFileSync(join(root, 'dist', 'index.d.ts'), 'utf8')
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
