/**
 * `npm start -- --headless`, as it is typed.
 */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { longTest } from '../support/extent'
import { bareEnv } from '../support/notebook'

jest.setTimeout(180_000)

const root = resolve(__dirname, '..', '..')

describe('npm start', () => {
  longTest('runs the tutorial without a browser and prints each cell with its output', async () => {
    const options = { cwd: root, env: bareEnv({ npm_config_prefer_offline: 'true' }) }
    const { stdout } = await promisify(execFile)('npm', ['start', '--silent', '--', '--headless'], options)
    const titles = [...stdout.matchAll(/^── cell (\d) of (\d) ─+$/gm)].map((match) => [match[1], match[2]])
    expect(titles).toEqual(['1', '2', '3', '4', '5', '6', '7'].map((number) => [number, '7']))
    expect(stdout).toMatch(/^\[practice\] Answers are canned/m)
    expect(stdout).toMatch(/^ {2}"object": "chat\.completion",$/m)
    expect(stdout).toMatch(/^ {4}for factor in range\(2, x \+ 1\):$/m)
    expect(stdout).toMatch(
      /^ ~~ RESPONSE ~~ $.*^12\. Vegan holiday menus$.*^ ~~ USAGE ~~ $.*^\{ prompt_tokens: /ms,
    )
  })

  longTest('ends with 1 when a cell fails', async () => {
    const env = bareEnv({ BASE_URL: 'http://127.0.0.1:9/v1', ACCESS_TOKEN: 'a-key-for-nobody' })
    const run = promisify(execFile)('npm', ['start', '--silent', '--', '--headless'], { cwd: root, env })
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/managed-inference\.ipynb: cell 4 failed: /) as string,
    })
  })
})
