/** Statements of Python's syntax tree; see `ast.ts`. */
import type { Expression, Keyword, Of, Operator, ParameterList } from './ast'

export interface FunctionDef extends Of<'FunctionDef' | 'AsyncFunctionDef'> {
  readonly name: string
  readonly args: ParameterList
  readonly body: readonly Statement[]
  readonly decorator_list: readonly Expression[]
  readonly returns: Expression | null
}
export interface ClassDef extends Of<'ClassDef'> {
  readonly name: string
  readonly bases: readonly Expression[]
  readonly keywords: readonly Keyword[]
  readonly body: readonly Statement[]
  readonly decorator_list: readonly Expression[]
}
export interface Assign extends Of<'Assign'> {
  readonly targets: readonly Expression[]
  readonly value: Expression
}
export interface AnnAssign extends Of<'AnnAssign'> {
  readonly target: Expression
  readonly annotation: Expression
  readonly value: Expression | null
}
export interface AugAssign extends Of<'AugAssign'> {
  readonly target: Expression
  readonly op: Operator
  readonly value: Expression
}
export interface For extends Of<'For' | 'AsyncFor'> {
  readonly target: Expression
  readonly iter: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}
export interface Branch extends Of<'If' | 'While'> {
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}
export interface With extends Of<'With' | 'AsyncWith'> {
  readonly items: readonly { readonly context_expr: Expression; readonly optional_vars: Expression | null }[]
  readonly body: readonly Statement[]
}
export interface Handler extends Of<'ExceptHandler'> {
  /** `type` of Python's node; the name is taken by the kind of node. */
  readonly exception: Expression | null
  readonly name: string | null
  readonly body: readonly Statement[]
}
export interface Try extends Of<'Try'> {
  readonly body: readonly Statement[]
  readonly handlers: readonly Handler[]
  readonly orelse: readonly Statement[]
  readonly finalbody: readonly Statement[]
}
export interface Alias {
  readonly name: string
  readonly asname: string | null
}
export interface Import extends Of<'Import'> {
  readonly names: readonly Alias[]
}
export interface ImportFrom extends Of<'ImportFrom'> {
  readonly module: string | null
  readonly names: readonly Alias[]
}
export interface ExpressionStatement extends Of<'Expr'> {
  readonly value: Expression
}
export interface Return extends Of<'Return'> {
  readonly value: Expression | null
}
export interface Raise extends Of<'Raise'> {
  readonly exc: Expression | null
  readonly cause: Expression | null
}
export interface Assert extends Of<'Assert'> {
  readonly test: Expression
  readonly msg: Expression | null
}
export interface Delete extends Of<'Delete'> {
  readonly targets: readonly Expression[]
}
export interface Names extends Of<'Global' | 'Nonlocal'> {
  readonly names: readonly string[]
}
/** Statements without parts, and those that nothing here reads. */
export type Bare = Of<'Pass' | 'Break' | 'Continue' | 'TryStar' | 'TypeAlias'>

/** A pattern of `match`; those that nothing here reads have no fields. */
export type Pattern =
  | (Of<'MatchValue' | 'MatchSingleton'> & { readonly value: Expression })
  | (Of<'MatchOr'> & { readonly patterns: readonly Pattern[] })
  | (Of<'MatchAs'> & { readonly pattern: Pattern | null; readonly name: string | null })
  | Of<'MatchSequence' | 'MatchMapping' | 'MatchClass' | 'MatchStar'>
export interface Case {
  readonly pattern: Pattern
  readonly guard: Expression | null
  readonly body: readonly Statement[]
}
export interface Match extends Of<'Match'> {
  readonly subject: Expression
  readonly cases: readonly Case[]
}

export type Statement =
  | Match
  | FunctionDef
  | ClassDef
  | Assign
  | AnnAssign
  | AugAssign
  | For
  | Branch
  | With
  | Try
  | Import
  | ImportFrom
  | ExpressionStatement
  | Return
  | Raise
  | Assert
  | Delete
  | Names
  | Bare
