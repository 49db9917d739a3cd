/**
 * Expressions of the syntax tree of Python as its own `ast` module gives it, with the fields that are read here. Names are those of
 * Python, positions are `line` (from 1) and `col` (from 0).
 * @see https://docs.python.org/3/library/ast.html#abstract-grammar
 */

/** Where a node stands in the source of its cell. */
export interface Place {
  readonly line: number
  readonly col: number
  readonly endLine: number
  readonly endCol: number
}

export interface Of<Type extends string> extends Place {
  readonly type: Type
}

export type Operator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'Div'
  | 'FloorDiv'
  | 'Mod'
  | 'Pow'
  | 'BitOr'
  | 'BitAnd'
  | 'BitXor'
  | 'LShift'
  | 'RShift'
  | 'MatMult'
export type Comparison = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn'

export interface Constant extends Of<'Constant'> {
  readonly kind: 'none' | 'ellipsis' | 'bool' | 'str' | 'int' | 'float' | 'complex' | 'bytes'
  /** Text of a string, `true`/`false`, digits of a number, hex digits of bytes. */
  readonly value: string | boolean | null
}
export interface Name extends Of<'Name'> {
  readonly id: string
}
export interface Attribute extends Of<'Attribute'> {
  readonly value: Expression
  readonly attr: string
}
export interface Subscript extends Of<'Subscript'> {
  readonly value: Expression
  readonly slice: Expression
}
export interface Slice extends Of<'Slice'> {
  readonly lower: Expression | null
  readonly upper: Expression | null
  readonly step: Expression | null
}
export interface Keyword extends Of<'keyword'> {
  /** `null` for `**value`. */
  readonly arg: string | null
  readonly value: Expression
}
export interface Call extends Of<'Call'> {
  readonly func: Expression
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}
export interface Comprehension {
  readonly target: Expression
  readonly iter: Expression
  readonly ifs: readonly Expression[]
  readonly is_async: number
}
export interface ListComp extends Of<'ListComp' | 'GeneratorExp' | 'SetComp'> {
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}
export interface DictComp extends Of<'DictComp'> {
  readonly key: Expression
  readonly value: Expression
  readonly generators: readonly Comprehension[]
}
export interface FormattedValue extends Of<'FormattedValue'> {
  readonly value: Expression
  /** Code of `s`, `r` or `a`; -1 for none. */
  readonly conversion: number
  readonly format_spec: JoinedStr | null
}
export interface JoinedStr extends Of<'JoinedStr'> {
  readonly values: readonly Expression[]
}
export interface Dict extends Of<'Dict'> {
  /** `null` for `**value`. */
  readonly keys: readonly (Expression | null)[]
  readonly values: readonly Expression[]
}
export interface Sequence extends Of<'List' | 'Tuple' | 'Set'> {
  readonly elts: readonly Expression[]
}
export interface Lambda extends Of<'Lambda'> {
  readonly args: ParameterList
  readonly body: Expression
}
export interface Compare extends Of<'Compare'> {
  readonly left: Expression
  readonly ops: readonly Comparison[]
  readonly comparators: readonly Expression[]
}
export interface BinOp extends Of<'BinOp'> {
  readonly left: Expression
  readonly op: Operator
  readonly right: Expression
}
export interface BoolOp extends Of<'BoolOp'> {
  readonly op: 'And' | 'Or'
  readonly values: readonly Expression[]
}
export interface UnaryOp extends Of<'UnaryOp'> {
  readonly op: 'Not' | 'USub' | 'UAdd' | 'Invert'
  readonly operand: Expression
}
export interface IfExp extends Of<'IfExp'> {
  readonly test: Expression
  readonly body: Expression
  readonly orelse: Expression
}
export interface Wrapped extends Of<'Await' | 'Starred' | 'YieldFrom'> {
  readonly value: Expression
}
export interface Yield extends Of<'Yield'> {
  readonly value: Expression | null
}
export interface NamedExpr extends Of<'NamedExpr'> {
  readonly target: Name
  readonly value: Expression
}

export type Expression =
  | Constant
  | Name
  | Attribute
  | Subscript
  | Slice
  | Call
  | ListComp
  | DictComp
  | FormattedValue
  | JoinedStr
  | Dict
  | Sequence
  | Lambda
  | Compare
  | BinOp
  | BoolOp
  | UnaryOp
  | IfExp
  | Wrapped
  | Yield
  | NamedExpr

export interface Argument extends Of<'arg'> {
  readonly arg: string
  readonly annotation: Expression | null
}
export interface ParameterList {
  readonly posonlyargs: readonly Argument[]
  readonly args: readonly Argument[]
  readonly vararg: Argument | null
  readonly kwonlyargs: readonly Argument[]
  readonly kw_defaults: readonly (Expression | null)[]
  readonly kwarg: Argument | null
  readonly defaults: readonly Expression[]
}
