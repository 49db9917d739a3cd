// Cells without tslab, for `--setup plain`: TypeScript's own emit, imports by `import()`, variables on globalThis. It
// checks no types, and knows no display and no relative .ts file; a case that fails here too is no fault of the kernel.
// Run by plain.mjs.
'use strict'
const { inspect, format } = require('node:util')
const { createRequire } = require('node:module')
const { join } = require('node:path')
const vm = require('node:vm')
const ts = require(process.env.OUTSIDE_TYPESCRIPT)

const FILE = join(process.cwd(), 'cell.js')
globalThis.require = createRequire(FILE)
/** What `import * as tslab` gives here: displays that go nowhere. */
globalThis.outsideTslab = { display: new Proxy({}, { get: () => () => {} }) }

/** Packages that only CommonJS finds, `dayjs/plugin/utc` for one, come by require. */
globalThis.outsideImport = (load, name) =>
  load().catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    const loaded = globalThis.require(name)
    return { default: loaded, ...loaded }
  })

process.on('message', async ({ code }) => {
  const outputs = []
  const say = (name) => (text) => (outputs.push({ type: 'stream', name, text: String(text) }), true)
  process.stdout.write = say('stdout')
  process.stderr.write = say('stderr')
  for (const [method, name] of [
    ['log', 'stdout'],
    ['info', 'stdout'],
    ['debug', 'stdout'],
    ['error', 'stderr'],
    ['warn', 'stderr'],
  ])
    // prettier-ignore
    console[method] = (...args) => void say(name)(`${format(...args)}\n`)
  try {
    const value = await vm.runInThisContext(emit(code), {
      filename: FILE,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (value !== undefined) outputs.push({ type: 'stream', name: 'stdout', text: `${inspect(value)}\n` })
    process.send({ finished: true, outputs, reply: { status: 'ok' } })
  } catch (error) {
    outputs.push({ type: 'error', ename: error?.name ?? 'Error', evalue: error?.stack ?? String(error) })
    process.send({ finished: true, outputs, reply: { status: 'error' } })
  }
})
process.on('unhandledRejection', () => {})

/** The cell as an async function whose top-level names are properties of globalThis. */
function emit(code) {
  const plain = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      alwaysStrict: false,
      ignoreDeprecations: '6.0',
      // An import that only a later cell uses stays.
      verbatimModuleSyntax: true,
    },
    reportDiagnostics: true,
  })
  const problem = plain.diagnostics?.[0]
  if (problem) throw new SyntaxError(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
  const source = ts.createSourceFile('cell.js', plain.outputText, ts.ScriptTarget.Latest, true)
  const lines = source.statements.map((statement, at) =>
    rewrite(statement, source, at === source.statements.length - 1),
  )
  const hoisted = source.statements.filter((one) => ts.isFunctionDeclaration(one) && one.name)
  return `(async () => { ${hoisted.map(({ name }) => `globalThis.${name.text} = ${name.text};`).join(' ')}\n${lines.join('\n')}\n})()`
}

function rewrite(statement, source, isLast) {
  const text = (node) => node.getText(source)
  const bare = text(statement).replace(/^export (default )?/, '')
  if (ts.isImportDeclaration(statement)) return importOf(statement, text)
  if (ts.isExportDeclaration(statement)) return ''
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations
      .map(({ name, initializer }) => `(${text(name)} = ${initializer ? text(initializer) : 'undefined'});`)
      .join(' ')
  if (ts.isClassDeclaration(statement) && statement.name)
    return `${bare}\nglobalThis.${statement.name.text} = ${statement.name.text};`
  if (isLast && ts.isExpressionStatement(statement)) return `return (${text(statement.expression)})`
  return bare
}

function importOf({ importClause: clause, moduleSpecifier }, text) {
  const isTslab = moduleSpecifier.text === 'tslab'
  const load = isTslab
    ? 'outsideTslab'
    : `await outsideImport(() => import(${text(moduleSpecifier)}), ${text(moduleSpecifier)})`
  if (!clause) return `${load};`
  const bindings = clause.namedBindings
  const parts = clause.name ? [`default: ${clause.name.text}`] : []
  if (bindings && ts.isNamedImports(bindings))
    parts.push(
      ...bindings.elements.map(({ name, propertyName }) => `${(propertyName ?? name).text}: ${name.text}`),
    )
  const star = bindings && ts.isNamespaceImport(bindings) ? `(${bindings.name.text} = ${load});` : ''
  return star + (parts.length > 0 ? `({ ${parts.join(', ')} } = ${load});` : '')
}
