/**
 * Nothing of a cell outlives a kernel that is killed: neither its processes nor the files made for them.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Kernel, streamText } from '../support/kernel'

const isRunning = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('children and temporary files end with a kernel that is killed', async () => {
  const kernel = await Kernel.start()
  try {
    const first = await kernel.run('import { bash } from "tslab-magics"\nprocess.pid')
    const msg = await kernel.start(
      'await bash`echo "home $CURL_HOME"; sleep 300 & echo "pid $! ready"; wait`',
    )
    const cell = await kernel.until(msg, 'ready')
    const text = streamText(cell)
    const child = Number(/pid (\d+)/.exec(text)?.[1])
    const home = /home (\/\S+)/.exec(text)?.[1]
    expect(isRunning(child)).toBe(true)
    if (home !== undefined) {
      expect(statSync(home).mode & 0o777).toBe(0o700)
      expect(statSync(join(home, '.curlrc')).mode & 0o777).toBe(0o600)
    }
    process.kill(Number(streamText(first)), 'SIGKILL')
    while (isRunning(child) || (home !== undefined && existsSync(home)))
      await new Promise((done) => setTimeout(done, 20))
    expect(isRunning(child)).toBe(false)
  } finally {
    await kernel.close()
  }
})
