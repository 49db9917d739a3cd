import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { UsageError } from '../../src/errors'
import { quoteForBash } from '../../src/base/bash-quote'
import { toBashScript } from '../../src/shell/bash-script'
import { createTag, type TemplatePart } from '../../src/shell/template'
import { rounds } from '../support/extent'

/** Setup and script as one text. */
const toText = (parts: readonly TemplatePart[]): string => {
  const { setup, body } = toBashScript(parts)
  return setup === '' ? body : `${setup}; ${body}`
}
const script = createTag('bash', toText)
const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
const trap = join(folder, 'ran')
afterAll(() => rmSync(folder, { recursive: true }))

const bash = (text: string): string => {
  // From a file: bash cannot open the socket that Node makes of a pipe, and the scripts read standard input.
  const file = join(folder, 'script.sh')
  writeFileSync(file, text)
  const run = spawnSync('bash', ['-o', 'pipefail', file], { encoding: 'utf8', cwd: folder })
  if (run.status !== 0) throw new Error(`exit ${run.status}: ${run.stderr}\n${text.slice(0, 2000)}`)
  return run.stdout
}
const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

/** Values that do harm, or change, as soon as bash reads them as code. */
const HOSTILE = [
  `$(touch ${trap})`,
  `\`touch ${trap}\``,
  `'; touch ${trap}; '`,
  `"; touch ${trap}; "`,
  `\\"; touch ${trap}; \\"`,
  `\\'; touch ${trap}; '`,
  `; touch ${trap} #`,
  `&& touch ${trap}`,
  `| touch ${trap}`,
  `\n touch ${trap}\n`,
  `\nEOF\ntouch ${trap}\n`,
  `\n\tEOF\ntouch ${trap}\n`,
  `\nB\ntouch ${trap}\n`,
  `)touch ${trap};(`,
  `))touch ${trap};((`,
  `} ; touch ${trap}; {`,
  `]] ; touch ${trap}; [[ a`,
  `;; esac; touch ${trap}; case a in b)`,
  `'"$(touch ${trap})"'`,
  `a[$(touch ${trap})]`,
  `\${x:-$(touch ${trap})}`,
  '${__value_1}',
  '$HOME',
  '${HOME}',
  '$$',
  '$',
  '!!',
  '!$',
  '*',
  '/*',
  '?',
  '[a-z]*',
  '{a,b}',
  '{1..3}',
  '~',
  '~root',
  '-n',
  '--',
  '\\',
  '\\\\',
  'ends in \\',
  "'",
  '"',
  '`',
  '#',
  ' # no comment',
  '',
  ' ',
  '  two  blanks  ',
  '\t',
  '\n',
  'last\n\n',
  '\r\n',
  'a\u0001\u001b[31m\u007fb',
  'ünïcödé €😀',
  '&',
  'a&b',
  '%s%n',
  'x=1',
  'if',
  'esac',
  ')',
  '(',
  'EOF',
  '<<EOF',
  '0'.repeat(5000),
]

