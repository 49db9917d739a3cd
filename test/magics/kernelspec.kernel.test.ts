/**
 * The kernelspec that `install` writes, as Jupyter starts it; and its program where the patch does not fit.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { installCommand } from '../../src/cli/lab/install'
import { longTest, variants } from '../support/extent'
import { errorOf, Kernel, root, streamText } from '../support/kernel'
import { KERNEL_VERSIONS } from '../support/kernel-setups'
import { joined, readCells, writeNotebook } from '../support/notebook'

jest.setTimeout(120_000)

describe('the installed kernelspec', () => {
  test.each(
    variants([
      ['TypeScript', {}, 'tslab-magics', 'const a: number = 1\n! echo typed {a}', 'typed 1\n'],
      ['JavaScript', { js: true }, 'jslab-magics', '! echo plain', 'plain\n'],
    ] as const),
  )('runs a notebook of %s with magics in its first cell', async (_name, options, kernel, code, output) => {
    // Below the repository, where tslab is found.
    mkdirSync(join(root, 'test-results'), { recursive: true })
    const folder = mkdtempSync(join(root, 'test-results', 'kernelspec-'))
    try {
      const io = { cwd: folder, env: process.env, out: () => {}, err: () => {} }
      await installCommand({ ...options, prefix: 'env' }, io)
      const notebook = writeNotebook(join(folder, 'first.ipynb'), [code])
      const words = ['-m', 'jupyter', 'nbconvert', '--to', 'notebook', '--execute', '--inplace', notebook]
      execFileSync(
        join(root, '.venv', 'bin', 'python'),
        [...words, `--ExecutePreprocessor.kernel_name=${kernel}`],
        {
          env: { ...process.env, JUPYTER_PATH: join(folder, 'env', 'share', 'jupyter') },
          stdio: 'pipe',
        },
      )
      expect(joined(readCells(notebook)[0]?.outputs?.[0]?.text)).toBe(output)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.each(KERNEL_VERSIONS)('starts the tslab %s that is next to the notebook', async (tslab) => {
    const kernel = await Kernel.start({ entry: true, tslab })
    expect(
      streamText(await kernel.run('import * as tslab from "tslab"\n! echo {tslab.versions.tslab}')),
    ).toBe(`${tslab}\n`)
    await kernel.close()
  })
})

describe('the program of the kernelspec', () => {
  const entry = join(root, 'dist', 'kernel-entry.js')
  const start = (...args: string[]) => {
    try {
      return execFileSync(process.execPath, [entry, ...args], { encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      return String((error as { stderr: string }).stderr)
    }
  }

  test.each([[[]], [['kernel']], [['kernel', '--config-path', '/no/such/file']]])(
    'says in one line how it is called: %j',
    (args) => {
      expect(start(...args)).toMatch(/^UsageError: usage: kernel-entry\.js kernel --config-path FILE.*\n$/)
    },
  )

  test('ends, so that Jupyter starts it again, where a port of the kernel is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const file = join(mkdtempSync(join(tmpdir(), 'taken-')), 'kernel.json')
    const ports = { shell_port: (other.address() as AddressInfo).port, iopub_port: 0, stdin_port: 0 }
    const more = { control_port: 0, hb_port: 0, key: 'k', signature_scheme: 'hmac-sha256' }
    writeFileSync(file, JSON.stringify({ transport: 'tcp', ip: '127.0.0.1', ...ports, ...more }))
    expect(start('kernel', '--config-path', file)).toMatch(
      /^Another program listens on tcp:\/\/127\.0\.0\.1:\d+, which was meant for this kernel\. It ends\.\n$/,
    )
    other.close()
    rmSync(dirname(file), { recursive: true })
  })

  longTest('starts plain tslab, with one line in the log, where the patch does not fit', async () => {
    const breaks =
      'const vm = require("vm"), run = vm.runInThisContext\nvm.runInThisContext = (...args) => run(...args)\n'
    const kernel = await Kernel.start({
      entry: true,
      files: { 'break.cjs': breaks },
      env: { NODE_OPTIONS: '--require ./break.cjs' },
    })
    expect(streamText(await kernel.run('const n: number = 1\nn + 1'))).toBe('2\n')
    const { log } = await kernel.ask<{ log: string }>({ do: 'log' })
    expect(log.split('\n').filter((line) => line.includes('tslab-magics'))).toEqual([
      expect.stringMatching(/vm\.runInThisContext as Node wrote it.*The kernel stays as it is/),
    ])
    const msg = await kernel.start('await new Promise(() => {})')
    await kernel.pump(0.5)
    await kernel.interrupt()
    expect((await kernel.wait([msg]))[0]?.finished).toBe(true)
    await kernel.pump(0.3)
    expect(streamText(await kernel.run('n + 2'))).toBe('3\n')
    await kernel.close()
  })

  test('leaves the interrupt of an endless loop to the signal', async () => {
    const kernel = await Kernel.start({ entry: true })
    const msg = await kernel.start('while (true) {}')
    await kernel.pump(0.5)
    await kernel.interrupt()
    const [cell] = await kernel.wait([msg], { timeout: 5 })
    expect([cell?.finished, errorOf(cell ?? { outputs: [] })?.ename]).toEqual([true, 'KeyboardInterrupt'])
    await kernel.close()
  })
})
