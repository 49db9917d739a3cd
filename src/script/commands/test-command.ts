/**
 * `test` and `[ … ]`, as built into bash.
 * @see https://www.gnu.org/software/bash/manual/html_node/Bash-Conditional-Expressions.html
 */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { InProcess } from '../shell'
import { writeText } from '../streams'

/**
 * Finds `test` for its arguments.
 *
 * @param bracketed - Called as `[`, so the last argument must be `]`.
 */
export function findTest(args: readonly string[], bracketed: boolean): InProcess {
  return async ({ state, stderr }) => {
    const name = bracketed ? '[' : 'test'
    try {
      if (bracketed && args.at(-1) !== ']') throw new SyntaxError("missing `]'")
      const words = bracketed ? args.slice(0, -1) : args
      return new Tester(words, state.cwd).run() ? 0 : 1
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      await writeText(stderr, `bash: line 1: ${name}: ${error.message}\n`)
      return 2
    }
  }
}

class Tester {
  #at = 0
  constructor(
    readonly words: readonly string[],
    readonly cwd: string,
  ) {}

  run(): boolean {
    const { words } = this
    // POSIX: the number of words decides before any operator does.
    if (words.length === 0) return false
    if (words.length === 1) return words[0] !== ''
    if (words.length === 2 && words[0] === '!') return words[1] === ''
    const value = this.#or()
    if (this.#at < words.length) throw new SyntaxError('too many arguments')
    return value
  }

  #or(): boolean {
    let value = this.#and()
    while (this.#accept('-o')) value = this.#and() || value
    return value
  }

  #and(): boolean {
    let value = this.#not()
    while (this.#accept('-a')) value = this.#not() && value
    return value
  }

  #not(): boolean {
    if (this.#at + 1 < this.words.length && !this.#isBinaryNext() && this.#accept('!')) return !this.#not()
    return this.#primary()
  }

  #isBinaryNext(): boolean {
    return BINARY.test(this.words[this.#at + 1] ?? '') && this.#at + 2 < this.words.length
  }

  #primary(): boolean {
    const word = this.words[this.#at] ?? ''
    if (this.#isBinaryNext()) {
      const [operator, right] = [this.words[this.#at + 1] as string, this.words[this.#at + 2] as string]
      this.#at += 3
      return this.#compare(word, operator, right)
    }
    if (this.#accept('(')) {
      const value = this.#or()
      if (!this.#accept(')')) throw new SyntaxError("`)' expected")
      return value
    }
    if (/^-[a-zA-Z]$/.test(word) && this.#at + 1 < this.words.length) {
      this.#at += 2
      return this.#check(word, this.words[this.#at - 1] as string)
    }
    this.#at++
    return word !== ''
  }

  #compare(left: string, operator: string, right: string): boolean {
    if (operator === '=' || operator === '==') return left === right
    if (operator === '!=') return left !== right
    if (operator === '<') return left < right
    if (operator === '>') return left > right
    const [a, b] = [integer(left), integer(right)]
    switch (operator) {
      case '-eq':
        return a === b
      case '-ne':
        return a !== b
      case '-lt':
        return a < b
      case '-le':
        return a <= b
      case '-gt':
        return a > b
      default:
        return a >= b
    }
  }

  #check(operator: string, operand: string): boolean {
    if (operator === '-n') return operand !== ''
    if (operator === '-z') return operand === ''
    const info = statSync(resolve(this.cwd, operand), { throwIfNoEntry: false })
    switch (operator) {
      case '-e':
      case '-a':
        return info !== undefined
      case '-f':
        return info?.isFile() === true
      case '-d':
        return info?.isDirectory() === true
      case '-s':
        return (info?.size ?? 0) > 0
      case '-r':
      case '-w':
      case '-x':
        return (
          info !== undefined && ((info.mode >> 6) & (operator === '-r' ? 4 : operator === '-w' ? 2 : 1)) !== 0
        )
      case '-t':
        return false
      default:
        throw new SyntaxError(`${operator}: unary operator expected`)
    }
  }

  #accept(word: string): boolean {
    if (this.words[this.#at] !== word) return false
    this.#at++
    return true
  }
}

const BINARY = /^(?:=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge)$/

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new SyntaxError(`${text}: integer expression expected`)
  return BigInt(text.trim().replace('+', ''))
}
