/**
 * Parameter expansion: `$name` and every form of `$\{name…\}`.
 * @see https://www.gnu.org/software/bash/manual/html_node/Shell-Parameter-Expansion.html
 */
import { ScriptError } from '../script-error'
import { ScriptExit } from '../script-exit'
import type { ParameterExpansionPart, ParameterOperation, Word, WordPart } from '../../base/unbash'
import { quoteForBash } from '../../base/bash-quote'
import type { Expansion, OperandTools, ParameterContext } from './expansion'
import { patternSource } from './pattern'
import { BREAK, expanded, quoted, type Piece, type Pieces } from './piece'

type Simple = Extract<WordPart, { type: 'SimpleExpansion' }>

/**
 * Expands one parameter.
 *
 * @param part - `$name` or `$\{…\}` from the tree.
 * @param context - Its surroundings.
 * @returns One piece, or for a default the pieces of the operand.
 * @throws ScriptError for forms that need arguments or arrays, which a cell does not have.
 */
export async function expandParameter(
  part: Simple | ParameterExpansionPart,
  context: ParameterContext,
): Promise<Pieces> {
  const result = (text: string): Piece => (context.quoting === 'none' ? expanded(text) : quoted(text))
  if (part.type === 'SimpleExpansion') return [result(read(part.text.slice(1), part, context))]
  const { operation, prefix, index } = part
  if (index !== undefined) refuse('arrays are', part, context)
  if (operation?.type === 'Names') return [result(context.state.names(part.parameter).join(' '))]
  if (part.parameter === '' || operation?.type === 'Unknown')
    throw new ScriptError(
      `${part.text}: bash has no such expansion ("bad substitution").`,
      context.source,
      part.pos,
      part.end,
    )
  const name = prefix === '!' ? read(part.parameter, part, context) : part.parameter
  if (prefix === '!' && !/^(?:[A-Za-z_]\w*|[?$#])$/.test(name))
    throw new ScriptExit(1, `${name}: invalid variable name`)
  if (operation?.type === 'Default') return expandDefault(name, operation, part, context)
  const value = read(name, part, context)
  if (prefix === '#') return [result(String([...value].length))]
  return [result(operation ? await modify(value, operation, part, context) : value)]
}

/** Reads a parameter; an unset one is empty and noted, so that a failed request can name it. */
function read(name: string, part: Simple | ParameterExpansionPart, context: Expansion): string {
  if (/^[@*]$|^[1-9]\d*$/.test(name)) refuse(`$${name}: arguments of a script are`, part, context)
  const value = context.state.get(name)
  if (value !== undefined) return value
  if (name !== '!' && name !== '_') context.state.unsetReads.add(name)
  if (context.state.options.refuseUnset) throw new ScriptExit(127, `${name}: unbound variable`)
  return ''
}

function refuse(what: string, part: { pos: number; end: number }, { source }: Expansion): never {
  throw new ScriptError(
    `${what} not known here. Use bash\`\u2026\`, or a value of the cell: \${value}.`,
    source,
    part.pos,
    part.end,
  )
}

type Default = Extract<ParameterOperation, { type: 'Default' }>

async function expandDefault(
  name: string,
  { operator, operand }: Default,
  part: ParameterExpansionPart,
  context: ParameterContext,
): Promise<Pieces> {
  const { state, quoting, tools } = context
  const value = state.get(name)
  const isThere = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined
  const result = (text: string): Piece => (quoting === 'none' ? expanded(text) : quoted(text))
  const inside = quoting === 'none' ? 'none' : 'operand-in-double'
  const operandPieces = async (): Promise<Pieces> => {
    const pieces = await tools.pieces(operand, inside)
    // Text as written in an operand is split like the value that it replaces.
    return pieces.map((piece) =>
      piece === BREAK || piece.quoted || quoting !== 'none' ? piece : expanded(piece.text),
    )
  }
  switch (operator.at(-1)) {
    case '+':
      return isThere ? operandPieces() : [result('')]
    case '-':
      return isThere ? [result(value ?? '')] : operandPieces()
    case '=': {
      if (isThere) return [result(value ?? '')]
      if (!/^[A-Za-z_]\w*$/.test(name)) refuse(`$${name}: assigning to it is`, part, context)
      const assigned = (await operandPieces()).map((piece) => (piece === BREAK ? ' ' : piece.text)).join('')
      state.set(name, assigned)
      return [result(assigned)]
    }
    default: {
      if (isThere) return [result(value ?? '')]
      const fallback = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set'
      throw new ScriptExit(127, `${name}: ${(await tools.text(operand)) || fallback}`)
    }
  }
}

async function modify(
  value: string,
  operation: Exclude<ParameterOperation, { type: 'Default' | 'Names' | 'Unknown' }>,
  part: ParameterExpansionPart,
  context: ParameterContext,
): Promise<string> {
  const { tools } = context
  switch (operation.type) {
    case 'Remove':
      return remove(value, operation.operator, operation.operand, tools)
    case 'Replace':
      return replace(value, operation, tools)
    case 'Slice':
      return slice(value, operation, part, context)
    case 'CaseModification':
      return changeCase(value, operation, tools)
    case 'Transform':
      return transform(value, operation.operand.value, part, context)
  }
}

async function remove(value: string, operator: string, operand: Word, tools: OperandTools): Promise<string> {
  const pattern = await tools.pattern(operand)
  const longest = operator.length === 2
  const source = patternSource(pattern, { lazy: !longest })
  if (operator.startsWith('#')) return value.replace(new RegExp(`^(?:${source})`, 'su'), '')
  // The earliest start gives the longest ending, the latest start the shortest.
  const head = longest ? '.*?' : '.*'
  return value.replace(new RegExp(`^(${head})(?:${patternSource(pattern)})$`, 'su'), '$1')
}

type Replace = Extract<ParameterOperation, { type: 'Replace' }>

async function replace(
  value: string,
  { operator, pattern, replacement }: Replace,
  tools: OperandTools,
): Promise<string> {
  const source = patternSource(await tools.pattern(pattern))
  if (source === '' && operator !== '/#' && operator !== '/%') return value
  const pieces = await tools.pattern(replacement)
  // bash 5.2: an unquoted & in the replacement is what was matched.
  const fill = (match: string): string =>
    pieces.map(({ text, quoted: isQuoted }) => (isQuoted ? text : text.replaceAll('&', () => match))).join('')
  const anchored =
    operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : `(?:${source})`
  const regex = new RegExp(anchored, operator === '//' ? 'gsu' : 'su')
  return value.replace(regex, (match: string) => (match === '' && operator === '//' ? match : fill(match)))
}

type Slice = Extract<ParameterOperation, { type: 'Slice' }>

async function slice(
  value: string,
  operation: Slice,
  part: ParameterExpansionPart,
  { source, tools }: ParameterContext,
): Promise<string> {
  const chars = [...value]
  const { offset, length } = operation
  const from = Number(await tools.calculate(offset.text, offset.pos))
  const start = from < 0 ? chars.length + from : from
  if (start < 0 || start > chars.length) return ''
  if (length === undefined) return chars.slice(start).join('')
  const count = Number(await tools.calculate(length.text, length.pos))
  const end = count < 0 ? chars.length + count : start + count
  if (end < start)
    throw new ScriptError(`${part.text}: the part ends before it begins.`, source, part.pos, part.end)
  return chars.slice(start, end).join('')
}

type Case = Extract<ParameterOperation, { type: 'CaseModification' }>

async function changeCase(value: string, { operator, operand }: Case, tools: OperandTools): Promise<string> {
  const pattern = operand ? patternSource(await tools.pattern(operand)) : '.'
  const matches = new RegExp(`^(?:${pattern === '' ? '.' : pattern})$`, 'su')
  const change = (char: string): string => {
    if (!matches.test(char)) return char
    const changed = operator.startsWith('^') ? char.toUpperCase() : char.toLowerCase()
    return [...changed].length === 1 ? changed : char
  }
  const chars = [...value]
  return chars.map((char, index) => (operator.length === 2 || index === 0 ? change(char) : char)).join('')
}

function transform(value: string, kind: string, part: ParameterExpansionPart, { source }: Expansion): string {
  switch (kind) {
    case 'Q':
      return quoteForBash(value)
    case 'U':
      return value.toUpperCase()
    case 'L':
      return value.toLowerCase()
    case 'u':
      return value.slice(0, 1).toUpperCase() + value.slice(1)
    default:
      throw new ScriptError(
        `$\{name@${kind}\} is not known here. Use bash\`\u2026\` for it.`,
        source,
        part.pos,
        part.end,
      )
  }
}
