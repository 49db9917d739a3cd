/**
 * Words of shell scripts for property tests: everything that expansion handles, nested, always valid syntax.
 */
import fc from 'fast-check'

/** Variables that the words refer to. */
export const VARIABLES: Readonly<Record<string, string>> = {
  X: 'a  b',
  Y: '*.txt',
  E: '',
  N: '5',
  P: 'a:b::c',
  Q: ' lead and trail ',
  U: 'h\u00e9\u2713llo',
  T: `it's "x"`,
  B: 'back\\slash',
  S: 'x[ab]?*',
}

const NAMES = [...Object.keys(VARIABLES), 'UNSET']
const name = fc.constantFrom(...NAMES)

const plainChar = fc.constantFrom(...'abAB01-./=:,@%+^_\u00e9\u2713~'.split(''))
const escaped = fc.constantFrom(...' $"\'\\*?[]{}~&;|<>()#!`'.split('')).map((char) => `\\${char}`)
const plain = fc.array(plainChar, { minLength: 1, maxLength: 4 }).map((chars) => chars.join(''))

const single = fc
  .array(fc.constantFrom(...' ab$"\\*?{},~`\n\u00e9#&'.split('')), { maxLength: 5 })
  .map((chars) => `'${chars.join('')}'`)

const ansi = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\\n',
      '\\t',
      '\\\\',
      "\\'",
      '\\x41',
      '\\u00e9',
      '\\101',
      '"',
      '\\e',
      '\\"',
      '\\z',
    ),
    { maxLength: 4 },
  )
  .map((parts) => `$'${parts.join('')}'`)

const number = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('N', '$N', '${N}', '0x1f', '010', '2#101'),
)
const sum = fc
  .tuple(
    number,
    fc.constantFrom('+', '-', '*', '<<', '&', '|', '^', '<', '>=', '==', '&&', '||', ',', '**'),
    fc.integer({ min: 1, max: 9 }).map(String),
  )
  .map(([left, operator, right]) => `${left} ${operator} ${right}`)
const arithmetic = fc
  .oneof(
    sum,
    sum.map((text) => `(${text}) % 7`),
    sum.map((text) => `-(${text})`),
    sum.map((text) => `${text} ? 1 : 2`),
  )
  .map((text) => `$((${text}))`)

const pattern = fc
  .array(
    fc.constantFrom('a', 'b', ' ', '*', '?', '[ab]', '[!a]', '[[:space:]]', ':', '\\*', '"*"', 'l', '$E'),
    { minLength: 1, maxLength: 3 },
  )
  // A blank or slash in a pattern is only valid inside the braces of ${…}, where patterns are used.
  .map((parts) => parts.join(''))

/** Forms of `$\{…\}` whose operands are words, which the caller gives. */
function parameters(operand: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const value = fc.constantFrom(...Object.keys(VARIABLES))
  return fc.oneof(
    name.map((text) => `$${text}`),
    name.map((text) => `\${${text}}`),
    fc
      .tuple(name, fc.constantFrom(':-', '-', ':+', '+'), operand)
      .map(([text, operator, word]) => `\${${text}${operator}${word}}`),
    fc
      .tuple(value, fc.constantFrom('#', '##', '%', '%%'), pattern)
      .map(([text, operator, word]) => `\${${text}${operator}${word}}`),
    fc
      .tuple(
        value,
        fc.constantFrom('/', '//', '/#', '/%'),
        pattern,
        fc.constantFrom('', 'Z', '<&>', '"&"', '\\&', '$N'),
      )
      .map(([text, operator, word, by]) => `\${${text}${operator}${word}/${by}}`),
    fc.tuple(value, fc.integer({ min: 0, max: 6 })).map(([text, start]) => `\${${text}:${start}}`),
    fc
      .tuple(value, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }))
      .map(([text, back, length]) => `\${${text}: -${back}:${length}}`),
    fc
      .tuple(value, fc.constantFrom('^', '^^', ',', ',,', '^^[ab]', ',,?'))
      .map(([text, operator]) => `\${${text}${operator}}`),
    name.map((text) => `\${#${text}}`),
    value.map((text) => `\${${text}@Q}`),
  )
}

const command = fc.constantFrom(
  `$(printf '%s' "$X")`,
  `$(printf 'a\\n\\n')`,
  `$(echo "$P" | tr : ' ')`,
  '`echo $Y`',
  `$(echo '{a,b}' "*")`,
  `$(echo $(echo $N))`,
  '`echo \\`echo n\\``',
)

/** Inside double quotes: no single quotes that mean anything, no globs, no braces. */
const doubled = fc.oneof(
  fc
    .array(fc.constantFrom(...` ab*?{},~'#&:`.split(''), '\\"', '\\\\', '\\$', '\\`', '\\n', '\\\n'), {
      maxLength: 4,
    })
    .map((parts) => parts.join('')),
  parameters(fc.constantFrom('', 'def  ault', '"q  q"', '$X', '*.txt', '~', '\\}', '"$Y"')),
  command,
  arithmetic,
)
const double = fc.array(doubled, { maxLength: 3 }).map((parts) => `"${parts.join('')}"`)

const operand = fc.oneof(
  plain,
  single,
  double,
  fc.constantFrom('', 'a b', ' x ', '$X', '"$X"', '*.txt', '~', '\\}', 'a\\ b', '$Q'),
)
const brace = fc.oneof(
  fc.constantFrom(
    '{1..3}',
    '{a..e..2}',
    '{03..1}',
    '{x,}',
    '{a,{b,c}}',
    '{a}',
    '{}',
    '{a,b',
    'a,b}',
    '{-1..1}',
    '{$X,y}',
    '{a,"b c"}',
    "{'{',b}",
  ),
  fc.array(plain, { minLength: 2, maxLength: 3 }).map((items) => `{${items.join(',')}}`),
)
const glob = fc.constantFrom(
  '*',
  '*.txt',
  '?.txt',
  '[ab].txt',
  '[!a].txt',
  '.h*',
  'sub/*',
  '*/',
  'c*',
  '[a-c]*.txt',
  '[[:alpha:]].txt',
  '[',
  '[]',
  'no*match',
)

/** One word of a script. It never begins with a character that would make it something else. */
export const shellWord = fc
  .array(
    fc.oneof(plain, escaped, single, double, ansi, parameters(operand), command, arithmetic, brace, glob),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''))
  // ~name, $'…' after $ and the like give one token where two were meant; bash and we agree on them, but not on users.
  // After ~: real bash leaves substitutions unread or not, by what surrounds the word; with a colon in IFS it does not
  // match [[:class:]] in a word that is split.
  .filter(
    (word) =>
      !/~[+-]?:|\[\[:.*\$|\$.*\[\[:|~[A-Za-z0-9_@%.,^=+-]|\$$|\$(?=['"])(?!'(?:\\.|[^'\\])*')/.test(word),
  )
