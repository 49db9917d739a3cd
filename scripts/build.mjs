// Builds dist/: one CommonJS file per program, and one declaration file. A second call without changes does nothing.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { buildShared, FILES } from './shared-library.mjs'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
// Built beside and moved in place, so that a kernel that starts meanwhile finds a whole library.
const out = join(root, 'node_modules', '.cache', `dist-${process.pid}`)
const stamp = join(dist, '.stamp')
const { dependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Programs of a kernel by the name of their file in dist/: they share library.js and those behind it. */
const SHARING = { index: 'src/index.ts', 'kernel-entry': 'src/kernel-entry.ts' }
/** Programs of a process or thread of their own. */
const ENTRIES = {
  cli: 'src/cli/main.ts',
  'practice-server': 'src/practice/server-main.ts',
  'recording-server': 'src/recording/process/recording-main.ts',
  'recording-thread': 'src/recording/process/recording-thread.ts',
  'break-loops': 'src/kernel/stop/break-loops.ts',
  // Read by the library when a cell is exported.
  'export-cell': 'src/docs/export-cell.ts',
  checker: 'src/kernel/compiler/checker/checker-main.ts',
}

/**
 * What is bundled, because it is ESM only or brings much that we do not need, is in a file of its own, which is read when
 * it is needed: unbash (young, pinned) with the first script, the Markdown parser with the first export, what we use of
 * jest with the first exercise or difference of outputs. So is what writes pages, for `%export`.
 */
const besideTheLibrary = {
  name: 'beside-the-library',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^unbash$/ }, () => ({ path: './unbash.js', external: true }))
    for (const name of ['mdast', 'jest-parts', 'export-cell'])
      esbuild.onResolve({ filter: new RegExp(`/${name}\\.js$`) }, () => ({
        path: `./${name}.js`,
        external: true,
      }))
  },
}

/** Whether dist/ is that of the sources. Reads only. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources()
}

export async function buildAll({ log = () => {} } = {}) {
  if (isBuilt()) return false
  const hash = hashSources()
  log('building dist/ …')
  // Loaded here: a start that builds nothing does not wait for it.
  const { build } = await import('esbuild')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const common = {
    absWorkingDir: root,
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'warning',
  }
  const ours = {
    ...common,
    external: [...Object.keys(dependencies), 'tslab', 'openai', 'zod', 'typescript'],
    plugins: [besideTheLibrary],
    define: { __VERSION__: JSON.stringify(version) },
    // Tools tell CommonJS by such a word; the text of a program may hold an `export` that it writes into cells.
    footer: { js: 'module.exports;' },
  }
  await Promise.all([
    buildShared(build, root, { ...ours, entryPoints: SHARING }),
    // Names stay, for the few who read its stack traces; lines go: a third of the size.
    build({ ...ours, minifyWhitespace: true, entryPoints: ENTRIES }),
    // Nobody reads the stack traces of what others wrote.
    build({
      ...common,
      minify: true,
      // It would change `fs` of the whole kernel.
      alias: { 'graceful-fs': 'node:fs' },
      entryPoints: {
        unbash: 'unbash',
        mdast: 'src/docs/markdown/mdast.ts',
        'jest-parts': 'src/teach/jest-parts.ts',
      },
    }),
    buildTypes(),
  ])
  moveImports(out, FILES)
  for (const name of [...Object.keys(SHARING).map((program) => `${program}.js`), ...FILES])
    shareNames(join(out, name))
  // Beside cli.js, which runs them with the Python of .venv.
  copyFileSync(join(root, 'src/cli/run/run-notebook.py'), join(out, 'run-notebook.py'))
  copyFileSync(join(root, 'src/cli/convert/parse-python.py'), join(out, 'parse-python.py'))
  // `convert` copies functions from it into notebooks.
  cpSync(join(root, 'src/convert/helpers/python'), join(out, 'python-helpers'), { recursive: true })
  if (existsSync(join(out, 'cli.js'))) chmodSync(join(out, 'cli.js'), 0o755)
  writeFileSync(join(out, '.stamp'), hash)
  rmSync(dist, { recursive: true, force: true })
  renameSync(out, dist)
  return true
}

/**
 * Has programs call `import()` in a file of its own: code that comes from the cache of compiled code has none, or a warning
 * of Node's with it. See src/kernel/compiler/code-cache.ts.
 */
