/** The helpers of a converted notebook: with each come those that it reads, as TypeScript finds them, and no others. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { pickHelpers } from '../../src/convert/helpers/pick'
import { readHelpers } from './support/compare-programs'

const FOLDER = join(__dirname, '../../src/convert/helpers/python')

/** Functions and classes of the files, each with those that it reads. */
function readsOf(): Map<string, Set<string>> {
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name))
  const program = ts.createProgram(files, { noResolve: false, noLib: true, types: [] })
  const checker = program.getTypeChecker()
  const isPart = (node: ts.Node) =>
    (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && ts.isSourceFile(node.parent)
  const reads = new Map<string, Set<string>>()
  for (const statement of files.flatMap((file) => [...program.getSourceFile(file)!.statements])) {
    if (!isPart(statement)) continue
    const own = (statement as ts.FunctionDeclaration | ts.ClassDeclaration).name!.text
    const found = new Set<string>()
    const visit = (node: ts.Node): void => {
      const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
      const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      const declared = isAlias ? checker.getAliasedSymbol(symbol) : symbol
      if (declared?.declarations?.some(isPart)) found.add(declared.name)
      ts.forEachChild(node, visit)
    }
    visit(statement)
    found.delete(own)
    reads.set(own, found)
  }
  return reads
}

test('A helper comes with those that it reads, and with theirs', () => {
  const reads = readsOf()
  const source = readHelpers()
  const heads = /^(?:async )?(?:function\*?|class) (\w+)/gm
  expect(reads.size).toBeGreaterThan(100)
  const wrong = [...reads.keys()].flatMap((name) => {
    const wanted = new Set([name])
    for (const each of wanted) for (const read of reads.get(each)!) wanted.add(read)
    const picked = [...pickHelpers(source, [name]).matchAll(heads)].map(([, each]) => each!)
    const missing = [...wanted].filter((each) => !picked.includes(each))
    const needless = picked.filter((each) => !wanted.has(each))
    return missing.length + needless.length === 0 ? [] : [{ name, missing, needless }]
  })
  expect(wrong).toEqual([])
})
