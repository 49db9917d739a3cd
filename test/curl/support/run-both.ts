/**
 * Runs a curl command line with the real curl and with ours, each in a scratch folder of its own with the same files.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCurl } from '../../../src/curl/run-curl'
import type { CurlTime } from '../../../src/curl/transfer/command'
import type { CurlIo, CurlOutcome } from '../../../src/script/curl-contract'

/** What a run left behind. */
export interface RunResult {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
  /** Files in the scratch folder afterwards, by name. */
  readonly files: Readonly<Record<string, string>>
}

/** What a run starts from. */
export interface RunOptions {
  readonly files?: Readonly<Record<string, string | Buffer>>
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly io?: Partial<CurlIo>
  readonly time?: CurlTime
}

/** Version of the installed curl, if any. */
export function curlVersion(): string | undefined {
  try {
    return /^curl (\S+)/.exec(execFileSync('curl', ['--version'], { encoding: 'utf8' }))?.[1]
  } catch {
    return undefined
  }
}

/** `describe` where curl 7.88.1 is installed; elsewhere the tests are skipped and say so. */
export function describeWithCurl(name: string, tests: () => void): void {
  const version = curlVersion()
  if (version === '7.88.1') describe(name, tests)
  else describe.skip(`${name} (needs curl 7.88.1, found ${version ?? 'none'})`, tests)
}

function inFolder<T>(
  files: RunOptions['files'],
  work: (folder: string) => Promise<T>,
): Promise<T & Pick<RunResult, 'files'>> {
  const folder = mkdtempSync(join(tmpdir(), 'curl-'))
  for (const [name, content] of Object.entries(files ?? {})) writeFileSync(join(folder, name), content)
  const left = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(folder, name)).isFile())
        .sort()
        .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
    )
  return work(folder)
    .then((result) => ({ ...result, files: left() }))
    .finally(() => rmSync(folder, { recursive: true }))
}

/** Runs the installed curl. */
export function runRealCurl(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return inFolder(options.files, (folder) => {
    const child = spawn('curl', argv, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8', ...options.env },
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
    child.stdin.on('error', () => {})
    child.stdin.end(options.stdin ?? '')
    return new Promise<Omit<RunResult, 'files'>>((resolve) =>
      child.on('close', (code) =>
        resolve({ exitCode: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
      ),
    )
  })
}

/** Runs ours. */
export async function runOurCurl(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<RunResult & Pick<CurlOutcome, 'transfers'>> {
  return await inFolder(options.files, async (folder) => {
    const out: Buffer[] = []
    let stderr = ''
    const outcome = await runCurl(
      argv,
      {
        env: { HOME: folder, LC_ALL: 'C.UTF-8', ...options.env },
        cwd: folder,
        stdin: options.stdin === undefined ? undefined : chunks(options.stdin),
        stdout: (bytes) => void out.push(Buffer.from(bytes)),
        stderr: (text) => void (stderr += text),
        signal: new AbortController().signal,
        ...options.io,
      },
      options.time,
    )
    return { exitCode: outcome.exitCode, transfers: outcome.transfers, stdout: Buffer.concat(out), stderr }
  })
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