function moveImports(folder, files) {
  for (const name of files) {
    const file = join(folder, name)
    const code = readFileSync(file, 'utf8').replace(/\bimport\("([^"\n]+)"\)/g, 'importModule("$1")')
    writeFileSync(file, `const { importModule } = require('./import.js');\n${code}`)
  }
  writeFileSync(join(folder, 'import.js'), 'exports.importModule = (specifier) => import(specifier)\n')
}

/**
 * Has a program read the names of what it imports where they are: esbuild makes a getter for every name of a module, seventy
 * for `node:crypto`, at each import.
 */
function shareNames(file) {
  const code = readFileSync(file, 'utf8')
  const shared = code.replace(
    /^var __toESM = [^]*?\n\)\);\n/m,
    'var __toESM = (mod) => __create(mod, mod.__esModule ? {} : { default: { value: mod, enumerable: true } });\n',
  )
  if (shared === code) throw new Error(`${file}: esbuild imports modules in another way`)
  writeFileSync(file, shared)
}

/** One declaration file that TypeScript 4.1 (tslab 1.0.15) can read: it knows no `type` modifiers on names. */
async function buildTypes() {
  const [{ rollup }, { dts }] = await Promise.all([import('rollup'), import('rollup-plugin-dts')])
  const bundle = await rollup({
    input: join(root, 'src/index.ts'),
    plugins: [
      dts({ tsconfig: join(root, 'tsconfig.json'), compilerOptions: { noEmit: false, declaration: true } }),
    ],
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    onwarn: (warning) => console.warn(warning.message),
  })
  const { output } = await bundle.generate({ format: 'es' })
  const code = output[0].code.replace(/^(export (?:type )?\{)([^}]*)\}/gm, (_, head, names) => {
    return `${head}${names.replace(/\btype (?=[\w$])/g, '')}}`
  })
  const types = code + exportOfOtherTypes(code)
  writeFileSync(join(out, 'index.d.ts'), types)
  writeFileSync(join(out, 'index.plain.d.ts'), await plainTypes(exportImplicitly(code)))
}

/**
 * Declarations whose names are all exported, without a list of them: such a file needs no `export` but one that makes it a
 * module. TypeScript makes two more nodes and a symbol of every name in a list.
 */
function exportImplicitly(code) {
  const exported = new Set(exportedNames(code))
  const values = [...code.matchAll(/^declare (?:abstract )?(?:const|let|class|function|enum) ([\w$]+)/gm)]
  const hidden = values.map(([, name]) => name).filter((name) => !exported.has(name))
  if (hidden.length > 0) throw new Error(`declared and not exported: ${hidden.join(', ')}`)
  return code.replace(/^export (?:type )?\{[^}]*\};?\n/gm, '').replace(/^declare /m, 'export declare ')
}

/**
 * Interfaces and errors whose members only the cells after the import know: a variable carries the name of its type into those.
 */
const LOOSE = new Set(
  'ChatError CurlFailedError ScriptError SpawnError ShellError ExerciseError MissingError Matchers OpenAIMessage OpenAIChatRequest OpenAIChatCompletion OpenAIChatChunk OpenAIUsage OpenAIToolCall OpenAIResponses OpenAIModelResponse OpenAIResponseEvent OpenAIResponseRequest OpenAIEmbeddings OpenAIImages OpenAIModel OpenAIChatRunner OpenAIResponseRunner OpenAIRequestOptions OpenAIResponse'.split(
    ' ',
  ),
)