/** Places of a value. Each prints it between ‹ and ›; a letter after it keeps newlines at the end of a substitution. */
const PLACES: [string, (value: string) => string][] = [
  ['a word', (v) => script`printf '‹%s›' ${v}`],
  ['part of a word', (v) => script`printf '‹%s›' --x=${v}.y`],
  ['two values side by side', (v) => script`printf '‹%s›' ${v}${v}`],
  ['after a dollar', (v) => script`printf '‹%s›' $${v}`],
  ['double quotes', (v) => script`printf '‹%s›' "--x ${v} y"`],
  ['double quotes after a dollar', (v) => script`printf '‹%s›' "a$${v}b"`],
  ['double quotes with quotes of both kinds', (v) => script`printf '‹%s›' "it's \"${v}\" 'x'"`],
  ['single quotes', (v) => script`printf '‹%s›' '{"a": "${v}"}'`],
  ['single quotes with what is live elsewhere', (v) => script`printf '‹%s›' '$(x) \`y\` "${v}" \\'`],
  ['ANSI-C quotes', (v) => script`printf '‹%s›' $'a\'\t${v}\n'`],
  ['locale quotes', (v) => script`printf '‹%s›' $"a ${v}"`],
  ['an assignment', (v) => script`X=${v}; export Y=${v}; [ "$X" = "$Y" ] && printf '‹%s›' "$X"`],
  ['the environment of a command', (v) => script`X=${v} bash -c 'printf "‹%s›" "$X"'`],
  ['an item of an array', (v) => script`X=(a ${v} b); printf '‹%s›' "\${X[1]}"`],
  ['a substitution', (v) => script`printf '‹%s›' "$(printf '%sx' ${v})"`],
  ['quotes in a substitution in quotes', (v) => script`printf '‹%s›' "a $(printf '%sx' "b ${v}" 'c') d"`],
  [
    'a substitution with a case',
    (v) => script`printf '‹%s›' "$(case b in a) echo no;; (b) printf '%sx' ${v};; esac)${v}"`,
  ],
  ['after brackets that are quoted', (v) => script`: "$(echo ")" '"' \))"; printf '‹%s›' ${v}`],
  ['the subject of a case', (v) => script`case ${v} in "${v}") printf '‹%s›' "${v}";; esac`],
  ['a pattern of a case', (v) => script`X=${v}; case $X in ${v}) printf '‹%s›' ok;; esac`],
  ['a test', (v) => script`[[ ${v} == ${v} && a${v} != ${v} && x${v}y =~ ${v} ]] && printf '‹%s›' ok`],
  ['the old test', (v) => script`test a${v} = a${v} && printf '‹%s›' ok`],
  ['a loop', (v) => script`for x in ${v} 'y'; do printf '‹%s›' "$x"; done`],
  ['a here-string', (v) => script`printf '‹'; cat <<<${v}; printf '›'`],
  [
    'a heredoc',
    (v) => script`printf '‹'; cat <<EOF
it's "${v}" \$x \\ $${v} $(printf '%sx' "${v}")
EOF
printf '›'`,
  ],
  [
    'a heredoc with a quoted end',
    (v) => script`printf '‹'; cat <<'EOF'
it's "${v}" $x \$x \`date\` $(date) \\ \n
EOF
printf '›'`,
  ],
  [
    'a heredoc whose tabs are stripped',
    (v) => script`printf '‹'; cat <<-"EOF" | cat
	it's ${v}
	EOF
printf '›'`,
  ],
  [
    'the second of two heredocs',
    (v) => script`printf '‹'; cat <<A - /dev/fd/3 3<<'B'
$(echo a)
A
$(echo ${v})
B
printf '›'`,
  ],
  [
    'a heredoc in a substitution',
    (v) => script`printf '‹%s›' "$(cat <<'EOF'
" ' ) ${v}x
EOF
)"`,
  ],
  [
    'a line below comments with quotes',
    (v) => script`: # don't "
# it's ${v} (
printf '‹%s›' a#'b' ${v}`,
  ],
  [
    'after parameters with quotes',
    (v) => script`: \${X:-"a'}"} "\${X:-'a}'}" \${X#'}'} "\${X%'}'}" \${X:-'"'}; printf '‹%s›' ${v}`,
  ],
  ['a function in a pipe', (v) => script`f() { (printf '‹%s›' "$1"); }; f ${v} | cat`],
  ['a process substitution', (v) => script`cat <(printf '‹%s›' ${v})`],
  [
    'after arithmetic',
    (v) => script`: $(( (1 + 2) << 3 )); (( 1 << 2 )); for ((i=0; i<1; i++)); do printf '‹%s›' ${v}; done`,
  ],
  ['after an argument that looks like a keyword', (v) => script`: $(echo in case if); printf '‹%s›' "${v}"`],
]

const MARKER = 'MARKER'

