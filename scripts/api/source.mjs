// The public names of src/index.ts with their declarations and comments, as pieces of Markdown. Knows nothing of the page.
import { join, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..', '..')

/** The shapes of the official client, which its own documentation describes. */
const isForeign = (name) => /^OpenAI(?!Options$)/.test(name)

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
)
const entry = join(root, 'src', 'index.ts')
const program = ts.createProgram([entry], { ...options, types: ['node'] })
export const checker = program.getTypeChecker()
/** What is missing in the comments of public names. */
export const problems = []

const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
/** Symbols by public name. */
export const publicNames = new Map(
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))
    .map((symbol) => [symbol.name, resolved(symbol)]),
)

/** The last comment in front of a declaration; the header of a file may stand before it. */
export const commentOf = (node) => {
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent : node
  return (holder.jsDoc ?? []).at(-1)
}
/** TSDoc's escapes and links as Markdown. */
const plain = (comment) =>
  (ts.getTextOfJSDocComment(comment) ?? '')
    .replace(/\{@link (\w+)\s*\}/g, '`$1`')
    .replace(/\\([{}@])/g, '$1')
    .trim()
export const oneLine = (text) => text.replace(/\s*\n\s*/g, ' ')
export const summaryOf = (node) => plain(commentOf(node)?.comment)
export const tagsOf = (node, name) =>
  (commentOf(node)?.tags ?? [])
    .filter(({ tagName }) => tagName.text === name)
    .map((tag) => ({ name: tag.name?.getText(), text: plain(tag.comment).replace(/^- /, '') }))

/** Declarations of types that were mentioned, by name. */
export const wanted = new Map()

/** The declaration in our sources that an identifier of a type means. */
export function ownType(identifier) {
  const symbol = checker.getSymbolAtLocation(identifier)
  if (symbol === undefined) return undefined
  const [declaration] = resolved(symbol).declarations ?? []
  const isOurs = declaration?.getSourceFile().fileName.startsWith(join(root, 'src'))
  const isType = isOurs && (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
  return isType ? declaration : undefined
}

/** A piece of source as Markdown: code, with links to the types that the page describes. */
export function typeText(node) {
  const links = []
  const visit = (each) => {
    if (ts.isIdentifier(each)) {
      const declaration = ownType(each)
      const name = declaration?.name.text
      if (name !== undefined && !isForeign(name)) {
        wanted.set(name, declaration)
        links.push({
          start: each.getStart(),
          end: each.end,
          link: `[\`${name}\`](#type-${name.toLowerCase()})`,
        })
      } else if (publicNames.get(each.text)?.flags & ts.SymbolFlags.Class)
        links.push({
          start: each.getStart(),
          end: each.end,
          link: `[\`${each.text}\`](#${each.text.toLowerCase()})`,
        })
    }
    ts.forEachChild(each, visit)
  }
  visit(node)
  const source = node.getSourceFile().text
  const code = (from, to) => {
    const text = source
      .slice(from, to)
      .replace(/\/\*\*.*?\*\//gs, '')
      // Members of a literal stand on lines of their own, without a mark between them.
      .replace(/(?<=[^\s,{(|&=<])\s*\n\s*(?=[\w'[])/g, '; ')
      .replace(/\s+/g, ' ')
    const [, before, inside, after] = /^( ?)(.*?)( ?)$/.exec(text)
    return inside === '' ? before : `${before}\`${inside.replace(/\breadonly /g, '')}\`${after}`
  }
  let at = node.getStart()
  let text = ''
  for (const { start, end, link } of links) {
    text += code(at, start) + link
    at = end
  }
  return (text + code(at, node.end)).trim()
}

/** The type of a declaration: as written, else as inferred. What may be left out may be `undefined` too. */
export function typeOf(node) {
  if (!node.type) return `\`${checker.typeToString(checker.getTypeAtLocation(node))}\``
  const text = typeText(node.type)
  return node.questionToken ? text.replace(/ ?\| undefined`$/, '`').replace(/ ``$/, '') : text
}
