/**
 * Runs a case with the real bash and the real curl against the same recorder, for comparing with ours.
 */
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether the programs that the cases were recorded with are installed. */
export function hasRealPrograms(): boolean {
  try {
    const curl = execFileSync('curl', ['--version'], { encoding: 'utf8' })
    const bash = execFileSync('bash', ['--version'], { encoding: 'utf8' })
    return curl.startsWith('curl 7.88.1 ') && bash.includes('version 5.2')
  } catch {
    return false
  }
}

/** How a real run ended. */
export interface RealRun {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a script in bash with a curl that is steered to the recorder.
 *
 * @param script - The script.
 * @param options - Folder to run in, environment, where connections go, and a folder for the wrapper.
 */
export function runInBash(
  script: string,
  options: { cwd: string; env: Readonly<Record<string, string | undefined>>; address: string; tools: string },
): Promise<RealRun> {
  const { cwd, env, address, tools } = options
  mkdirSync(tools, { recursive: true })
  const real = execFileSync('bash', ['-c', 'type -P curl'], { encoding: 'utf8' }).trim()
  const wrapper = join(tools, 'curl')
  writeFileSync(wrapper, `#!/bin/sh\nexec ${real} -q --connect-to ::${address} "$@"\n`)
  chmodSync(wrapper, 0o755)
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      ['-c', script],
      { cwd, env: { ...env, PATH: `${tools}:${env['PATH'] ?? ''}` }, encoding: 'utf8' },
      (error, stdout, stderr) => resolve({ exit: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
