/**
 * Runs snippets for real, many in one process: curl in bash, TypeScript in Node, Python where there is one.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { VARIABLES } from './requests'

/** A snippet to run. */
export interface Job {
  /** First path segment of its requests. */
  readonly id: string
  readonly code: string
}

/** What a snippet printed and how it failed. */
export interface Outcome {
  readonly printed: string
  readonly error: string | undefined
}

/** Where snippets run. */
export interface Runner {
  /** Folder for the snippets; `node_modules` above it must hold `openai`. */
  readonly folder: string
  readonly origin: string
}

const MARK = '@@snippet '

/** Runs curl commands. */
export async function runCurl(
  jobs: readonly Job[],
  { folder, origin }: Runner,
): Promise<Map<string, Outcome>> {
  const script = jobs
    .map(
      ({ id, code }) =>
        `echo; echo '${MARK}${id}'; BASE_URL='${origin}/${id}'\n(\n${code} -sS --no-progress-meter\n) 2>&1 || echo '${MARK}failed'`,
    )
    .join('\n')
  writeFileSync(join(folder, 'snippets.sh'), `set +H\nexport BASE_URL\n${script}\n`)
  return outcomes(await run('bash', ['snippets.sh'], folder))
}

/** Runs TypeScript, as modules of one process. */
export async function runTypeScript(
  jobs: readonly Job[],
  { folder, origin }: Runner,
): Promise<Map<string, Outcome>> {
  for (const { id, code } of jobs) {
    const { code: text } = transformSync(code, { loader: 'ts', format: 'esm', target: 'es2022' })
    writeFileSync(join(folder, `${id}.mjs`), text)
  }
  const ids = JSON.stringify(jobs.map(({ id }) => id))
  writeFileSync(
    join(folder, 'all.mjs'),
    `for (const id of ${ids}) {
      console.log('\\n${MARK}' + id)
      process.env.BASE_URL = '${origin}/' + id
      try { await import('./' + id + '.mjs') }
      catch (error) { console.log('\\n${MARK}failed\\n' + error.stack) }
    }`,
  )
  return outcomes(await run(process.execPath, ['all.mjs'], folder))
}

/** Runs Python, as modules of one process. */
export async function runPython(
  jobs: readonly Job[],
  { folder, origin }: Runner,
  python: string,
): Promise<Map<string, Outcome>> {
  for (const { id, code } of jobs) writeFileSync(join(folder, `${id}.py`), code)
  writeFileSync(
    join(folder, 'all.py'),
    `import os, runpy, traceback
for id in ${JSON.stringify(jobs.map(({ id }) => id))}:
    print("\\n${MARK}" + id)
    os.environ["BASE_URL"] = "${origin}/" + id
    try:
        runpy.run_path(id + ".py")
    except BaseException:
        print("\\n${MARK}failed\\n" + traceback.format_exc())
`,
  )
  return outcomes(await run(python, ['-X', 'utf8', 'all.py'], folder))
}

function outcomes(output: string): Map<string, Outcome> {
  const [, ...parts] = output.split(`\n${MARK}`)
  const found = new Map<string, Outcome>()
  let last = ''
  for (const part of parts) {
    const [name = '', ...rest] = part.split('\n')
    const text = rest.join('\n')
    if (name === 'failed')
      found.set(last, { printed: found.get(last)?.printed ?? '', error: text.trim() || 'exit code' })
    else found.set((last = name), { printed: text.trim(), error: undefined })
  }
  return found
}

async function run(command: string, args: readonly string[], folder: string): Promise<string> {
  const { PATH, HOME } = process.env
  const child = spawn(command, args, {
    cwd: folder,
    // Nothing of this machine: neither a proxy nor a key.
    env: { PATH, HOME, ...VARIABLES },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return code === 0 ? stdout : `${stdout}\n${MARK}failed\n${stderr}`
}
