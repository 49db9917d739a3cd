/**
 * The one door to unbash, the parser of shell syntax: loaded on first use, so that importing the library stays quick.
 * Knows nothing of what the tree is used for.
 */
import type * as Unbash from 'unbash'

export type {
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  HereDoc,
  ParsedScript,
  ParameterExpansionPart,
  ParameterOperation,
  PipelineNode,
  Redirect,
  Redirection,
  Script,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash'

let loaded: typeof Unbash | undefined

/** Loads the parser; later calls give the same module at once. */
export async function loadParser(): Promise<typeof Unbash> {
  return (loaded ??= await import('unbash'))
}

/** The parser, once {@link loadParser} has been awaited: expansion re-parses words in the middle of synchronous work. */
export function parser(): typeof Unbash {
  if (loaded === undefined) throw new Error('loadParser() has not been awaited')
  return loaded
}
