import vm from 'node:vm'
import fc from 'fast-check'
import { notebook } from './notebook'
import { rounds } from '../../support/extent'

/**
 * A program in a small language: statements in which `print` tells what is seen. Names are declared once, so that it means
 * the same as one module and as cells, wherever it is cut.
 */
interface Program {
  readonly statements: readonly string[]
  /** Number of statements in each cell. */
  readonly cuts: readonly number[]
}

/** What has been declared above a statement. */
interface Known {
  /** Variables that hold numbers. */
  values: string[]
  /** Those that may be assigned. */
  lets: string[]
  functions: string[]
  classes: string[]
  count: number
}

type Draw = <T>(values: readonly T[]) => T

/** An expression of numbers. */
function expression(draw: Draw, known: Known, depth = 2): string {
  const { values, functions, classes } = known
  const deeper = () => expression(draw, known, depth - 1)
  const leaf = () =>
    values.length > 0 && draw([true, true, false]) ? draw(values) : String(draw([0, 1, 2, 7]))
  if (depth === 0) return leaf()
  const choices: (() => string)[] = [
    leaf,
    () => `(${deeper()} ${draw(['+', '*', '-', '&&', '??'])} ${deeper()})`,
    () => `((x) => x + ${deeper()})(${deeper()})`,
    () => `[${deeper()}, ${deeper()}].reduce((a, b) => a + b)`,
    () => `Number(\`\${${deeper()}}\`)`,
    () => `((a = ${deeper()}) => { const b = a; return a + b })()`,
    () => `(typeof ${leaf()} === 'number' ? 1 : 0)`,
  ]
  if (values.length > 0) {
    const name = draw(values)
    choices.push(
      () => `({ ${name} }).${name}`,
      () => `((${name}) => ${name} + 1)(${deeper()})`,
      () => `(() => { try { throw ${deeper()} } catch (${name}) { return ${name} } })()`,
      () => `(function (q = ${name}) { const ${name} = q + 1; return ${name} })()`,
    )
  }
  if (functions.length > 0)
    choices.push(
      () => `${draw(functions)}(${deeper()})`,
      () => `${draw(functions)}?.(${deeper()})`,
    )
  if (classes.length > 0)
    choices.push(
      () => `new ${draw(classes)}(${deeper()}).sum()`,
      () => `${draw(classes)}.count`,
    )
  return draw(choices)()
}

/** A statement; what it declares is known from then on. */
function statement(draw: Draw, known: Known): string {
  const fresh = (prefix: string) => `${prefix}${known.count++}`
  const value = () => expression(draw, known)
  const choices: (() => string)[] = [
    () => `print(${value()})`,
    () => {
      const [text, name] = [value(), fresh('c')]
      known.values.push(name)
      return `const ${name} = ${text}`
    },
    () => {
      const [text, name] = [value(), fresh('l')]
      known.values.push(name)
      known.lets.push(name)
      return `let ${name}: number = ${text}`
    },
    () => {
      const [first, second, name, other] = [value(), value(), fresh('v'), fresh('v')]
      known.values.push(name, other)
      known.lets.push(name, other)
      return `var ${name} = ${first}, ${other} = ${name} + ${second}`
    },
    () => {
      const [first, second, name, other, rest] = [value(), value(), fresh('d'), fresh('d'), fresh('r')]
      known.values.push(name, other)
      return `const { ${name}, b: [${other} = ${name}] = [${second}], ...${rest} } = { ${name}: ${first}, z: 1 };\nprint(Object.keys(${rest}).length)`
    },
    () => {
      // It may use any variable, and itself.
      const [text, name] = [value(), fresh('f')]
      known.functions.push(name)
      return `function ${name}(n: number): number { return n > 3 ? ${name}(n - 3) + ${text} : n }`
    },
    () => {
      const [text, name] = [value(), fresh('g')]
      known.functions.push(name)
      return `const ${name} = (n: number) => n > 3 ? ${name}(n - 3) + ${text} : n`
    },
    () => {
      const [text, more, name] = [value(), value(), fresh('K')]
      known.classes.push(name)
      return `class ${name} { static count = 1; own = ${text}; constructor(private n: number) { ${name}.count += 1 } sum() { return this.n + this.own + ${more} } }`
    },
    () => {
      const [text, name] = [value(), fresh('E')]
      return `enum ${name} { A = 4, B }\nprint(${name}.A + ${name}.B + ${text})`
    },
    () => {
      const [text, name] = [value(), fresh('i')]
      return `for (let ${name} = 0; ${name} < 2; ${name}++) { const t = ${text}; print(${name} + t) }`
    },
    () => {
      const [text, name] = [value(), fresh('n')]
      known.values.push(name)
      return `for (const x of [${text}, 1]) { var ${name} = x }`
    },
    () => `{ let t = ${value()}; const u = () => t++; u(); print(t) }`,
    () => `switch (${value()}) { case 1: { let t = ${value()}; print(t); break } default: print(0) }`,
    () => `if (${value()}) print(${value()}); else print(${value()})`,
    () => `print(typeof nowhere)`,
  ]
  if (known.lets.length > 0) {
    const name = draw(known.lets)
    choices.push(
      () => `${name} = ${value()}`,
      () => `${name} ${draw(['+=', '-=', '??=', '&&='])} ${value()}`,
      () => `print(${name}++ + --${name})`,
      () => `[${name}] = [${value()}]`,
      () => `({ ${name} } = { ${name}: ${value()} })`,
      () => `for (${name} of [${value()}, 2]) print(${name})`,
      () => {
        const made = fresh('s')
        const text = value()
        known.functions.push(made)
        return `const ${made} = (n: number) => { ${name} = n % 100 + ${text}; return ${name} }`
      },
    )
  }
  if (known.values.length > 0) {
    const name = draw(known.values)
    choices.push(() => {
      // A name that comes into being further down: used too early, or in time.
      const made = fresh('h')
      return `const ${made} = () => ${made}x + ${name};\ntry { print(${made}()) } catch (error) { print(error.name) }\nconst ${made}x = ${value()};\nprint(${made}())`
    })
  }
  return draw(choices)()
}

