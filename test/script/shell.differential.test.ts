import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runScript } from '../../src/script/run/run-script'
import { plainSource } from '../../src/script/script-source'
import { someOf } from '../support/extent'
import { hasRealPrograms } from '../curl/support/real-shell'

const ENV = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C.UTF-8',
  X: 'a  b',
  N: '5',
  E: '',
  Y: '*.txt',
}

const LISTS = [
  'false; echo $?',
  'true && echo a || echo b',
  'false && echo a || echo b',
  '! true; echo $?',
  'false || true && echo c',
  'echo a;echo b\necho c',
  'echo a \\\n  b',
  '# only a comment',
  'echo a # c',
  'echo a#b',
  '(exit 3); echo $?',
  'false; exit',
  'echo a; exit 4; echo b',
  'exit nonsense',
  'set -e; false; echo no',
  'set -e; false || true; echo yes',
  'set -e; (false; echo inner); echo no',
  'set -e; true && false; echo yes',
  'set -e; X=$(false); echo no',
  'set -u; echo $NOPE; echo no',
  'set -o pipefail; false | true; echo $?',
  'false | true; echo $?',
  'true | false | true; echo $?',
  "sh -c 'exit 300'; echo $?",
  "sh -c 'kill -9 $$'; echo $?",
  'nosuchcommand; echo $?',
  './a.txt; echo $?',
]

const VARIABLES = [
  'A=1 B=$A; echo "$A-$B"',
  'A=x; A+=y; echo $A',
  'A=1 printenv A',
  'A=1; printenv A; export A; printenv A',
  'export A="b c" B=~/x; printenv A B',
  'export A=$X; echo "$A"',
  'export -n PATH 2>/dev/null; unset X; echo "<$X>"',
  'A=1 echo $A',
  'V=a; V=b echo $V; echo $V',
  ': ${W:=default}; echo $W',
  'X=$(false); echo $?',
  'X=$(echo v) ; echo $X $?',
  'echo ${Q:?message here}; echo no',
  'echo $((A=5, A+1)) $A',
  'A=5; echo $((A+=2)) $A',
  'A=*.txt; echo "$A" $A',
  'export 1bad=x; echo $?',
  'unset NOTHING_HERE; echo $?',
]

const STREAMS = [
  'echo x > f1; cat f1; echo y >> f1; cat < f1',
  'cat <<EOF\n$X "q" \\$X `echo z` $((1+1)) \\\nnext\nEOF',
  "cat <<'EOF'\n$X \\x\nEOF",
  'cat <<-EOF\n\ta\n\t\tb $N\n\tEOF',
  "cat <<-'EOF'\n\ta\n\t\tb $N\n\tEOF",
  'cat <<A; cat <<B\none\nA\ntwo\nB',
  'cat <<< $X',
  'cat <<< "$X"',
  'cat <<< ignored < a.txt',
  'ls nonexist 2>&1 | wc -l',
  'ls nonexist 2>/dev/null; echo $?',
  '{ echo o; echo e >&2; } 2>&1 | sort',
  'echo both &> f2; cat f2',
  'echo 1 2>&1 >/dev/null | cat',
  '{ echo a; } > f5; cat f5',
  '(echo a; echo b) > f6; cat f6',
  "echo a > 'f 7'; cat 'f 7'",
  'echo x >f8 2>&1; cat f8',
  'echo x > $Y; echo $?',
  'cat < nosuch; echo $?',
  'echo x > nofolder/x; echo $?',
  'echo a | (cat; echo b)',
  'echo a | { cat; echo b; } | tr a-z A-Z',
  '{ echo 1; echo 2; echo 3; } | { head -1; echo rest; }',
  'yes | head -2',
  'echo a |& cat',
  'echo "$(<a.txt)"',
  'echo ${X}$(echo a | tr a b)$(echo "$(echo deep)")',
  'cd / && pwd',
  'cd /nonexist; echo $?',
  'cd a.txt; echo $?',
  'cd /; cd - >/dev/null; echo $OLDPWD',
  '(cd / && pwd); pwd | wc -l',
]

