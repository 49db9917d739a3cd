/**
 * What is still open at the end of half-written code, so that lines can be put after it which are read as such.
 * A rough reading: TypeScript's scanner with the two places where it asks its parser, `}` in templates and `/`.
 */
import type { SyntaxKind } from 'typescript'
import type { TypeScript } from '../load-typescript'

/**
 * Finds the characters that close what is open.
 *
 * @param ts - TypeScript.
 * @param code - Half-written code.
 * @returns E.g. `")}"`; empty when nothing is open.
 */
export function closersOf(ts: TypeScript, code: string): string {
  const { SyntaxKind: kinds } = ts
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, code)
  const open: string[] = []
  const closes = (closer: string) => {
    const at = open.lastIndexOf(closer)
    if (at >= 0) open.length = at
  }
  let previous: SyntaxKind = kinds.Unknown
  for (;;) {
    let kind = scanner.scan()
    if (kind === kinds.SlashToken && !endsValue(ts, previous)) kind = scanner.reScanSlashToken()
    if (kind === kinds.CloseBraceToken && open.at(-1) === '}`') kind = scanner.reScanTemplateToken(false)
    if (kind === kinds.EndOfFileToken) break
    if (kind === kinds.OpenParenToken) open.push(')')
    else if (kind === kinds.OpenBracketToken) open.push(']')
    else if (kind === kinds.OpenBraceToken) open.push('}')
    else if (kind === kinds.TemplateHead) open.push('}`')
    else if (kind === kinds.CloseParenToken) closes(')')
    else if (kind === kinds.CloseBracketToken) closes(']')
    else if (kind === kinds.CloseBraceToken) closes('}')
    else if (kind === kinds.TemplateTail || kind === kinds.NoSubstitutionTemplateLiteral) {
      if (kind === kinds.TemplateTail) open.pop()
      if (scanner.isUnterminated()) open.push('`')
    }
    previous = kind
  }
  return open.reverse().join('')
}

/** Whether a slash after this token divides. */
function endsValue({ SyntaxKind: kinds }: TypeScript, kind: SyntaxKind): boolean {
  const ends = [kinds.Identifier, kinds.NumericLiteral, kinds.BigIntLiteral, kinds.StringLiteral]
  const more = [kinds.CloseParenToken, kinds.CloseBracketToken, kinds.CloseBraceToken, kinds.ThisKeyword]
  return [...ends, ...more, kinds.NoSubstitutionTemplateLiteral, kinds.TemplateTail].includes(kind)
}
