/**
 * Shell arithmetic: 64-bit integers, C's operators, variables by name.
 * @see https://www.gnu.org/software/bash/manual/html_node/Shell-Arithmetic.html
 */

/** Where variables are read and set. */
export interface Variables {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

/**
 * Calculates an expression whose parameters are already expanded.
 *
 * @param expression - Text such as `2 * (count + 1)`; empty is 0.
 * @param variables - Names read here may hold expressions themselves.
 * @returns A number within 64 bits, wrapped around as bash does.
 * @throws SyntaxError with a short reason.
 */
export function evaluateArithmetic(expression: string, variables: Variables, depth = 0): bigint {
  if (depth > 64) throw new SyntaxError('a variable refers to itself')
  const tokens = expression.match(TOKEN) ?? []
  if (tokens.join('').replace(/\s/g, '') !== expression.replace(/\s/g, ''))
    throw new SyntaxError('invalid character')
  const list = tokens.map((token) => token.trim()).filter((token) => token !== '')
  if (list.length === 0) return 0n
  const parser = new Evaluator(list, variables, depth)
  const value = parser.comma()
  if (!parser.atEnd) throw new SyntaxError('an operator is missing')
  return value
}

const TOKEN =
  /\s+|\d+#[\w@]+|0[xX][\da-fA-F]+|\d+|[A-Za-z_]\w*|<<=|>>=|\*\*|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|[-+*/%&|^<>=!~?:,()]/g

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)

/** Binary operators by rank, loosest first. */
const RANKS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

class Evaluator {
  #at = 0
  /** Above 0 while a branch is skipped: it is parsed, but sets nothing and divides by nothing. */
  #skipping = 0

  constructor(
    readonly tokens: readonly string[],
    readonly variables: Variables,
    readonly depth: number,
  ) {}

  get atEnd(): boolean {
    return this.#at >= this.tokens.length
  }

  comma(): bigint {
    let value = this.#assignment()
    while (this.#accept(',')) value = this.#assignment()
    return value
  }

  #assignment(): bigint {
    const name = this.tokens[this.#at] ?? ''
    const operator = this.tokens[this.#at + 1] ?? ''
    if (!/^[A-Za-z_]/.test(name) || !/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) return this.#ternary()
    this.#at += 2
    const right = this.#assignment()
    const value = operator === '=' ? right : this.#apply(operator.slice(0, -1), this.#variable(name), right)
    return this.#store(name, value)
  }

  #ternary(): bigint {
    const test = this.#binary(0)
    if (!this.#accept('?')) return test
    const yes = this.#maybe(test !== 0n, () => this.comma())
    this.#expect(':')
    const no = this.#maybe(test === 0n, () => this.#assignment())
    return test !== 0n ? yes : no
  }

  #binary(rank: number): bigint {
    const operators = RANKS[rank]
    if (operators === undefined) return this.#power()
    let left = this.#binary(rank + 1)
    for (;;) {
      const operator = operators.find((candidate) => this.#accept(candidate))
      if (operator === undefined) return left
      const needsRight = operator === '&&' ? left !== 0n : operator === '||' ? left === 0n : true
      const right = this.#maybe(needsRight, () => this.#binary(rank + 1))
      left = this.#apply(operator, left, right)
    }
  }

  #power(): bigint {
    const base = this.#unary()
    if (!this.#accept('**')) return base
    const exponent = this.#power()
    if (exponent < 0n) throw new SyntaxError('exponent less than 0')
    return this.#skipping > 0 ? 0n : power(base, exponent)
  }

  #unary(): bigint {
    for (const operator of ['++', '--']) {
      if (!this.#accept(operator)) continue
      const name = this.tokens[this.#at] ?? ''
      // `++3` is two plus signs.
      if (!/^[A-Za-z_]/.test(name)) return operator === '++' ? this.#unary() : this.#unary()
      this.#at++
      return this.#store(name, this.#variable(name) + (operator === '++' ? 1n : -1n))
    }
    if (this.#accept('-')) return wrap(-this.#unary())
    if (this.#accept('+')) return this.#unary()
    if (this.#accept('!')) return this.#unary() === 0n ? 1n : 0n
    if (this.#accept('~')) return ~this.#unary()
    return this.#primary()
  }

  #primary(): bigint {
    if (this.#accept('(')) {
      const value = this.comma()
      this.#expect(')')
      return value
    }
    const token = this.tokens[this.#at++]
    if (token === undefined) throw new SyntaxError('a number is missing')
    if (/^\d/.test(token)) return readNumber(token)
    if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(`a number is missing before ${token}`)
    const value = this.#variable(token)
    if (this.#accept('++')) this.#store(token, value + 1n)
    else if (this.#accept('--')) this.#store(token, value - 1n)
    return value
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    const truth = (value: boolean): bigint => (value ? 1n : 0n)
    switch (operator) {
      case '||':
        return truth(left !== 0n || right !== 0n)
      case '&&':
        return truth(left !== 0n && right !== 0n)
      case '|':
        return left | right
      case '^':
        return left ^ right
      case '&':
        return left & right
      case '==':
        return truth(left === right)
      case '!=':
        return truth(left !== right)
      case '<':
        return truth(left < right)
      case '>':
        return truth(left > right)
      case '<=':
        return truth(left <= right)
      case '>=':
        return truth(left >= right)
      case '<<':
        return wrap(left << (right & 63n))
      case '>>':
        return left >> (right & 63n)
      case '+':
        return wrap(left + right)
      case '-':
        return wrap(left - right)
      case '*':
        return wrap(left * right)
      default:
        if (this.#skipping > 0) return 0n
        if (right === 0n) throw new SyntaxError('division by 0')
        return wrap(operator === '/' ? left / right : left % right)
    }
  }

  #variable(name: string): bigint {
    if (this.#skipping > 0) return 0n
    return evaluateArithmetic(this.variables.get(name) ?? '', this.variables, this.depth + 1)
  }

  #store(name: string, value: bigint): bigint {
    const wrapped = wrap(value)
    if (this.#skipping === 0) this.variables.set(name, String(wrapped))
    return wrapped
  }

  #maybe(wanted: boolean, run: () => bigint): bigint {
    if (!wanted) this.#skipping++
    try {
      return run()
    } finally {
      if (!wanted) this.#skipping--
    }
  }

  #accept(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw new SyntaxError(`${token} is missing`)
  }
}

/** Decimal, `0x` hexadecimal, leading-zero octal, or `base#digits`. */
function readNumber(token: string): bigint {
  const based = /^(\d+)#([\w@]+)$/.exec(token)
  if (based) return readBase(Number(based[1]), based[2] as string)
  if (/^0[xX]/.test(token)) return wrap(BigInt(token))
  if (/^0\d/.test(token)) return readBase(8, token)
  return wrap(BigInt(token))
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'

function readBase(base: number, digits: string): bigint {
  if (base < 2 || base > 64) throw new SyntaxError('invalid arithmetic base')
  let value = 0n
  for (const char of base <= 36 ? digits.toLowerCase() : digits) {
    const digit = DIGITS.indexOf(char)
    if (digit < 0 || digit >= base) throw new SyntaxError(`value too great for base (${digits})`)
    value = wrap(value * BigInt(base) + BigInt(digit))
  }
  return value
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = wrap(square * square))
    if (rest & 1n) result = wrap(result * square)
  return result
}
