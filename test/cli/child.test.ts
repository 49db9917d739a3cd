/**
 * A program that a command runs: what it wrote comes whole, and the command ends when it does.
 */
import { runChild } from '../../src/cli/child'

const script = process.platform === 'win32' ? test.skip : test

async function runScript(source: string) {
  const lines: string[] = []
  const onLine = (line: string) => void lines.push(line)
  const end = await runChild({
    command: '/bin/sh',
    args: ['-c', source],
    cwd: __dirname,
    env: process.env,
    onLine,
    onErrorLine: onLine,
  })
  return { ...end, lines }
}

script.each([
  ['its output', 'echo first; sleep 300 & echo $!'],
  ['its errors', 'exec 1>&2; echo first; sleep 300 & echo $!'],
])('ends although something in the background holds %s', async (_what, source) => {
  const { exitCode, lines } = await runScript(source)
  try {
    expect({ exitCode, first: lines[0] }).toEqual({ exitCode: 0, first: 'first' })
  } finally {
    process.kill(Number(lines[1]))
  }
})

script('loses nothing that it wrote last', async () => {
  const { lines } = await runScript(`seq 20000; echo last without a line feed | tr -d '\\n'; exit 3`)
  expect(lines).toHaveLength(20_001)
  expect(lines.at(-1)).toBe('last without a line feed')
})

script('tells the exit code', async () => {
  expect(await runScript('exit 3')).toEqual({ exitCode: 3, wasStopped: false, lines: [] })
})
