/**
 * Words of a script into the arguments a command gets: bash's expansions in bash's order, from unbash's syntax tree.
 * Owns the order of steps; text, parameters, arithmetic, splitting and file names are next door.
 * Interpolated values stay literal: they are put in after parsing and never looked at again.
 * @see https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html
 */
import { ScriptError } from '../script-error'
import { parser, type Word, type WordPart } from '../../base/unbash'
import { evaluateArithmetic } from './arithmetic'
import { expandBraces } from './braces'
import type { Expansion, OperandTools, Quoting } from './expansion'
import { expandFileNames } from './file-names'
import { quotedLiteral, unescape, unquotedLiteral, type Tilde } from './literal-text'
import { expandParameter } from './parameter'
import { BREAK, expanded, joinPieces, literal, quoted, type Piece, type Pieces } from './piece'
import { splitFields, type Field } from './split-fields'

/** Expands words into fields: braces, tilde, parameters, commands, arithmetic, splitting, file names. */
export async function expandWords(words: readonly Word[], context: Expansion): Promise<string[]> {
  const fields: string[] = []
  for (const word of words.flatMap(unbrace)) {
    const pieces = await expandPieces(word, context)
    const split = splitFields(pieces, context.state.get('IFS'))
    for (const field of split) fields.push(...(await expandFileNames(field, context.state.cwd)))
  }
  return fields
}

/** Expands the right side of an assignment: no splitting, no file names; `~` counts after each `:`. */
export async function expandAssigned(word: Word, context: Expansion): Promise<string> {
  return joinPieces(await expandPieces(word, context, 'assignment'))
}

/** Expands one word to one text without splitting: here-strings, operands. */
export async function expandText(word: Word, context: Expansion): Promise<string> {
  return joinPieces(await expandPieces(word, context))
}

/** Expands a pattern: quoted text keeps its mark, so that `"*"` stands for itself. */
async function expandPattern(word: Word, context: Expansion): Promise<Field> {
  return (await expandPieces(word, context)).filter((piece): piece is Piece => piece !== BREAK)
}

/** Expands the body of a heredoc whose delimiter is not quoted. */
export async function expandHeredoc(parts: readonly WordPart[], context: Expansion): Promise<string> {
  return joinPieces(await expandParts(parts, context, 'heredoc'))
}

/** Puts interpolated values into text that is taken as it stands, such as the body of a quoted heredoc. */
export function fillValues(text: string, { source }: Expansion): string {
  return joinPieces(quotedLiteral(text, source))
}

/** Expands one word into pieces, before splitting. */
async function expandPieces(
  word: Word,
  context: Expansion,
  tilde: Tilde = 'word',
  quoting: Quoting = 'none',
): Promise<Pieces> {
  const parts = word.parts ?? [
    { type: 'Literal', pos: word.pos, end: word.end, value: word.value, text: word.text },
  ]
  return expandParts(parts, context, quoting, quoting === 'none' ? tilde : 'none')
}

async function expandParts(
  parts: readonly WordPart[],
  context: Expansion,
  quoting: Quoting,
  tilde: Tilde = 'none',
): Promise<Pieces> {
  const pieces: (Piece | typeof BREAK)[] = []
  for (const [index, part] of parts.entries()) {
    if (part.type === 'Literal' && quoting === 'none') {
      const place = { tilde, isFirst: index === 0, isLast: index === parts.length - 1 }
      pieces.push(...unquotedLiteral(part.text, context, place))
    } else pieces.push(...(await expandPart(part, context, quoting)))
  }
  return pieces
}

async function expandPart(part: WordPart, context: Expansion, quoting: Quoting): Promise<Pieces> {
  const { source } = context
  const result = (text: string): Piece => (quoting === 'none' ? expanded(text) : quoted(text))
  switch (part.type) {
    case 'Literal':
      return quotedLiteral(unescape(part.text, quoting), source)
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [quoted(''), ...quotedLiteral(part.value, source)]
    case 'DoubleQuoted':
    case 'LocaleString':
      return [quoted(''), ...(await expandParts(part.parts, context, 'double'))]
    case 'Glob':
      // A set may hold quotes and parameters of its own.
      if (part.kind !== 'bracket') return [literal(part.text)]
      return [literal('['), ...(await expandParts(part.parts, context, 'none')), literal(']')]
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return expandParameter(part, { ...context, quoting, tools: operandTools(context) })
    case 'CommandExpansion':
      return [result(part.script ? await context.substitute(part.script) : '')]
    case 'ArithmeticExpansion':
      return [result(await arithmeticText(part.text, part.pos, context))]
    case 'BraceExpansion':
      return unquotedLiteral(part.text, context, { tilde: 'none', isFirst: false, isLast: false })
    case 'ExtendedGlob':
    case 'ProcessSubstitution':
      throw new ScriptError(
        `${part.text} is not run here. Use bash\`\u2026\` for it.`,
        source,
        part.pos,
        part.end,
      )
  }
}

const operandTools = (context: Expansion): OperandTools => ({
  pieces: (word, quoting) => expandPieces(word, context, 'word', quoting),
  text: (word) => expandText(word, context),
  pattern: (word) => expandPattern(word, context),
  calculate: (text, pos) => calculate(text, pos, context),
})

/** Value of `$((…))`: the text is expanded as if in double quotes, then calculated. */
async function arithmeticText(text: string, pos: number, context: Expansion): Promise<string> {
  const inside = text.startsWith('$[') ? text.slice(2, -1) : text.slice(3, -2)
  return String(await calculate(inside, pos, context))
}

/** Calculates an arithmetic expression given as source text; also offsets and lengths of `$\{name:offset:length\}`. */
async function calculate(text: string, pos: number, context: Expansion): Promise<bigint> {
  for (const char of text) {
    const value = context.source.values.get(char)
    // Arithmetic reads text as an expression, so any other value would be parsed.
    if (value && !(value.words.length === 1 && /^[+-]?\d+$/.test(value.words[0] as string)))
      throw new ScriptError(
        `${value.where} stands in arithmetic, so it must be a whole number.`,
        context.source,
        pos,
        pos + text.length,
      )
  }
  const [statement] = parser().parse(`: "${text.replaceAll('"', '')}"`).commands
  const [word] = statement?.command.type === 'Command' ? statement.command.args : []
  const expression = word?.type === 'Word' ? await expandText(word, context) : ''
  try {
    return evaluateArithmetic(expression, context.state)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ScriptError(
      `cannot calculate ${text.trim()}: ${error.message}`,
      context.source,
      pos,
      pos + text.length,
    )
  }
}

/** Braces come first and work on the source text, so the words they give are parsed again. */
function unbrace(word: Word): readonly Word[] {
  if (!word.parts?.some((part) => part.type === 'BraceExpansion')) return [word]
  const texts = expandBraces(word.text)
  if (texts.length === 1) return [word]
  // Each is parsed alone: an empty one stands for no word.
  return texts.flatMap((text) => {
    const [statement] = parser().parse(`: ${text}`).commands
    return statement?.command.type === 'Command'
      ? statement.command.args.filter((arg) => arg.type === 'Word')
      : []
  })
}
