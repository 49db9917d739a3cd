// A public name as a section of the page: signature, meaning, what it throws, an example, and its options.
import { resolve } from 'node:path'
import prettier from 'prettier'
import ts from 'typescript'
import {
  commentOf,
  oneLine,
  ownType,
  problems,
  publicNames,
  summaryOf,
  tagsOf,
  typeText,
  wanted,
} from './source.mjs'
import {
  cell,
  described,
  isMethod,
  memberRow,
  membersOf,
  memberText,
  nameOf,
  table,
  typeSection,
} from './types.mjs'

const style = await prettier.resolveConfig(resolve(import.meta.dirname, '..', '..', 'docs', 'api.md'))

/** What a function takes, gives and throws; of overloads the first one has the comment. */
function callText(name, nodes) {
  const lines = []
  const [shown] = nodes
  const text = summaryOf(shown)
  if (text === '') problems.push(`${name} has no comment`)
  lines.push(text, '')
  const said = new Map(tagsOf(shown, 'param').map((tag) => [tag.name, tag.text]))
  const parameters = nodes[0].parameters ?? []
  if (nodes.length === 1 && !isMethod(shown))
    for (const parameter of parameters)
      if (!said.has(parameter.name.getText()))
        problems.push(`${name} has no @param ${parameter.name.getText()}`)
  if (said.size > 0)
    lines.push(
      ...table(
        ['parameter', 'meaning'],
        [...said].map(([each, meaning]) => [`\`${each}\``, cell(meaning)]),
      ),
    )
  const returns = tagsOf(shown, 'returns').map((tag) => oneLine(tag.text))
  const gives = nodes[0].type?.getText() ?? ''
  const isCall = parameters.length > 0 || gives.startsWith('ScriptTag')
  if (returns.length === 0 && isCall && !/^(?:void|Promise<void>)$/.test(gives))
    problems.push(`${name} has no @returns`)
  for (const each of returns) lines.push(`**Gives** ${each.charAt(0).toLowerCase()}${each.slice(1)}`, '')
  const throws = tagsOf(shown, 'throws').map((tag) => oneLine(tag.text))
  if (throws.length > 0) lines.push('**Throws**', '', ...throws.map((each) => `- ${errorLink(each)}`), '')
  return lines
}

/** The class that a sentence about an error begins with, as a link. */
const errorLink = (text) =>
  text
    .replace(/^(\w+) ([A-Z])(?=[a-z])/, (_, name, letter) => `${name} ${letter.toLowerCase()}`)
    .replace(/^\w+/, (name) => (publicNames.has(name) ? `[\`${name}\`](#${name.toLowerCase()})` : name))

function exampleText(name, node, isNeeded = true) {
  const examples = tagsOf(node, 'example')
  if (examples.length === 0 && isNeeded) problems.push(`${name} has no @example`)
  return examples.flatMap(({ text }) => [text, ''])
}

/** A signature as a block of code. */
const signatureOf = async (code) => [
  '```ts',
  (await prettier.format(code, { ...style, parser: 'typescript' })).trim(),
  '```',
  '',
]

/** Options that a signature takes, described below it: types of its parameters, and of a tag its first argument. */
function optionsBelow(nodes) {
  const found = []
  const take = (node) => {
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const declaration = ownType(node.typeName ?? node.expression)
      if (
        declaration &&
        !described.has(declaration.name.text) &&
        /Options$|^Needs$|^MagicAbout$/.test(declaration.name.text)
      )
        found.push(declaration)
    }
    ts.forEachChild(node, take)
  }
  for (const node of nodes)
    for (const parameter of node.parameters ?? []) if (parameter.type) take(parameter.type)
  for (const node of nodes) if (ts.isVariableDeclaration(node) && node.type) take(node.type)
  return [...new Set(found)].flatMap((declaration) => typeSection(declaration, 4))
}

const parametersText = (node) => node.parameters.map((each) => each.getText()).join(', ')
const genericsText = (node) =>
  node.typeParameters ? `<${node.typeParameters.map((each) => each.getText()).join(', ')}>` : ''
const typeSource = (node) => (node.type ? node.type.getText() : 'void')