const COMMANDS = [
  "echo -n a; echo -e 'x\\ty\\x41\\0101'; echo -E '\\t'; echo -ne 'q\\c zz'; echo",
  "echo -e '\\u00e9\\e[0m\\\\'; echo -x -n; echo - -n",
  "printf '%s-%s\\n' a b c",
  "printf '%5d|%-5s|%05d|%x|%o|%c|%%\\n' 42 ab 7 255 8 xyz",
  "printf '%+d|% d|%#x|%#o|%X|%.3d|%8.3s|\\n' 5 6 255 8 255 7 abcdef",
  "printf '%b' 'a\\nb\\0101\\101'",
  `printf '%q ' 'a b' "it's" '' plain '$x' $'a\\nb'`,
  `printf '%d\\n' 0x10 010 "'A"`,
  "printf '%d\\n' abc; echo $?",
  "printf '%.2s|%*d|%-*d|\\n' abcdef 5 3 4 2",
  "printf '\\x41\\101\\n'",
  "printf '%s\\n'",
  'printf',
  "printf -- '-%s-' x",
  "printf '%.2f %e\\n' 3.14159 12345",
  "printf 'a\\nb\\nc\\n' | head -n 2",
  "printf 'a\\nb\\nc' | head -c 3",
  "printf 'a\\nb\\nc\\n' | head -1",
  "printf 'a\\nb\\nc\\nd' | tail -n 2",
  "printf 'a\\nb\\nc\\n' | tail -1",
  "printf 'a\\nb\\nc\\n' | tail -n +2",
  "printf 'abcdef' | tail -c 3",
  "printf 'abcdef' | tail -c +3",
  'head -n 0 a.txt; tail -n 0 a.txt; head -n 1 nosuch; echo $?',
  "printf 'a b\\nc\\n' | wc; printf 'a\\u00e9' | wc -m; printf 'a b' | wc -w; printf 'a\\n' | wc -lc; wc -l < a.txt",
  "printf 'some longer text that is wrapped at seventy-six columns by default, as always' | base64",
  "printf 'abc' | base64 -w 0; echo; echo YWJj | base64 -d; echo; echo 'Y*' | base64 -d; echo $?",
  "printf 'a\\n' | tee f3 | cat; cat f3; echo b | tee -a f3 >/dev/null; cat f3",
  'echo x | tee nofolder/x; echo $?',
  'cat nosuch a.txt; echo $?',
  'echo in | cat - a.txt',
  "printf 'one\\ntwo\\nthree\\n' | grep t; printf 'one\\n' | grep x; echo $?",
  "printf 'one\\ntwo\\nTHREE\\n' | grep -i -n T; printf 'aXbX\\n' | grep -o X; printf 'a.b\\naxb\\n' | grep -F .",
  "printf 'data: 1\\n\\ndata: 2\\n' | grep -c '^data: '; printf 'a\\nb\\n' | grep -v a; printf 'ab\\n' | grep -E 'a+b?$'",
  "printf 'a(b)\\n' | grep '(b)'; printf 'a1b22\\n' | grep -o '[0-9]*'; printf 'aab\\n' | grep -oE 'a|b'; echo x | grep -q x && echo quiet",
  "printf 'a\\nab\\nabc\\n' | grep -m1 ab; printf 'x' | grep -w x",
  '[ -n "$X" ] && echo set; [ -z "$E" ] && echo empty; [ "$N" -gt 4 ] && echo more; test -f a.txt && echo file',
  '[ a = a -a b != c ] && echo both; [ ! -d a.txt ] && echo plain; [ ]; echo $?; [ x; echo $?; [ a -eq 1 ]; echo $?',
  'true; echo $?; false; echo $?; : anything; echo $?',
  'sleep 0; echo $?; sleep nonsense 2>/dev/null; echo $?',
  'seq 3 | sed s/2/two/ | tr -d 3',
  'echo \'{"b": 1.0, "a": [1e5]}\' | python3 -m json.tool --sort-keys',
  'echo \'{"a": }\' | python3 -m json.tool; echo $?',
  'echo \'{"a": [1, "x"]}\' | jq -c .a; echo \'{\' | jq . 2>/dev/null; echo $?',
]

;(hasRealPrograms() ? describe : describe.skip)('a script beside the real bash', () => {
  let cwd: string
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'shell-'))
    for (const name of ['a.txt', 'b.txt', 'c d', '.hidden'])
      writeFileSync(join(cwd, name), `content of ${name}\n`)
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  test.each(someOf([...LISTS, ...VARIABLES, ...STREAMS, ...COMMANDS]))(
    'ends the same: %s',
    async (script) => {
      const expected = await runReal(script, cwd)
      expect(await runOurs(script, cwd)).toEqual(expected)
    },
  )
})

interface Ending {
  readonly out: string
  readonly code: number
}

function runReal(script: string, cwd: string): Promise<Ending> {
  return new Promise((resolve) => {
    const env = { ...ENV, HOME: cwd }
    const child = execFile('bash', ['-c', script], { cwd, env, encoding: 'utf8' }, (error, out) =>
      resolve({ out, code: error ? Number(error.code ?? 1) : 0 }),
    )
    child.stdin?.end()
  })
}

async function runOurs(script: string, cwd: string): Promise<Ending> {
  const chunks: Buffer[] = []
  const host = {
    env: { ...ENV, HOME: cwd },
    cwd,
    signal: new AbortController().signal,
    open: () => ({ write: (bytes: Uint8Array) => chunks.push(Buffer.from(bytes)) > 0, end: () => {} }),
    stderr: () => {},
    curl: () => Promise.resolve({ exitCode: 0, transfers: [] }),
  }
  const { exitCode } = await runScript(plainSource(script), host, { pipefail: false })
  return { out: Buffer.concat(chunks).toString('utf8'), code: exitCode }
}