describe('a value in a bash script', () => {
  test.each(PLACES)('stays one literal word in %s', (_name, place) => {
    const shape = bash(place(MARKER))
    expect(shape).toMatch(/^‹[^]*›$/)
    // All values of a place in one bash, each in a subshell of its own.
    const all = HOSTILE.map((value) => `(\n${place(value)}\n)\nprintf '\\0'\n`).join('')
    const printed = bash(all).split('\0')
    HOSTILE.forEach((value, index) => expect(printed[index]).toBe(shape.replaceAll(MARKER, () => value)))
    expect(existsSync(trap)).toBe(false)
  })

  test('stays one literal word whatever it is', () => {
    const value = fc.string({ unit: fc.constantFrom(...'\'"`$(){}[]\\;&|<>#!*?~ \n\t\r=%-ab1é😀') })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        const place = (v: string) => script`printf '%s\0' ${v} "${v}" '${v}' $'${v}' "$(printf '%s.' "${v}")"
cat <<'EOF'
${v}.
EOF
printf '\0'
`
        const expected = values.map((v) => `${v}\0${v}\0${v}\0${v}\0${v}.\0${v}.\n\0`).join('')
        expect(bash(values.map(place).join(''))).toBe(expected)
      }),
      { numRuns: rounds(60, 20) },
    )
  })

  test('is never run, however odd the script around it', () => {
    const pieces =
      `' " \` $' $" $( $(( (( )) ) ( \${x:- \${x# } { # \\ \\\\ <<EOF <<'EOF' <<-EOF [[ ]] == -n x= x[ ] = $[ a 1 + <<< if in ! *
      ? ~ $ x <( "$( ") '"' echo case esac ;; for do done then fi`.split(/\s+/)
    const token = fc.constantFrom(
      ...pieces,
      ' ',
      '\n',
      '\nEOF\n',
      '\n\tEOF\n',
      '; ',
      '| cat ',
      '&& ',
      'echo ',
      'case a in a) ',
    )
    const text = fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join('').replace(/\\+$/, ''))
    const value = fc.constantFrom(...HOSTILE.filter((each) => each.includes(trap)))
    fc.assert(
      fc.property(text, value, text, value, text, (a, v, b, w, c) => {
        const word = (each: string) => ({ words: [each], list: false, where: 'value 1' })
        let made
        try {
          made = toText([{ text: a }, word(v), { text: b }, word(w), { text: c }])
        } catch (error) {
          return expect(error).toBeInstanceOf(UsageError)
        }
        writeFileSync(join(folder, 'script.sh'), made)
        spawnSync('bash', ['script.sh'], { cwd: folder, stdio: 'ignore', timeout: 5000 })
        expect(existsSync(trap)).toBe(false)
      }),
      { numRuns: rounds(500, 100) },
    )
  }, 30_000)

  test('keeps the numbers of the lines', () => {
    expect(
      bash(script`true ${'a\nb\nc'}
echo $LINENO`),
    ).toBe('2\n')
  })

  test('is not in the environment of what the script starts', () => {
    expect(bash(script`: ${'hidden-value'}; env`)).not.toContain('hidden-value')
  })

  test('may be larger than an argument may be', () => {
    const text = script`cat <<'EOF' | wc -c
${'y'.repeat(1_000_000)}
EOF`
    expect(bash(text).trim()).toBe('1000001')
  })
})

describe('an array in a bash script', () => {
  test.each<[string, string, string]>([
    ['becomes several words', script`printf '‹%s›' ${['a b', '$(x)', '', 3]}`, '‹a b›‹$(x)›‹›‹3›'],
    ['keeps what is glued to it', script`printf '‹%s›' --x=${['a', 'b c']}.y z`, '‹--x=a›‹b c.y›‹z›'],
    ['disappears when it is empty', script`printf '‹%s›' a ${[]} b`, '‹a›‹b›'],
    ['can be a command', script`${['printf', '‹%s›', 'a b']}`, '‹a b›'],
    ['fills an array of bash', script`x=(${['a b', 'c']}); printf '‹%s›' "\${x[@]}"`, '‹a b›‹c›'],
    ['is walked by a loop', script`for x in ${['a b', 'c']}; do printf '‹%s›' "$x"; done`, '‹a b›‹c›'],
    ['gives words in a substitution', script`echo $(printf '‹%s›' ${['a', 'b']})`, '‹a›‹b›\n'],
  ])('%s', (_name, text, printed) => {
    expect(bash(text)).toBe(printed)
  })

  const list = ['a', 'b']
  test.each<[string, () => string, string]>([
    [
      'in double quotes',
      () => script`echo "${list}"`,
      'is an array inside quotes. Take the quotes away, or use ${list.join(" ")}.',
    ],
    ['in single quotes', () => script`echo '${list}'`, 'is an array inside quotes.'],
    [
      'in a heredoc',
      () => script`cat <<EOF
${list}
EOF`,
      'is an array inside quotes.',
    ],
    [
      'for a variable',
      () => script`X=${list}`,
      'is an array, but a variable holds one word. For a bash array write name=(${list}).',
    ],
    [
      'for a file name',
      () => script`echo > ${list}`,
      'is an array, but a file name is one word. Use one of its items.',
    ],
  ])('is refused %s', (_name, make, message) => {
    expect(refusal(make)).toContain(message)
  })
})

