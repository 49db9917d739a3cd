/** `subprocess`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { spawnSync } from 'node:child_process'
import { decoded } from './files'
import { failure } from './failure'
import { str } from './show'

/** `subprocess.run(command, capture_output=True)`, without a shell where the command is a list */
export function runProcess(
  command: string | string[],
  options: {
    text?: boolean
    shell?: boolean
    check?: boolean
    input?: any
    cwd?: string
    timeout?: number
    show?: boolean
  } = {},
): { stdout: any; stderr: any; returncode: number } {
  const { text = false, shell = false, check = false, show = false, input, cwd, timeout } = options
  const isList = Array.isArray(command)
  if (isList && shell) throw failure('NotConverted', 'A list of words in a shell is not converted.')
  const [file, ...words] = isList ? command : [command]
  const settings = {
    cwd,
    input,
    maxBuffer: 1 << 30,
    timeout: timeout === undefined ? undefined : timeout * 1000,
    shell: shell ? '/bin/sh' : false,
  }
  const done = spawnSync(file!, words, settings)
  if ((done.error as any)?.code === 'ETIMEDOUT')
    throw failure('TimeoutExpired', `Command '${str(command)}' timed out after ${timeout} seconds`)
  if (done.error) throw done.error
  if (show) {
    process.stdout.write(decoded(done.stdout))
    process.stderr.write(decoded(done.stderr))
  }
  if (done.status === null) throw failure('NotConverted', `The command ended by ${done.signal}.`)
  if (check && done.status !== 0)
    throw failure(
      'CalledProcessError',
      `Command '${str(command)}' returned non-zero exit status ${done.status}.`,
    )
  const shown = (bytes: Uint8Array) => (show ? null : text ? decoded(bytes).replace(/\r\n?/g, '\n') : bytes)
  return { stdout: shown(done.stdout), stderr: shown(done.stderr), returncode: done.status }
}
