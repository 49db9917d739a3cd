/** `eval` of what calculates, and `ast.literal_eval`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { fromEntries } from './containers'
import { ExpressionReader, notRead } from './expression'
import { failure } from './failure'
import { floatText, floorDivide, inDomain, modulo, numberText, toFixed } from './numbers'

/** A number that tells whether Python has an int or a float: outside of a calculation, a whole float */
export class PythonNumber extends Number {
  readonly isFloat: boolean

  constructor(value: number, isFloat: boolean) {
    if (!isFloat && !Number.isSafeInteger(value)) throw notRead(`The int ${value}`)
    super(isFloat ? value : value + 0)
    this.isFloat = isFloat
  }

  override toString(): string {
    return this.isFloat ? floatText(this.valueOf()) : String(this.valueOf())
  }
}

/** `eval(text)`, which knows `abs` and its like or, where it `isClosed`, these names alone */
export function evaluate(
  text: any,
  options: { names?: Record<string, string>; isClosed?: boolean } = {},
): any {
  if (typeof text !== 'string') throw new TypeError('eval() arg 1 must be a string, bytes or code object')
  const part = new ExpressionReader(text).read()
  if (['text', 'list', 'dict', 'tuple'].includes(part.kind)) return literalOf(part)
  const { isClosed = false } = options
  const known = isClosed ? [] : ['abs', 'round', 'min', 'max', 'pow', 'int', 'float']
  const names: Record<string, string> = {
    ...Object.fromEntries(known.map((name) => [name, name])),
    ...options.names,
  }
  const value = calculated(part, (name) => {
    if (Object.hasOwn(names, name)) return names[name]!
    throw isClosed ? failure('NameError', `name '${name}' is not defined`) : notRead(`The name ${name}`)
  })
  return value instanceof PythonNumber && value.isFloat ? asFloat(Number(value)) : value.valueOf()
}

/** A float where an int may stand: a whole one tells that it is none */
export function asFloat(value: number): any {
  return Number.isInteger(value) ? new PythonNumber(value, true) : value
}

/** A value whose whole floats, which `form` names, tell what they are */
export function asFloats(value: any, form: any): any {
  if (form === 'float') return asFloat(value)
  if (form === 'number') numberText(value)
  if (value === null || typeof value !== 'object' || typeof form !== 'object') return value
  if (Array.isArray(value)) return value.map((each) => asFloats(each, form.list))
  const formOf = (key: string) => (Object.hasOwn(form.record ?? {}, key) ? form.record[key] : form.dict)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asFloats(each, formOf(key))]))
}

/** What an expression of numbers gives */
function calculated(part: any, nameOf: (name: string) => string): PythonNumber | boolean {
  const { kind, value, parts } = part
  const inner = (each: any) => calculated(each, nameOf)
  const number = (each: any): PythonNumber => {
    const found = inner(each)
    if (typeof found === 'boolean') throw notRead('Arithmetic with True or False')
    return found
  }
  if (kind === 'int' || kind === 'float') return new PythonNumber(value, kind === 'float')
  if (kind === 'call') {
    const callee = calleeOf(value, nameOf)
    return applied(callee, parts.map(number))
  }
  if (kind === 'compare') {
    let left = Number(number(parts[0]))
    for (let at = 1; at < parts.length; at += 2) {
      const right = Number(number(parts[at + 1]))
      if (!isTrue(left, parts[at].kind, right)) return false
      left = right
    }
    return true
  }
  if (kind === 'binary' && (value === 'and' || value === 'or')) {
    const left = inner(parts[0])
    return Boolean(Number(left)) === (value === 'and') ? inner(parts[1]) : left
  }
  if (kind === 'binary') {
    const left = number(parts[0])
    return operated(value, left, number(parts[1]))
  }
  if (kind === 'unary' && value === 'not') return !Number(inner(parts[0]))
  if (kind === 'unary' && value !== '~') {
    const operand = number(parts[0])
    return value === '-' ? new PythonNumber(-operand, operand.isFloat) : operand
  }
  const constant = kind === 'name' || kind === 'field' ? calleeOf(part, nameOf) : ''
  if (constant === 'math.pi' || constant === 'math.e')
    return new PythonNumber(constant === 'math.pi' ? Math.PI : Math.E, true)
  throw notRead(constant === '' ? `A ${kind} among numbers` : `The value ${constant}`)
}

/** What a name or a field of a module stands for */
function calleeOf({ kind, value, parts }: any, nameOf: (name: string) => string): string {
  if (kind === 'name') return nameOf(value)
  if (kind === 'field' && parts[0].kind === 'name') return `${nameOf(parts[0].value)}.${value}`
  throw kind === 'int' || kind === 'float'
    ? new TypeError(`'${kind}' object is not callable`)
    : notRead(`A call of a ${kind}`)
}