async function functionSection(name, declarations) {
  // Of an overloaded function the implementation is nobody's business.
  const nodes = declarations.length > 1 ? declarations.filter(({ body }) => body === undefined) : declarations
  const code = nodes.map(
    (node) => `function ${name}${genericsText(node)}(${parametersText(node)}): ${typeSource(node)}`,
  )
  mention(nodes)
  return [
    ...(await signatureOf(code.join('\n'))),
    ...callText(name, nodes),
    ...exampleText(name, nodes[0]),
    ...optionsBelow(nodes),
  ]
}

/** Notes the types of a signature, so that they are described. */
function mention(nodes) {
  for (const node of nodes) {
    for (const parameter of node.parameters ?? []) if (parameter.type) typeText(parameter.type)
    for (const parameter of node.typeParameters ?? []) typeText(parameter)
    if (node.type) typeText(node.type)
  }
}

async function constSection(name, declaration) {
  const described = ownType(declaration.type?.typeName ?? declaration.type)
  const members = described && ts.isInterfaceDeclaration(described) ? described.members : []
  const calls = members.filter(ts.isCallSignatureDeclaration)
  const isTag = declaration.type?.typeArguments !== undefined
  if (isTag || calls.length === 0) {
    mention([declaration])
    const code = `const ${name}: ${declaration.type.getText()}`
    return [
      ...(await signatureOf(code)),
      ...callText(name, [declaration]),
      ...exampleText(name, declaration),
      ...optionsBelow([declaration]),
    ]
  }
  // An interface with a call in it: the call and its methods stand under the name itself.
  wanted.delete(described.name.text)
  const lines = []
  mention(calls)
  for (const call of calls) {
    lines.push(
      ...(await signatureOf(
        `function ${name}${genericsText(call)}(${parametersText(call)}): ${typeSource(call)}`,
      )),
    )
    lines.push(...callText(name, [call]))
  }
  const ownExample = tagsOf(declaration, 'example').length > 0
  lines.push(...exampleText(name, ownExample ? declaration : calls[0]), ...optionsBelow(calls))
  const methods = members.filter((each) => !calls.includes(each))
  mention(methods)
  const needSection = methods.filter((member) => commentOf(member)?.tags)
  const others = methods.filter((member) => !needSection.includes(member))
  if (others.length > 0) {
    const rows = others.map((member) => [
      `\`${name}.${nameOf(member).slice(1)}`,
      cell(memberText(member)) || problems.push(`${name}.${member.name.getText()} has no comment`),
    ])
    lines.push(...table(['method', 'meaning'], rows))
  }
  for (const member of needSection) {
    const own = `${name}.${member.name.getText()}`
    // A letter that looks like a dot, for no function can be called `a.b`.
    const code = `function ${own.replace('.', 'ꓸ')}${genericsText(member)}(${parametersText(member)}): ${typeSource(member)}`
    lines.push(`#### \`${own}\``, '', ...(await signatureOf(code)).map((line) => line.replace('ꓸ', '.')))
    lines.push(...callText(own, [member]), ...exampleText(own, member, false), ...optionsBelow([member]))
  }
  return lines
}

function classSection(name, declaration) {
  const base = declaration.heritageClauses?.[0]?.types[0]?.expression.getText()
  const fields = membersOf(declaration).filter((member) => {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
    // The guard of each class is told of once, at the first.
    const isToldAlready = base !== 'Error' && member.name.getText() === 'is'
    return !(ts.getCombinedModifierFlags(member) & hidden) && !isToldAlready
  })
  const lines = [summaryOf(declaration), '']
  if (base !== 'Error') lines.push(`It is a [\`${base}\`](#${base.toLowerCase()}).`, '')
  if (fields.length > 0)
    lines.push(
      ...table(
        ['field', 'type', 'meaning'],
        fields.map((member) => memberRow(member, name, false)),
      ),
    )
  return [...lines, ...exampleText(name, declaration, base === 'Error')]
}

/** The section of a public name. */
export async function section(name) {
  const symbol = publicNames.get(name)
  const declarations = symbol.declarations ?? []
  const [first] = declarations
  const lines = [`### \`${name}\``, '']
  if (ts.isClassDeclaration(first)) return [...lines, ...classSection(name, first)]
  if (ts.isFunctionDeclaration(first)) return [...lines, ...(await functionSection(name, declarations))]
  return [...lines, ...(await constSection(name, first))]
}
