import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { runScript } from '../../../src/script/run/run-script'
import { plainSource } from '../../../src/script/script-source'
import { hasRealPrograms } from '../../curl/support/real-shell'
import { shellWord, VARIABLES } from '../../curl/support/word-arbitrary'
import { rounds } from '../../support/extent'

const RUNS = Number(process.env['WORD_RUNS'] ?? rounds(15, 3))
const WORDS = 60

/** One script for many words, so that bash is started once for all of them. */
function scriptFor(words: readonly string[], ifs: string | undefined): string {
  const start = ifs === undefined ? '' : `IFS=${ifs}\n`
  return start + words.map((word) => `( printf '<%s>' ${word} )\nprintf '\\0'\n`).join('')
}

async function runOurs(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const chunks: Buffer[] = []
  await runScript(plainSource(script), {
    env,
    cwd,
    signal: new AbortController().signal,
    open: () => ({ write: (bytes) => chunks.push(Buffer.from(bytes)) > 0, end: () => {} }),
    stderr: () => {},
    curl: () => Promise.resolve({ exitCode: 0, transfers: [] }),
  })
  return Buffer.concat(chunks).toString('utf8').split('\0')
}

;(hasRealPrograms() ? describe : describe.skip)('the expansion of words', () => {
  let cwd: string
  let env: Record<string, string>
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'words-'))
    for (const name of ['a.txt', 'b.txt', 'c d', '.hidden', 'x[ab]?*']) writeFileSync(join(cwd, name), '')
    mkdirSync(join(cwd, 'sub'))
    writeFileSync(join(cwd, 'sub', 'inner'), '')
    env = { ...VARIABLES, PATH: process.env['PATH'] ?? '', HOME: '/home/someone', LC_ALL: 'C.UTF-8' }
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test.each([
    ['as usual', undefined],
    ['set to a colon', ':'],
    ['set to a colon and a blank', "': '"],
    ['empty', "''"],
  ])(
    'gives the fields that bash gives, IFS %s',
    async (_name, ifs) => {
      await fc.assert(
        fc.asyncProperty(fc.array(shellWord, { minLength: WORDS, maxLength: WORDS }), async (words) => {
          const script = scriptFor(words, ifs)
          const real = execFileSync('bash', ['-c', script], {
            cwd,
            env,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          })
          const expected = real.split('\0')
          const actual = await runOurs(script, cwd, env)
          const wrong = words.flatMap((word, at) =>
            expected[at] === actual[at] ? [] : [{ word, expected: expected[at], actual: actual[at] }],
          )
          expect(wrong).toEqual([])
        }),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    60_000,
  )
})