function isTrue(left: number, sign: string, right: number): boolean {
  if (/^[a-z]/.test(sign)) throw notRead(`"${sign}"`)
  if (sign === '==' || sign === '!=') return (left === right) === (sign === '==')
  if (sign.startsWith('<')) return left < right || (sign === '<=' && left === right)
  return left > right || (sign === '>=' && left === right)
}

/** An operator between numbers */
function operated(sign: string, left: PythonNumber, right: PythonNumber): PythonNumber {
  const [a, b] = [left.valueOf(), right.valueOf()]
  const isFloat = left.isFloat || right.isFloat
  const number = (value: number) => new PythonNumber(value, isFloat)
  if (b === 0 && ['/', '//', '%'].includes(sign)) {
    const names = {
      '/': ['division', 'float division'],
      '//': ['integer division or modulo', 'float floor division'],
      '%': ['integer modulo', 'float modulo'],
    }[sign]!
    throw failure('ZeroDivisionError', `${names[Number(isFloat)]} by zero`)
  }
  switch (sign) {
    case '+':
      return number(a + b)
    case '-':
      return number(a - b)
    case '*':
      return number(a * b)
    case '/':
      return new PythonNumber(a / b, true)
    case '//':
      return number(floorDivide(a, b))
    case '%':
      return number(modulo(a, b))
    case '**':
      if (a === 0 && b < 0) throw failure('ZeroDivisionError', '0.0 cannot be raised to a negative power')
      if ((a < 0 && !Number.isInteger(b)) || !Number.isFinite(a ** b)) throw notRead(`${a} ** ${b}`)
      return new PythonNumber(a ** b, isFloat || b < 0)
    default: {
      if (isFloat) throw new TypeError(`unsupported operand type(s) for ${sign}`)
      const [x, y] = [BigInt(a), BigInt(b)]
      if (sign === '<<' || sign === '>>') throw notRead(`The sign ${sign}`)
      return number(Number(sign === '&' ? x & y : sign === '|' ? x | y : x ^ y))
    }
  }
}

/** A function of Python or of `math` */
function applied(name: string, values: PythonNumber[]): PythonNumber {
  const [first, second, ...more] = values
  if (!first || (name !== 'min' && name !== 'max' && more.length > 0)) throw notRead(`This call of ${name}`)
  const [x, y] = [first.valueOf(), second?.valueOf()]
  if (name === 'min' || name === 'max') {
    if (!second) throw new TypeError("'int' object is not iterable")
    return values.reduce((best, each) => ((name === 'max' ? each > best : each < best) ? each : best))
  }
  if (name === 'round' && y !== undefined && y >= 0 && Number.isInteger(y))
    return first.isFloat ? new PythonNumber(Number(toFixed(x, y)), true) : first
  if ((name === 'pow' || name === 'math.pow') && second)
    return operated('**', new PythonNumber(x, first.isFloat || name !== 'pow'), second)
  if (name === 'math.log' && y !== undefined)
    return new PythonNumber(inDomain(Math.log(x)) / inDomain(Math.log(y)), true)
  if (second) throw notRead(`This call of ${name}`)
  if (name === 'abs') return new PythonNumber(Math.abs(x), first.isFloat)
  if (name === 'round') return new PythonNumber(Number(toFixed(x, 0)), false)
  if (name === 'int' || /^math\.(?:floor|ceil|trunc)$/.test(name))
    return new PythonNumber(Math[(name === 'int' ? 'trunc' : name.slice(5)) as 'floor'](x), false)
  if (name === 'float') return new PythonNumber(x, true)
  if (!/^math\.(?:sqrt|sin|cos|tan|log|log2|log10|exp)$/.test(name)) throw notRead(`The function ${name}`)
  return new PythonNumber(inDomain(Math[name.slice(5) as 'sqrt'](x)), true)
}

/** `ast.literal_eval(text)` */
export function literal(text: any): any {
  if (typeof text !== 'string') throw failure('ValueError', 'malformed node or string')
  return literalOf(new ExpressionReader(text).read())
}

/** A value that is written out; what a list cannot tell here is not read */
function literalOf({ kind, value, parts }: any): any {
  switch (kind) {
    case 'text':
    case 'int':
      return value
    case 'float':
      if (Number.isInteger(value)) throw notRead(`The whole float ${floatText(value)}`)
      return value
    case 'list':
      return parts.map(literalOf)
    case 'dict':
      return fromEntries(parts.map((pair: any) => pair.parts.map(literalOf)))
    case 'tuple':
      throw notRead('A tuple')
    case 'unary':
      if (/^[-+]$/.test(value) && /^(?:int|float)$/.test(parts[0].kind))
        return value === '-' ? 0 - literalOf(parts[0]) : literalOf(parts[0])
      break
    case 'name':
      if (value === 'True' || value === 'False') return value === 'True'
      if (value === 'None') return null
  }
  throw failure('ValueError', 'malformed node or string')
}
