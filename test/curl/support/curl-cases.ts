/**
 * The case files of curl: a command as documentation writes it, and what bash 5.2 with curl 7.88.1 did with it.
 * Owns running a case and comparing; knows nothing of test frameworks.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCurl } from '../../../src/curl/run-curl'
import { runScript } from '../../../src/script/run/run-script'
import { plainSource } from '../../../src/script/script-source'
import { compareRequests } from './compare-requests'
import { runInBash } from './real-shell'
import { Recorder, type RecordedRequest } from './recorder'
import { steerConnections } from './steer'

/** A file of a case: text, or bytes in base64. */
export type CaseFile = string | { readonly base64: string }

/** One command. */
export interface CurlCase {
  readonly name: string
  readonly command: string
  readonly env: Readonly<Record<string, string>>
}

/** What the real programs did. */
export interface CurlExpectation {
  readonly name: string
  readonly exit: number
  readonly requests: readonly RecordedRequest[]
  readonly stdout: string
  readonly files: Readonly<Record<string, CaseFile>>
}

/** What we did, in the same form. */
export type CurlOutcome = Omit<CurlExpectation, 'name'> & { readonly stderr: string }

/** Runs cases one after another against one recorder. */
export class CaseRunner {
  readonly #recorder: Recorder
  readonly #files: Readonly<Record<string, CaseFile>>

  private constructor(recorder: Recorder, files: Readonly<Record<string, CaseFile>>) {
    this.#recorder = recorder
    this.#files = files
  }

  /**
   * Starts the recorder.
   *
   * @param files - Content of the scratch folder that every case starts in.
   * @param expected - What will be asked: its hosts are in the recorder's certificate.
   */
  static async start(
    files: Readonly<Record<string, CaseFile>>,
    expected: Iterable<CurlExpectation>,
  ): Promise<CaseRunner> {
    const hosts = [...expected].flatMap(({ requests }) => requests.flatMap(({ sni }) => sni ?? []))
    return new CaseRunner(await new Recorder([...new Set(hosts)]).listen(), files)
  }

  close(): Promise<void> {
    return this.#recorder.close()
  }

  /** Runs one case in process, in a scratch folder of its own. */
  run(entry: CurlCase): Promise<CurlOutcome> {
    return this.#inFolder(async (folder) => {
      const release = steerConnections(this.#recorder.address)
      try {
        return await runInProcess(entry.command, folder, { ...this.#environment(folder), ...entry.env })
      } finally {
        release()
      }
    })
  }

  /** Runs one case with the real bash and curl, in a scratch folder of its own. */
  runReal(entry: CurlCase): Promise<CurlOutcome> {
    return this.#inFolder((folder) => {
      const env = { ...this.#environment(folder), ...entry.env }
      return runInBash(entry.command, {
        cwd: folder,
        env,
        address: this.#recorder.address,
        tools: `${folder}-tools`,
      })
    })
  }

  async #inFolder(run: (folder: string) => Promise<Ending>): Promise<CurlOutcome> {
    const folder = mkdtempSync(join(tmpdir(), 'case-'))
    for (const [name, content] of Object.entries(this.#files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), bytesOf(content))
    }
    this.#recorder.reset()
    try {
      const ending = await run(folder)
      return { ...ending, requests: this.#recorder.requests, files: this.#written(folder) }
    } finally {
      for (const path of [folder, `${folder}-tools`]) rmSync(path, { recursive: true, force: true })
    }
  }

  #environment(folder: string): Record<string, string | undefined> {
    const { PATH } = process.env
    const { address, socketPath, certificate } = this.#recorder
    return {
      PATH,
      CURL_CA_BUNDLE: certificate,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      RECORDER: address,
      SOCK: socketPath,
    }
  }

  /** Files that are new or changed. */
  #written(folder: string): Record<string, CaseFile> {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    )
    const changed = names.filter((name) => {
      const before = this.#files[name]
      return before === undefined || !bytesOf(before).equals(readFileSync(join(folder, name)))
    })
    return Object.fromEntries(changed.sort().map((name) => [name, fileOf(readFileSync(join(folder, name)))]))
  }
}

type Ending = Pick<CurlOutcome, 'exit' | 'stdout' | 'stderr'>

async function runInProcess(
  command: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ending> {
  const output: Buffer[] = []
  const errors: Buffer[] = []
  const screen = {
    write: (bytes: Uint8Array) => output.push(Buffer.from(bytes)) > 0,
    end: () => {},
  }
  const { exitCode } = await runScript(
    plainSource(command),
    {
      env,
      cwd,
      signal: new AbortController().signal,
      open: () => screen,
      stderr: (bytes) => void errors.push(Buffer.from(bytes)),
      curl: runCurl,
    },
    // As the cases were recorded: a plain bash.
    { pipefail: false },
  )
  return {
    exit: exitCode,
    stdout: Buffer.concat(output).toString('utf8'),
    stderr: Buffer.concat(errors).toString('utf8'),
  }
}

function bytesOf(file: CaseFile): Buffer {
  return typeof file === 'string' ? Buffer.from(file) : Buffer.from(file.base64, 'base64')
}

function fileOf(bytes: Buffer): CaseFile {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') }
}

/**
 * Compares an outcome with what was recorded: requests, standard output, exit code, files.
 *
 * @returns One line for each difference; none when they agree.
 */
export function compareOutcomes(expected: CurlExpectation, actual: CurlOutcome): string[] {
  const differences = compareRequests(expected.requests, actual.requests)
  if (expected.exit !== actual.exit) differences.push(`exit code ${actual.exit} instead of ${expected.exit}`)
  if (expected.stdout !== actual.stdout)
    differences.push(`stdout ${shorten(actual.stdout)} instead of ${shorten(expected.stdout)}`)
  for (const name of new Set([...Object.keys(expected.files), ...Object.keys(actual.files)])) {
    const [wanted, got] = [expected.files[name], actual.files[name]]
    if (wanted === undefined) differences.push(`file ${name} was written`)
    else if (got === undefined) differences.push(`file ${name} is missing`)
    else if (!bytesOf(wanted).equals(bytesOf(got)))
      differences.push(`file ${name} is ${shorten(String(got))}`)
  }
  return differences
}

const shorten = (text: string): string => {
  const quoted = JSON.stringify(text)
  return quoted.length > 160 ? `${quoted.slice(0, 160)}\u2026` : quoted
}
