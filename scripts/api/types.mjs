// Types of the public names as sections: tables of their members, of options with their defaults.
import ts from 'typescript'
import { checker, oneLine, ownType, problems, summaryOf, tagsOf, typeOf, typeText } from './source.mjs'

/** Names of types that have a section. */
export const described = new Set()
const READABLE = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias
/** Types that hold options. */
const isOptions = (name) => /Options$|^Needs$|^ChatTimeouts$|^MagicAbout$|^ImageSize$/.test(name)

export const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => ' --- |').join('')}`,
  ...rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`),
  '',
]
/** A text as a cell of a table. */
export const cell = (text) => oneLine(text).replace(/(?<!\\)\|/g, '\\|')

/** Members of an interface or a literal, own ones only. */
export const membersOf = (declaration) =>
  declaration.members.filter((member) => member.name !== undefined && !ts.isConstructorDeclaration(member))

export const isMethod = (member) => ts.isMethodSignature(member) || ts.isMethodDeclaration(member)
export const nameOf = (member) => {
  const types = member.typeParameters?.map((each) => each.getText()).join(', ')
  const parts = isMethod(member) ? `(${member.parameters.map((each) => each.getText()).join(', ')})` : ''
  return `\`${member.name.getText().replace(/\s+/g, ' ')}${types ? `<${types}>` : ''}${parts}\``
}

/** A member's comment, or that of the member it overrides. */
export function memberText(member) {
  const own = summaryOf(member)
  if (own !== '' || !ts.isClassDeclaration(member.parent)) return own
  const [base] = member.parent.heritageClauses?.flatMap(({ types }) => types) ?? []
  const inherited = base && checker.getTypeAtLocation(base).getProperty(member.name.getText())
  const declaration = inherited?.declarations?.[0]
  return declaration ? memberText(declaration) : ''
}

export function memberRow(member, owner, hasDefault) {
  const text = memberText(member)
  if (text === '') problems.push(`${owner}.${member.name.getText()} has no comment`)
  const throws = tagsOf(member, 'throws').map((tag) => `Throws ${tag.text}`)
  const returns = tagsOf(member, 'returns').map((tag) => tag.text)
  const [standard] = tagsOf(member, 'defaultValue')
  const meaning = cell([text, ...returns, ...throws].filter(Boolean).join(' '))
  const type = typeOf(member)
  if (!hasDefault) return [nameOf(member), type, meaning]
  const given = member.questionToken ? cell(standard?.text ?? '') : 'required'
  return [nameOf(member), type, code(given), meaning]
}

/** A default that is a value is shown as one. */
const code = (text) => (/^(?:true|false|-?[\d.]+|'[^']*')$/.test(text) ? `\`${text}\`` : text)

/** An interface or type as a section. Those that hold options get a column for defaults, and what they inherit. */
export function typeSection(declaration, level) {
  const name = declaration.name.text
  described.add(name)
  const text = summaryOf(declaration)
  if (text === '') problems.push(`${name} has no comment`)
  const lines = [`${'#'.repeat(level)} type \`${name}\``, '', text, '']
  const hasDefaults = isOptions(name)
  if (ts.isTypeAliasDeclaration(declaration)) return [...lines, ...aliasText(declaration, hasDefaults)]
  const inherited = hasDefaults ? basesOf(declaration) : []
  if (!hasDefaults && declaration.heritageClauses)
    lines.push(
      `Everything of ${declaration.heritageClauses.flatMap(({ types }) => types.map(typeText)).join(', ')}, and:`,
      '',
    )
  // What a type says anew of an option counts, not what it inherits.
  const all = [declaration, ...inherited].flatMap(membersOf)
  const members = all.filter(
    (member, at) => all.findIndex(({ name }) => name.getText() === member.name.getText()) === at,
  )
  const signatures = declaration.members.filter(ts.isCallSignatureDeclaration)
  for (const signature of signatures) lines.push(`- ${typeText(signature)}: ${oneLine(summaryOf(signature))}`)
  if (signatures.length > 0) lines.push('')
  if (members.length > 0) {
    const head = hasDefaults ? ['option', 'type', 'default', 'meaning'] : ['field', 'type', 'meaning']
    lines.push(
      ...table(
        head,
        members.map((member) => memberRow(member, name, hasDefaults)),
      ),
    )
  }
  const index = declaration.members.find(ts.isIndexSignatureDeclaration)
  if (index) lines.push(`${members.length > 0 ? 'And any other name: ' : ''}${typeText(index)}`, '')
  return lines
}

function aliasText(declaration, hasDefaults) {
  const { type } = declaration
  if (/\btypeof\b/.test(type.getText())) {
    const text = checker.typeToString(checker.getTypeAtLocation(type), undefined, READABLE)
    return [`\`${text.replaceAll('"', "'")}\``, '']
  }
  const parts = ts.isIntersectionTypeNode(type) ? type.types : [type]
  const literals = parts.filter(ts.isTypeLiteralNode).filter((literal) => membersOf(literal).length > 0)
  const others = parts.filter((part) => !literals.includes(part)).map(typeText)
  const lines = others.length > 0 ? [`${others.join(' and ')}${literals.length > 0 ? ', with' : ''}`, ''] : []
  const head = hasDefaults ? ['option', 'type', 'default', 'meaning'] : ['field', 'type', 'meaning']
  for (const literal of literals)
    lines.push(
      ...table(
        head,
        membersOf(literal).map((member) => memberRow(member, declaration.name.text, hasDefaults)),
      ),
    )
  return lines
}

/** Interfaces that an interface extends, all the way up. */
function basesOf(declaration) {
  const types = declaration.heritageClauses?.flatMap((clause) => clause.types) ?? []
  const bases = types.map(({ expression }) => ownType(expression)).filter(Boolean)
  return bases.flatMap((base) => [base, ...basesOf(base)])
}
