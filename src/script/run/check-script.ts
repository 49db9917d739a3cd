/**
 * Looks at a whole script before anything of it runs: syntax errors, constructs that need a real bash, and the mistakes
 * that copying a command brings. Each is one line with the place underlined.
 */
import { checkOrigin } from './check-origin'
import { checkCutOff } from './check-cut-off'
import { checkCurlWords } from './check-words'
import { ScriptError, type Source } from '../script-error'
import {
  parser,
  type Command,
  type ParsedScript,
  type Script,
  type Statement,
  type SyntaxNode,
} from '../../base/unbash'

/**
 * Refuses a script that cannot be run as written.
 *
 * @param tree - As parsed.
 * @param source - The text it was parsed from.
 * @throws ScriptError for the first problem in reading order of kinds: placeholders, syntax, constructs, words.
 */
export function checkScript(tree: ParsedScript, source: Source): void {
  checkOrigin(source)
  // A placeholder such as <id> also breaks the syntax, so it is looked for first: its message says more.
  walk(tree, (node) => {
    if (node.type === 'Command') checkPlaceholders(node, source)
  })
  const [error] = tree.errors ?? []
  if (error)
    throw new ScriptError(syntaxMessage(error.message), source, Math.min(error.pos, source.text.length))
  walk(tree, (node) => checkNode(node, source))
}

function walk(script: Script, visit: (node: SyntaxNode) => void): void {
  const { forEachChild } = parser()
  const step = (node: SyntaxNode): void => {
    // A script in backquotes with escapes counts its offsets in a text of its own.
    if (node.type === 'Script' && node.source !== undefined) return
    visit(node)
    forEachChild(node, step)
  }
  step(script)
}

function checkNode(node: SyntaxNode, source: Source): void {
  const construct = CONSTRUCTS[node.type]
  if (construct !== undefined)
    refuse(construct, source, node.pos, node.pos + firstWord(source, node.pos).length)
  switch (node.type) {
    case 'Statement':
      return checkBackground(node, source)
    case 'ArrayValue':
      return refuse('Arrays', source, node.pos, node.end)
    case 'ProcessSubstitution':
      return refuse('Process substitutions', source, node.pos, node.end)
    case 'ExtendedGlob':
      return refuse('Extended patterns', source, node.pos, node.end)
    case 'Command':
      return checkCommand(node, source)
  }
}

const CONSTRUCTS: Readonly<Partial<Record<SyntaxNode['type'], string>>> = {
  If: '`if`',
  For: 'Loops',
  ArithmeticFor: 'Loops',
  While: 'Loops',
  Select: 'Loops',
  Case: '`case`',
  Function: 'Functions',
  Coproc: 'Coprocesses',
  TestCommand: '`[[ ]]` tests',
  ArithmeticCommand: '`(( ))` commands',
  Time: '`time`',
}

/** Builtins of bash that mean nothing, or too much, without a bash. */
const NEEDS_BASH = new Set(
  'alias bg bind builtin caller command compgen complete declare dirs disown enable eval exec fc fg getopts hash help history jobs let local logout mapfile popd pushd read readarray readonly return shift shopt source . suspend times trap type typeset ulimit umask wait'.split(
    ' ',
  ),
)

function refuse(what: string, source: Source, pos: number, end: number): never {
  const verb = /s(?: \(&\))?$/.test(what) ? 'need' : 'needs'
  throw new ScriptError(
    `${what} ${verb} a real shell: put the script into bash\`\u2026\` or a %%bash cell.`,
    source,
    pos,
    end,
  )
}

const firstWord = (source: Source, pos: number): string => /^\S+/.exec(source.text.slice(pos))?.[0] ?? ' '

function checkCommand(command: Command, source: Source): void {
  const name = command.name
  if (name) checkCutOff(name, source)
  if (name && NEEDS_BASH.has(name.text)) refuse(`\`${name.text}\``, source, name.pos, name.end)
  if (name?.value === 'curl') checkCurlWords(command, source)
}

/** `&` after a URL is nearly always a query that was not quoted. */
function checkBackground(statement: Statement, source: Source): void {
  if (statement.background !== true) return
  const { text } = source
  const at = text.indexOf('&', statement.command.end)
  const word = /\S*$/.exec(text.slice(0, at))?.[0] ?? ''
  if (/https?:|[?=]/.test(word) && /^&[^\s&;|]/.test(text.slice(at))) {
    const rest = /^&\S*/.exec(text.slice(at))?.[0] ?? '&'
    const message =
      'the & in this URL is not quoted, so a shell ends the command there. Put the URL in quotes: "\u2026?a=1&b=2".'
    throw new ScriptError(message, source, at - word.length, at + rest.length)
  }
  refuse('Background commands (&)', source, at, at + 1)
}

/** `<id>` without quotes is two redirections to a shell. */
function checkPlaceholders(command: Command, source: Source): void {
  for (const { type, pos } of command.redirects) {
    if (type !== 'Redirect') continue
    const match = /^<[A-Za-z][\w .:/|-]*>/.exec(source.text.slice(pos))
    if (!match) continue
    const message = `${match[0]} is a placeholder: replace it, brackets included. (Without quotes a shell reads < and > as files.)`
    throw new ScriptError(message, source, pos, pos + match[0].length)
  }
}

function syntaxMessage(message: string): string {
  const advice: Readonly<Record<string, string | undefined>> = {
    'unterminated single quote': "this ' is never closed. Inside '\u2026' a quote is written '\\''.",
    'unterminated double quote': 'this " is never closed. Inside "\u2026" a quote is written \\".',
    'unterminated command substitution': 'this $( is never closed with ).',
    'unterminated parameter expansion': 'this ${ is never closed with }.',
    'unterminated backtick': 'this backquote is never closed.',
  }
  return advice[message] ?? `a shell cannot read this (${message}).`
}
