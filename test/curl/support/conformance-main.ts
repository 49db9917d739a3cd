/**
 * Runs the cases of a corpus file: a line for each failure, then `N passed, N failed`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CaseRunner, compareOutcomes, type CaseFile, type CurlCase, type CurlExpectation } from './curl-cases'

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

/**
 * Runs all cases.
 *
 * @param corpusPath - Commands; a `files.json` beside it gives the content of their scratch folder.
 * @param expectedPath - What the real programs did.
 * @param write - Takes the lines of the report.
 * @returns Whether every case passed.
 */
export async function runCorpus(
  corpusPath: string,
  expectedPath: string,
  write: (line: string) => void,
): Promise<boolean> {
  const corpus = read<CurlCase[]>(corpusPath)
  const expected = new Map(read<CurlExpectation[]>(expectedPath).map((entry) => [entry.name, entry]))
  const filesPath = join(dirname(corpusPath), 'files.json')
  const runner = await CaseRunner.start(
    existsSync(filesPath) ? read<Record<string, CaseFile>>(filesPath) : {},
    expected.values(),
  )
  let failed = 0
  try {
    for (const entry of corpus) {
      const differences = await judge(runner, entry, expected.get(entry.name))
      if (differences.length === 0) continue
      failed++
      write(`${entry.name}: ${differences.join('; ')}`)
    }
  } finally {
    await runner.close()
  }
  write(`${corpus.length - failed} passed, ${failed} failed`)
  return failed === 0
}

async function judge(
  runner: CaseRunner,
  entry: CurlCase,
  expected: CurlExpectation | undefined,
): Promise<string[]> {
  if (!expected) return ['nothing is recorded for it']
  try {
    return compareOutcomes(expected, await runner.run({ ...entry, env: entry.env ?? {} }))
  } catch (error) {
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)]
  }
}
