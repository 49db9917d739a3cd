import { execFileSync } from 'node:child_process'
import { errorOf, Kernel, streamText } from '../support/kernel'

const running = (pid: number): boolean => {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' })
  return table.split('\n').some((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line))
}
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 20))
}
const pidsOf = (text: string) => [...text.matchAll(/pid (\d+)/g)].map((match) => Number(match[1]))

const TREE = `await bash\`sleep 60 & echo pid $!
(trap '' INT; echo pid $BASHPID; while :; do sleep 1; done) &
sleep 0.3; echo pid $$ ready
sleep 60 | cat\``

describe('bash in a kernel', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start()
    await kernel.run('import { bash } from "tslab-magics"')
  })
  afterAll(() => kernel.close())

  test('shows output while the cell runs', async () => {
    const msg = await kernel.start('await bash`echo first; sleep 2; echo second`')
    const early = await kernel.until(msg, 'first')
    expect(streamText(early)).toBe('first\n')
    const [cell] = await kernel.wait([msg])
    expect(streamText(cell as typeof early)).toBe('first\nsecond\n')
  })

  test('takes values and gives its result to the notebook', async () => {
    await kernel.run(
      'const name = "it\'s $(here)"\nconst run = await bash({ quiet: true })`printf %s ${name}`',
    )
    expect(streamText(await kernel.run('run.stdout'))).toBe("it's $(here)\n")
  })

  test('fails the cell with the last lines of stderr', async () => {
    const cell = await kernel.run('await bash`echo part; echo why >&2; exit 3`')
    expect(streamText(cell)).toBe('part\n')
    expect(errorOf(cell)).toMatchObject({ ename: 'ShellError', evalue: 'bash failed (exit code 3): why' })
    await kernel.pump(0.3)
  })

  test('refuses a promise by name', async () => {
    const cell = await kernel.run('await bash`echo ${Promise.resolve(1) as any}`')
    expect(errorOf(cell)?.evalue).toBe('bash: value 1 is a promise. Use ${await …}.')
    await kernel.pump(0.3)
  })

  test('ends with all its processes at Stop, and says nothing in the next cell', async () => {
    const msg = await kernel.start(TREE)
    const early = await kernel.until(msg, 'ready')
    const pids = pidsOf(streamText(early))
    expect([pids.length, pids.every(running)]).toEqual([3, true])
    await kernel.interrupt()
    const [cell] = await kernel.wait([msg], { timeout: 3 })
    expect(cell?.reply?.status).toBe('error')
    await kernel.pump(0.3)
    expect(streamText(await kernel.run('await bash({ quiet: true })`sleep 0.5`; "next"'))).toBe('next\n')
    await until(() => !pids.some(running))
  })

  test('leaves no guard when nothing runs', async () => {
    await kernel.run('await bash`true`')
    const children = streamText(await kernel.run('await bash({ quiet: true })`true`; process.pid'))
    const parent = Number(children)
    await until(() => {
      const table = execFileSync('ps', ['-A', '-o', 'ppid=,stat=,args='], { encoding: 'utf8' })
      return !table.split('\n').some((line) => new RegExp(`^\\s*${parent}\\s+[^Z]`).test(line))
    })
  })
})

describe('a kernel that is killed', () => {
  test('leaves no process behind', async () => {
    const kernel = await Kernel.start()
    await kernel.run('import { bash } from "tslab-magics"')
    const pid = Number(streamText(await kernel.run('process.pid')))
    const msg = await kernel.start(TREE)
    const pids = pidsOf(streamText(await kernel.until(msg, 'ready')))
    expect([pids.length, pids.every(running)]).toEqual([3, true])
    process.kill(pid, 'SIGKILL')
    await until(() => !pids.some(running))
    await kernel.close()
  }, 60_000)
})
