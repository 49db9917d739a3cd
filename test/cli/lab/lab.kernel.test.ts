/**
 * `tslab-magics lab`, as it is typed: who can reach the JupyterLab that it starts.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { root } from '../../support/kernel'
import { bareEnv } from '../../support/notebook'
import { startLab } from '../../support/own-project'

jest.setTimeout(120_000)

/** Whether somebody answers at an address. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (isUp: boolean) => () => {
      socket.destroy()
      done(isUp)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}

test('JupyterLab listens on this machine alone, and answers nobody without the token', async () => {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'lab', '--no-browser'], {
    cwd: root,
    env: bareEnv({ CI: '1' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  try {
    let out = ''
    child.stdout.setEncoding('utf8')
    for await (const text of child.stdout) {
      out += String(text)
      if (out.includes('token=')) break
    }
    const [, origin, port, token] = /(http:\/\/127\.0\.0\.1:(\d+))\S*\?token=(\w{32,})/.exec(out) ?? []
    expect(origin).toBeDefined()
    const status = async (path: string) => (await fetch(`${origin}${path}`)).status
    expect(await status('/api/contents')).toBe(403)
    expect(await status(`/api/contents?token=${'0'.repeat(48)}`)).toBe(403)
    expect(await status(`/api/contents?token=${token}`)).toBe(200)
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    for (const { address, internal } of others)
      if (!internal) expect(await answers(address, Number(port))).toBe(false)
  } finally {
    child.kill('SIGINT')
    await ended
  }
})

test('Ctrl+C ends it together with its kernels', async () => {
  const lab = await startLab(root)
  const body = JSON.stringify({ path: 'a.ipynb', name: 'a', type: 'notebook', kernel: { name: 'tslab' } })
  const session = await lab.ask('/api/sessions', { method: 'POST', body })
  if (!session.ok) throw new Error(`${session.status}: ${await session.text()}`)
  const { kernel } = (await session.json()) as { kernel: { id: string } }
  const programs = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  expect(programs()).toContain(`kernel-${kernel.id}.json`)
  expect(await lab.stop()).toBe(0)
  expect(programs()).not.toContain(`kernel-${kernel.id}.json`)
})