const programs: fc.Arbitrary<Program> = fc
  .record({
    choices: fc.infiniteStream(fc.nat(1_000_000)),
    length: fc.integer({ min: 1, max: 14 }),
    cuts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 }),
  })
  .map(({ choices, length, cuts }) => {
    const draw: Draw = (values) =>
      values[(choices.next().value as number) % values.length] as (typeof values)[number]
    const known: Known = { values: [], lets: [], functions: [], classes: [], count: 0 }
    return { statements: Array.from({ length }, () => statement(draw, known)), cuts }
  })

const cellsOf = ({ statements, cuts }: Program): string[] => {
  const cells: string[] = []
  for (let at = 0, index = 0; at < statements.length; index++) {
    const size = cuts[index] ?? 1
    cells.push(statements.slice(at, at + size).join(';\n'))
    at += size
  }
  return cells
}

async function printedBy(cells: readonly string[]): Promise<unknown[]> {
  const { run, variables } = notebook()
  const printed: unknown[] = []
  variables['print'] = (value: unknown) => void printed.push(value)
  try {
    for (const cell of cells) await run(cell)
  } catch (error) {
    printed.push(String(error))
  }
  return printed
}

/** The same program as one function of JavaScript, by another compiler. */
function printedPlainly(statements: readonly string[]): unknown[] {
  const { transformSync } = jest.requireActual<typeof import('@swc/core')>('@swc/core')
  const { code } = transformSync(`function program(print) {\n${statements.join(';\n')}\n}`, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    isModule: false,
  })
  const printed: unknown[] = []
  try {
    const program = vm.runInThisContext(`(${code.trim().replace(/;$/, '')})`) as (print: unknown) => void
    program((value: unknown) => void printed.push(value))
  } catch (error) {
    printed.push(String(error))
  }
  return printed
}

describe('a program cut into cells', () => {
  test('prints what it prints as one piece', async () => {
    await fc.assert(
      fc.asyncProperty(programs, async (program) => {
        const wanted = printedPlainly(program.statements)
        expect(await printedBy(cellsOf(program))).toEqual(wanted)
        expect(await printedBy([program.statements.join(';\n')])).toEqual(wanted)
      }),
      { numRuns: rounds(100, 20) },
    )
  })

  test('is one that prints, mostly', () => {
    const counts = fc.sample(programs, 200).map(({ statements }) => {
      const printed = printedPlainly(statements)
      return typeof printed.at(-1) === 'string' && String(printed.at(-1)).startsWith('SyntaxError')
        ? -1
        : printed.length
    })
    expect(counts).not.toContain(-1)
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(150)
  })
})