describe('a place where bash would parse a value again', () => {
  const evil = `a[$(touch ${trap})]`
  test.each<[string, (value: string | number) => string]>([
    ['$((…))', (v) => script`echo $(( 1 + ${v} ))`],
    ['"$((…))"', (v) => script`echo "$((${v}+1))"`],
    ['nested $((…))', (v) => script`echo $(( (1) + ($(( (${v}) ))) ))`],
    ['$[…]', (v) => script`echo $[1+${v}]`],
    ['((…))', (v) => script`(( x = ${v} + 1 )); echo $x`],
    ['for ((…))', (v) => script`for (( x = ${v}; x < 44; x++ )); do :; done; echo $((x - 1))`],
    ['quotes in $((…))', (v) => script`echo $(( 1 + "${v}" ))`],
    ['a subscript', (v) => script`x[${v}]=43; echo "\${x[42]}"`],
    ['a quoted subscript', (v) => script`x["${v}"]=43; echo "\${x[42]}"`],
    ['[[ … -eq … ]]', (v) => script`[[ 42 -eq ${v} ]] && [[ "${v}" -lt 43 ]] && echo 43`],
  ])('takes a whole number and nothing else: %s', (_name, place) => {
    expect(bash(place(42))).toBe('43\n')
    expect(bash(place('42'))).toBe('43\n')
    expect(refusal(() => place(evil))).toMatch(
      /^bash: value 1( \(after -eq\))? stands where bash calculates\. Give a whole number, or calculate in TypeScript\.$/,
    )
  })

  test.each<[string, () => string, string]>([
    [
      '${…}',
      () => script`echo \${x:-${'a'}}`,
      'stands inside ${…} of bash. Put it in a variable of bash first: name=${value}',
    ],
    ['quotes in ${…}', () => script`echo "\${x#"${'a'}"}"`, 'stands inside ${…} of bash.'],
    ['single quotes in ${…}', () => script`echo \${x#'${'a'}'}`, 'stands inside ${…} of bash.'],
    ['backticks', () => script`echo \`date ${'a'}\``, 'stands inside backticks. Write $(…) instead.'],
    ['backticks in quotes', () => script`echo "\`date ${'a'}\`"`, 'stands inside backticks.'],
    [
      'the end of a heredoc',
      () => script`cat <<${'EOF'}`,
      'names the end of a heredoc. Write a fixed word there.',
    ],
    ['-v of a test', () => script`[[ -v ${'x'} ]]`, 'stands where bash calculates.'],
    [
      'a heredoc with an odd end',
      () => script`cat <<'a b'
${'x'}
a b`,
      "stands in a heredoc with an unusual end. Use a plain one: <<'EOF'.",
    ],
  ])('takes no value: %s', (_name, make, message) => {
    expect(refusal(make)).toMatch(/^bash: value 1/)
    expect(refusal(make)).toContain(message)
  })

  test('is not suspected elsewhere', () => {
    expect(bash(script`echo ${'a'} -eq ${'b'}; echo "x[${'c'}]" -v ${'d'}`)).toBe('a -eq b\nx[c] -v d\n')
  })
})

describe('toBashScript', () => {
  test('leaves a script without values as it is', () => {
    const text = 'echo \'a\' "b" `c` ${d} <<EOF\n$x\nEOF\n # \u0007'
    expect(script(text)).toBe(text)
  })

  test('refuses NUL, which bash would drop', () => {
    expect(refusal(() => script`echo ${'a\0b'}`)).toBe(
      'bash: value 1 holds a NUL character, which bash cannot take.',
    )
    expect(refusal(() => script('echo \0'))).toBe(
      'bash: the script holds a NUL character, which bash cannot take.',
    )
  })

  test('refuses a value after a single backslash, which only hand-made parts can hold', () => {
    const where = 'value 1'
    const parts = [{ text: 'echo \\' }, { words: ['$(x)'], list: false, where }]
    expect(refusal(() => toText(parts))).toBe('bash: value 1 follows a backslash. Write two for a real one.')
  })

  test('gives its variables names that the script does not use', () => {
    expect(bash(script`__value_1=mine; echo $__value_1 ${'x'}`)).toBe('mine x\n')
  })
})

describe('quoteForBash', () => {
  test('gives the text back through bash', () => {
    const text = HOSTILE.join('\u0001')
    expect(execFileSync('bash', ['-c', `printf %s ${quoteForBash(text)}`], { encoding: 'utf8' })).toBe(text)
  })
})
