/**
 * Lines that are Python, or a command without its `!`: what to write instead. Asked only about a cell that does not
 * compile, so that nothing that is TypeScript is ever taken for something else. Pure.
 */

/** A habit: what its line looks like, and the advice. */
type Habit = readonly [pattern: RegExp, advice: string | ((match: RegExpExecArray) => string)]

const COMMANDS =
  'apt|apt-get|awk|bash|brew|cat|chmod|chown|conda|cp|curl|df|docker|du|echo|find|git|grep|head|huggingface-cli|kill|' +
  'less|ln|ls|mamba|make|man|mkdir|mv|nohup|nvidia-smi|ollama|ps|python|python3|rm|rmdir|sed|sudo|tail|tar|touch|unzip|' +
  'wget|which|yarn|pnpm|npx|zip'

const COMMAND = new RegExp(
  `^(?:${COMMANDS})(?:$|\\s+(?![=+*/%?:&|,;)\\]}]|(?:as|in|instanceof|satisfies)\\b)\\S.*$)`,
)

const HABITS: readonly Habit[] = [
  [/^#(?:\s|!|$)/, 'A comment begins with //.'],
  [/^(?:python3? -m )?(pip)3? (.+)$/, ([, , rest]) => `A command needs a sign before it: %pip ${rest}`],
  [/^(npm|uv) (\S.*)$/, ([line]) => `A command needs a sign before it: %${line}`],
  [
    /^cd(?:\s+([^=(\s].*))?$/,
    ([, to]) => `A command needs a sign before it: %cd${to === undefined ? '' : ` ${to}`}`,
  ],
  [/^pwd$/, 'A command needs a sign before it: %pwd'],
  [/^(?:export|set) (\w+=.*)$/, ([, rest]) => `A variable of the environment: %set_env ${rest}`],
  [COMMAND, ([line]) => `A command needs a sign before it: ! ${line}`],
  [/^from\s+\.*([\w.]+)\s+import\s+\*$/, ([, from]) => `In TypeScript: import * as name from "${from}"`],
  [
    /^from\s+(\.*[\w.]+)\s+import\s+\(?([^()#]*)/,
    ([, from, names = '']) =>
      `In TypeScript: import { ${names.trim().replace(/,$/, '') || '…'} } from "${from}"`,
  ],
  [
    /^import\s+os\b(?!.*from)/,
    'In TypeScript process.env and process.cwd() need no import; os is "node:os".',
  ],
  [
    /^import\s+([\w.]+)(?:\s+as\s+(\w+))?(?:\s*,.*)?$/,
    ([, from = '', name]) => `In TypeScript: import * as ${name ?? from.replace(/\W/g, '_')} from "${from}"`,
  ],
  [/\bgetpass\b/, 'To ask for a secret: await askEnv("NAME"), or %set_env NAME without a value.'],
  [/\bos\.(?:environ|getenv|putenv)\b/, 'In TypeScript: process.env.NAME; to set it: %set_env NAME=value'],
  [/^(?:async\s+)?def\s+(\w*)/, ([, name]) => `In TypeScript: function ${name || 'name'}(…) { … }`],
  [
    /^@\w[\w.]*(?:\(.*\))?$/,
    'Decorators of Python functions do not exist; call the function with the other one.',
  ],
  [
    /(?:^|[^\w.])[rbu]?f[rb]?(?:"|')/i,
    'A text with values in it is written `… ${value} …`, between backticks.',
  ],
  [/"""|'''/, 'A text of several lines stands between backticks: `…`'],
  [/\blambda\b/, 'In TypeScript: (x) => …'],
  [/\belif\b/, 'In TypeScript: } else if (…) {'],
  [/^(?:try|except\b.*|finally)\s*:/, 'In TypeScript: try { … } catch (error) { … } finally { … }'],
  [/^raise\b/, 'In TypeScript: throw new Error("…")'],
  [/^pass$/, 'An empty block is { }.'],
  [/^del\s/, 'In TypeScript: delete object.name'],
  [/^(?:async\s+)?with\s+.*:/, 'There is no with: open, use and close it, in try { … } finally { … }.'],
  [
    /^(?:async\s+)?for\s+([\w, ]+?)\s+in\s+.*:/,
    ([, name]) => `In TypeScript: for (const ${name} of …) { … }`,
  ],
  [/[[{(].*\bfor\s+\w+\s+in\b.*[\]})]/, 'In TypeScript: list.map((x) => …), list.filter((x) => …)'],
  [
    /^(?:if|while|else|class)\b.*:\s*(?:#.*)?$/,
    'A block stands in braces, and a condition in parentheses: if (…) { … }',
  ],
  [/(?:^|[^\w.])print\s*\(/, 'In TypeScript: console.log(…)'],
  [/^print\s+\S/, 'In TypeScript: console.log(…)'],
  [/\bjson\.dumps\b/, 'In TypeScript: JSON.stringify(value, null, 2)'],
  [/\bjson\.loads?\b/, 'In TypeScript: JSON.parse(text)'],
  [/\btime\.sleep\b/, 'In TypeScript: await new Promise((done) => setTimeout(done, milliseconds))'],
  [/(?:^|[^\w.])(?:None|True|False)\b/, 'In TypeScript: null, true, false.'],
  [/(?:^|[^\w.])len\s*\(/, 'In TypeScript: list.length'],
  [/(?:^|[^\w.])str\s*\(/, 'In TypeScript: String(value)'],
  [/(?:^|[^\w.])(?:int|float)\s*\(/, 'In TypeScript: Number(text)'],
  [/(?:^|[^\w.])dict\s*\(/, 'In TypeScript: { name: value }'],
  [/(?:^|[^\w.])range\s*\(/, 'In TypeScript: for (let i = 0; i < n; i++) { … }'],
  [/(?:^|[^\w.])isinstance\s*\(/, 'In TypeScript: value instanceof Class, or typeof value === "string"'],
  [/(?:^|[^\w.])input\s*\(/, 'To ask for a value: await askEnv("NAME")'],
  [/\bnot\s+(?:in\b|[\w(])/, 'In TypeScript: !condition'],
  [/[\w)\]"']\s+(?:and|or)\s+[\w(["'!]/, 'In TypeScript: && and ||'],
  [/^\??\??([\w.]+)\?\??$/, 'For help put the cursor on the name and press Shift-Tab.'],
]

/**
 * Finds the advice for a cell that does not compile.
 *
 * @param code - Its text.
 * @param problems - What the compiler says, each `line:column - text`.
 * @returns One line; `undefined` when the lines in question are no habit.
 */
export function adviseOnHabits(code: string, problems: readonly string[]): string | undefined {
  const lines = code.split('\n')
  for (const problem of problems) {
    const [, number, text = ''] = /^(\d+):\d+ - ([^]*)$/.exec(problem) ?? []
    const line = lines[Number(number) - 1]?.trim()
    if (line === undefined || line === '' || line.startsWith('//')) continue
    const advice = adviseOnLine(line.replace(/;$/, ''), text)
    if (advice !== undefined) return advice
  }
  return undefined
}

function adviseOnLine(line: string, problem: string): string | undefined {
  for (const [pattern, advice] of HABITS) {
    const match = pattern.exec(line)
    if (match !== null) return typeof advice === 'string' ? advice : advice(match)
  }
  const name = /^Cannot find name '(\w+)'/.exec(problem)?.[1]
  if (name === undefined) return undefined
  if (new RegExp(`[(,]\\s*${name}\\s*=(?![=>])`).test(line))
    return `Arguments with names are an object: f({ ${name}: … })`
  return new RegExp(`^${name}\\s*=(?![=>])`).test(line)
    ? `A variable is declared: const ${name} = …`
    : undefined
}