/**
 * What tslab's own TypeScript reads, once, in the cell that imports the library, with as few nodes as its types need: it
 * takes comments (two thirds of the time), `readonly` of members, and `undefined` beside a question mark for nothing. Our
 * own checker, and editors, read the others: see typesVersions in package.json.
 */
async function plainTypes(types) {
  const { default: ts } = await import('typescript')
  /** `{ [member: string]: any }` */
  const anything = ({ factory }) => {
    const any = factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword)
    const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)
    const member = factory.createParameterDeclaration(undefined, undefined, 'member', undefined, string)
    return [factory.createIndexSignature(undefined, [member], any)]
  }
  const loosened = (node, context) => {
    const { modifiers, name, typeParameters, heritageClauses } = node
    const parts = [modifiers, name, typeParameters, heritageClauses, anything(context)]
    return ts.isClassDeclaration(node)
      ? context.factory.createClassDeclaration(...parts)
      : context.factory.createInterfaceDeclaration(...parts)
  }
  const isUndefined = (type) => type.kind === ts.SyntaxKind.UndefinedKeyword
  const withoutReadonly = (modifiers) =>
    modifiers?.filter(({ kind }) => kind !== ts.SyntaxKind.ReadonlyKeyword)
  const thin = (context) => {
    const { factory } = context
    const visit = (node) => {
      const isDeclaration = ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)
      if (isDeclaration && LOOSE.has(node.name.text)) return loosened(node, context)
      const seen = ts.visitEachChild(node, visit, context)
      if (ts.isPropertySignature(seen)) {
        const { modifiers, name, questionToken } = seen
        const isUnion = questionToken !== undefined && ts.isUnionTypeNode(seen.type)
        const rest = isUnion ? seen.type.types.filter((type) => !isUndefined(type)) : []
        const type =
          rest.length === 0 ? seen.type : rest.length === 1 ? rest[0] : factory.createUnionTypeNode(rest)
        return factory.updatePropertySignature(seen, withoutReadonly(modifiers), name, questionToken, type)
      }
      if (ts.isPropertyDeclaration(seen)) {
        const { modifiers, name, questionToken, exclamationToken, type, initializer } = seen
        return factory.updatePropertyDeclaration(seen, withoutReadonly(modifiers), name, questionToken ?? exclamationToken, type, initializer) // prettier-ignore
      }
      if (ts.isIndexSignatureDeclaration(seen))
        return factory.updateIndexSignature(seen, withoutReadonly(seen.modifiers), seen.parameters, seen.type)
      return seen
    }
    return visit
  }
  const file = ts.createSourceFile('index.d.ts', types, ts.ScriptTarget.Latest)
  const { transformed } = ts.transform(file, [thin])
  return ts.createPrinter({ removeComments: true }).printFile(transformed[0]).replace(/\n +/g, '\n')
}

/**
 * tslab writes down the type of every variable of a cell: a type that a public function mentions must have a name that
 * can be imported, also when nobody would import it by hand.
 */
function exportOfOtherTypes(code) {
  const exported = new Set(exportedNames(code))
  const declared = [...code.matchAll(/^(?:declare )?(?:interface|type) ([\w$]+)/gm)].map(([, name]) => name)
  const missing = declared.filter((name) => !exported.has(name))
  return missing.length === 0 ? '' : `export type { ${[...new Set(missing)].join(', ')} };\n`
}

/** The names in the export lists. */
function exportedNames(code) {
  return [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => names.match(/[\w$]+/g))
}

function hashSources() {
  const hash = createHash('sha256')
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .filter((file) => /\.(ts|py)$/.test(file))
    .sort()
  for (const file of files) hash.update(file).update(readFileSync(join(root, 'src', file)))
  for (const file of ['package.json', 'tsconfig.json', 'scripts/build.mjs', 'scripts/shared-library.mjs'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

if (process.argv[1] === import.meta.filename) await buildAll({ log: console.error })
