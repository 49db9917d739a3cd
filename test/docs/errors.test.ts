/**
 * docs/errors.md against the sources: every class of errors with every code it can have is in one row, and no other.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const root = join(__dirname, '..', '..')
const BASE = 'MagicsError'

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, 'src', file))
  .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))

function nodesOf<T extends ts.Node>(isWanted: (node: ts.Node) => node is T): T[] {
  const found: T[] = []
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) found.push(node)
    ts.forEachChild(node, visit)
  }
  files.forEach(visit)
  return found
}

const baseOf = (node: ts.ClassDeclaration) =>
  node.heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText()
const allClasses = new Map(nodesOf(ts.isClassDeclaration).map((node) => [node.name?.text ?? '', node]))
const isOurs = (name: string | undefined): boolean =>
  name === BASE || (allClasses.has(name ?? '') && isOurs(baseOf(allClasses.get(name!)!)))
/** Every class of errors. */
const classes = new Map([...allClasses].filter(([name]) => isOurs(name)))

/** Texts of a type that is a union of literals, or the name of one. */
function literalsOf(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(literalsOf)
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text]
  if (!ts.isTypeReferenceNode(type)) return []
  const alias = nodesOf(ts.isTypeAliasDeclaration).find(({ name }) => name.text === type.typeName.getText())
  return alias ? literalsOf(alias.type) : []
}

/** Texts that an argument can be: a literal, or a choice of two. */
function textsOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  return ts.isConditionalExpression(node) ? [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)] : []
}

/** The codes that a class declares, else those of the class it extends. */
function declaredCodes(name: string): string[] {
  const node = classes.get(name)!
  const code = node.members.find((member) => member.name?.getText() === 'code') as
    ts.PropertyDeclaration | undefined
  const own = code?.type ? literalsOf(code.type) : []
  const base = baseOf(node)
  return own.length > 0 || base === undefined || !classes.has(base) ? own : declaredCodes(base)
}

const pair = (code: string, name: string) => `${code} ${name}`
/** `new MagicsError('code', …)`: the class itself takes any code. */
const thrown = nodesOf(ts.isNewExpression)
  .filter(({ expression }) => expression.getText() === BASE)
  .flatMap((node) => textsOf(node.arguments?.[0]))
  .map((code) => pair(code, BASE))
const inSources = new Set([
  ...thrown,
  ...[...classes.keys()].flatMap((name) => declaredCodes(name).map((code) => pair(code, name))),
])

const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
const rows = [...page.matchAll(/^\| `([\w-]+)` +\| `(\w+)` +\|/gm)].map(([, code, name]) =>
  pair(code!, name!),
)

describe('docs/errors.md', () => {
  test('has a row for each code of each class', () => {
    expect([...inSources].filter((each) => !rows.includes(each))).toEqual([])
  })

  test('has no row for a code that is gone', () => {
    expect(rows.filter((each) => !inSources.has(each))).toEqual([])
  })

  test('is held against sources in which every class but the first says its codes', () => {
    expect(classes.size).toBeGreaterThan(10)
    expect([...classes.keys()].filter((name) => name !== BASE && declaredCodes(name).length === 0)).toEqual(
      [],
    )
  })

  test('names every exported class', () => {
    const index = readFileSync(join(root, 'src', 'index.ts'), 'utf8')
    const exported = [...index.matchAll(/\b\w+Error\b/g)].map(([name]) => name)
    expect(exported.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
