/**
 * Small Python programs of the subset, from a seed: variables of known kinds, expressions over them, loops, conditions,
 * functions, and `print` after each step.
 */

type Kind = 'int' | 'float' | 'str' | 'bool' | 'ints' | 'strs' | 'dict'

/** A program from a seed: the same for the same number. */
export function programOf(seed: number): string {
  const random = mulberry(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const below = (limit: number) => Math.floor(random() * limit)
  const variables = new Map<string, Kind>()
  const functions: { name: string; params: Kind[]; returns: Kind; defaults: number }[] = []
  const lines: string[] = []
  const named = (kind: Kind) => [...variables].flatMap(([name, each]) => (each === kind ? [name] : []))

  const literal = (kind: Kind): string => {
    switch (kind) {
      case 'int':
        return pick(['0', '1', '2', '3', '7', '10', '-4', '100', '65536', '12345'])
      case 'float':
        return pick(['0.5', '1.0', '2.25', '-3.75', '100.0', '1e-7', '0.1', '2.5'])
      case 'str':
        return pick([
          '"hello"',
          '""',
          '"a b  c"',
          "'it\\'s'",
          '"x,y,z"',
          '"Ünï 😀"',
          '"  pad "',
          '"line\\nbreak"',
          '"{}"',
          '"50%"',
          '"$a `b`"',
        ])
      case 'bool':
        return pick(['True', 'False'])
      case 'ints':
        return pick(['[]', '[1, 2, 3]', '[5]', '[3, 1, 2, 1]', '[-1, 0, 10]'])
      case 'strs':
        return pick(['[]', '["b", "a"]', '["x"]', '["one", "two", "three"]', '["Z", "é", "😀"]'])
      case 'dict':
        return pick(['{}', '{"a": 1, "b": 2}', '{"k": 0}', '{"x-y": 5, "z": -1}'])
    }
  }

  const expression = (kind: Kind, depth = 0): string => {
    const names = named(kind)
    if (depth > 2 || random() < 0.25) return names.length > 0 && random() < 0.7 ? pick(names) : literal(kind)
    const inner = (each: Kind) => expression(each, depth + 1)
    const calls = functions.filter(({ returns }) => returns === kind)
    if (calls.length > 0 && random() < 0.2) {
      const { name, params, defaults } = pick(calls)
      const count = params.length - below(defaults + 1)
      const args = params
        .slice(0, count)
        .map((each, index) => (index > 0 && random() < 0.3 ? `p${index}=${inner(each)}` : inner(each)))
      const firstNamed = args.findIndex((each) => /^p\d=/.test(each))
      return `${name}(${args.map((each, index) => (firstNamed >= 0 && index > firstNamed && !/^p\d=/.test(each) ? `p${index}=${each}` : each)).join(', ')})`
    }
    switch (kind) {
      case 'int':
        return pick([
          () => `(${inner('int')} ${pick(['+', '-', '*'])} ${inner('int')})`,
          () => `${inner('int')} // ${pick(['2', '3', '-2', inner('int')])}`,
          () => `${inner('int')} % ${pick(['2', '5', '-3', inner('int')])}`,
          () => `len(${inner(pick(['str', 'ints', 'strs', 'dict']))})`,
          () => `sum(${inner('ints')})`,
          () => `${pick(['max', 'min'])}(${inner('int')}, ${inner('int')})`,
          () => `${inner('ints')}[${pick(['0', '-1', '1'])}]`,
          () => `abs(${inner('int')})`,
          () => `int(${inner('float')})`,
          () => `${inner('dict')}.get(${pick(['"a"', '"k"', '"zz"'])}, ${inner('int')})`,
          () => `(${inner('int')} if ${condition(depth + 1)} else ${inner('int')})`,
          () => `${inner('str')}.${pick(['find', 'count', 'rfind'])}(${pick(['"l"', '"a"', '" "'])})`,
          () => `round(${inner('float')})`,
          () => `sum([x * 2 for x in ${inner('ints')} if x > ${inner('int')}])`,
          () => `-${inner('int')}`,
        ])()
      case 'float':
        return pick([
          () => `${inner('int')} / ${pick(['2', '4', '3', inner('int')])}`,
          () => `(${inner('float')} ${pick(['+', '-', '*'])} ${inner(pick(['float', 'int']))})`,
          () => `round(${inner('float')}, ${below(4)})`,
          () => `float(${inner('int')})`,
          () => `abs(${inner('float')})`,
        ])()
      case 'str':
        return pick([
          () => `${inner('str')} + ${inner('str')}`,
          () => `${inner('str')} * ${below(4)}`,
          () =>
            `${inner('str')}.${pick(['upper', 'lower', 'strip', 'title', 'capitalize', 'lstrip', 'rstrip'])}()`,
          () => `${inner('str')}[${pick(['0:2', '1:', ':-1', '-3:', '::-1', '::2', '1:100'])}]`,
          () => `str(${inner(pick(['int', 'float', 'bool', 'ints', 'dict']))})`,
          () =>
            `f"{${simple(pick(['int', 'float', 'str', 'bool']))}}-{${simple('int')}:${pick(['>5', '<4', '03d', ',', 'd'])}}"`,
          () => `f"{${simple('float')}:${pick(['.2f', '.0f', '.1f', '8.3f', ',.2f'])}}"`,
          () => `f"{${simple('str')}:${pick(['>8', '<6', '^7', '*>4'])}}|{${simple('str')}!r}"`,
          () => `${pick(['", "', '""', '"-"'])}.join(${inner('strs')})`,
          () =>
            `${inner('str')}.replace(${pick(['"l"', '" "', '"a"'])}, ${pick(['"L"', '"$&"', inner('str')])})`,
          () => `(${inner('str')} if ${condition(depth + 1)} else ${inner('str')})`,
          () => `(${inner('str')} or ${inner('str')})`,
          () => `"{} and {}".format(${inner(pick(['int', 'str']))}, ${inner('str')})`,
          () => `json.dumps(${inner(pick(['ints', 'strs', 'dict', 'str']))})`,
          () => `repr(${inner(pick(['str', 'strs', 'ints', 'bool']))})`,
        ])()
      case 'bool':
        return condition(depth)
      case 'ints':
        return pick([
          () => `[x ${pick(['+ 1', '* 2', '- 3', '% 3'])} for x in ${inner('ints')}]`,
          () => `[len(x) for x in ${inner('strs')}]`,
          () => `sorted(${inner('ints')}${pick(['', ', reverse=True'])})`,
          () => `${inner('ints')} + ${inner('ints')}`,
          () => `${inner('ints')}[${pick(['1:', ':2', '-2:', '::-1', ':-1'])}]`,
          () => `list(range(${below(6)}))`,
          () => `list(${inner('dict')}.values())`,
          () => `[i * x for i, x in enumerate(${inner('ints')})]`,
          () => `[${inner('int')}, ${inner('int')}]`,
        ])()
      case 'strs':
        return pick([
          () => `${inner('str')}.split(${pick(['', '","', '" "'])})`,
          () => `[x.upper() for x in ${inner('strs')}]`,
          () =>
            `sorted(${inner('strs')}${pick(['', ', key=len', ', reverse=True', ', key=lambda s: s.lower()'])})`,
          () => `${inner('strs')} + [${inner('str')}]`,
          () => `[x for x in ${inner('strs')} if ${pick(['x', 'len(x) > 1', '"e" in x'])}]`,
          () => `list(${inner('dict')}.keys())`,
          () => `[f"{k}={v}" for k, v in ${inner('dict')}.items()]`,
          () => `[c for c in ${inner('str')}]`,
          () => `${inner('str')}.splitlines()`,
        ])()
      case 'dict':
        return pick([
          () => `{"a": ${inner('int')}, "n": ${inner('int')}}`,
          () => `{**${inner('dict')}, "m": ${inner('int')}}`,
          () => `{k: v + 1 for k, v in ${inner('dict')}.items()}`,
          () => `{x: len(x) for x in ${inner('strs')}}`,
        ])()
    }
  }
  /** What can stand in an f-string: no quotes and no braces. */
  const simple = (kind: Kind): string => {
    const names = named(kind)
    if (names.length > 0) return pick(names)
    return { int: '42', float: '2.5', str: 'str(7)', bool: 'True', ints: '[1]', strs: '[]', dict: '{}' }[kind]
  }
  const condition = (depth = 0): string => {
    const inner = (each: Kind) => expression(each, depth + 1)
    if (depth > 2) return pick(['True', 'False', ...named('bool')])
    return pick([
      () => `${inner('int')} ${pick(['<', '>', '<=', '>=', '==', '!='])} ${inner('int')}`,
      () => `${inner('str')} ${pick(['==', '!=', '<', '>'])} ${inner('str')}`,
      () => `${inner('ints')} == ${inner('ints')}`,
      () => `${inner('dict')} == ${inner('dict')}`,
      () => `${pick(['"a"', '"l"', '""'])} ${pick(['in', 'not in'])} ${inner(pick(['str', 'strs', 'dict']))}`,
      () => `${inner('int')} in ${inner('ints')}`,
      () => `not ${inner(pick(['ints', 'str', 'dict', 'int', 'strs']))}`,
      () => `bool(${inner(pick(['ints', 'str', 'dict', 'float']))})`,
      () => `(${condition(depth + 1)} ${pick(['and', 'or'])} ${condition(depth + 1)})`,
      () => `0 <= ${simple('int')} < 10`,
      () => `any(x > 1 for x in ${inner('ints')})`,
      () => `all(x for x in ${inner('strs')})`,
      () => `${inner('str')}.${pick(['startswith', 'endswith'])}(${pick(['"h"', '"o"', '""'])})`,
      () => `isinstance(${inner(pick(['str', 'ints', 'dict']))}, ${pick(['str', 'list', 'dict'])})`,
    ])()
  }

  const kinds: Kind[] = ['int', 'float', 'str', 'bool', 'ints', 'strs', 'dict']
  let next = 0
  const statement = (depth: number, pad: string): void => {
    const fresh = () => {
      const name =
        pick(['total', 'name', 'items', 'result', 'text', 'count', 'data', 'value']) +
        (random() < 0.5 ? '' : String(next++))
      return name
    }
    const roll = random()
    if (roll < 0.42 || depth > 2) {
      const kind = pick(kinds)
      const reuse = named(kind)
      const name = random() < 0.3 && reuse.length > 0 ? pick(reuse) : fresh()
      const known = variables.get(name)
      if (known !== undefined && known !== kind && (depth > 0 || random() < 0.7)) return statement(depth, pad)
      lines.push(`${pad}${name} = ${expression(kind)}`)
      if (depth === 0) variables.set(name, kind)
      lines.push(`${pad}print(${pick([name, `"${name}:", ${name}`, `f"{${name}}"`, `${name}, ${name}`])})`)
    } else if (roll < 0.5)
      lines.push(`${pad}print(${expression(pick(kinds))}${pick(['', ', end=""', ', end=" | "', ', "x"'])})`)
    else if (roll < 0.58 && named('int').length > 0)
      lines.push(`${pad}${pick(named('int'))} ${pick(['+=', '-=', '*='])} ${expression('int', 1)}`)
    else if (roll < 0.63 && named('ints').length > 0)
      lines.push(
        `${pad}${pick(named('ints'))}.${pick([`append(${expression('int', 1)})`, `extend(${expression('ints', 1)})`, 'reverse()', 'sort()'])}`,
      )
    else if (roll < 0.68 && named('dict').length > 0)
      lines.push(
        `${pad}${pick(named('dict'))}[${pick(['"a"', '"new"', 'str(1) + "k"'])}] = ${expression('int', 1)}`,
      )
    else if (roll < 0.8) {
      lines.push(`${pad}if ${condition()}:`)
      statement(depth + 1, `${pad}    `)
      if (random() < 0.5) {
        lines.push(`${pad}${pick(['else:', `elif ${condition()}:`])}`)
        statement(depth + 1, `${pad}    `)
      }
    } else if (roll < 0.93) {
      const head = pick([
        () => `for i in range(${below(5)}):`,
        () => `for item in ${expression(pick(['ints', 'strs', 'str']), 1)}:`,
        () => `for key, val in ${expression('dict', 1)}.items():`,
        () => `for n, item in enumerate(${expression(pick(['ints', 'strs']), 1)}, ${below(2)}):`,
        () => `for i in range(${below(4)}, ${below(9)}, ${1 + below(2)}):`,
      ])()
      lines.push(pad + head)
      const variable = /^for (\w+)(?:, (\w+))?/.exec(head)!
      lines.push(`${pad}    print(${variable[1]}${variable[2] ? `, ${variable[2]}` : ''})`)
      statement(depth + 1, `${pad}    `)
    } else {
      lines.push(
        `${pad}try:`,
        `${pad}    print(${expression(pick(['int', 'float']))})`,
        `${pad}except ${pick(['Exception', 'ZeroDivisionError', '(ZeroDivisionError, IndexError)'])}:`,
        `${pad}    print("failed")`,
      )
    }
  }
  const definition = (): void => {
    const params = Array.from({ length: 1 + below(3) }, () => pick(kinds))
    const returns = pick(kinds)
    const name = `f${functions.length}`
    const defaults = below(params.length)
    const simple = (kind: Kind) =>
      ({ int: '5', float: '0.25', str: '"d"', bool: 'True', ints: '7', strs: '"s"', dict: '3' })[kind]
    const fixed = params.map((kind, index) =>
      index >= params.length - defaults && ['ints', 'strs', 'dict'].includes(kind) ? 'int' : kind,
    )
    const head = fixed.map(
      (kind, index) => `p${index}${index >= fixed.length - defaults ? `=${simple(kind)}` : ''}`,
    )
    lines.push(`def ${name}(${head.join(', ')}):`)
    const outer = new Map(variables)
    variables.clear()
    fixed.forEach((kind, index) => variables.set(`p${index}`, kind))
    if (random() < 0.4) lines.push(`    if ${condition(1)}:`, `        return ${expression(returns, 1)}`)
    lines.push(`    return ${expression(returns)}`)
    variables.clear()
    for (const [key, kind] of outer) variables.set(key, kind)
    functions.push({ name, params: fixed, returns, defaults })
  }
  lines.push('import json')
  if (random() < 0.6) definition()
  if (random() < 0.3) definition()
  for (let count = 3 + below(7); count > 0; count--) statement(0, '')
  return lines.join('\n')
}

/** @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain) */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}
