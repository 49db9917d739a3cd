/**
 * A real kernel for tests: tslab of a chosen version in a folder of its own, driven through jupyter_client.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const root = resolve(__dirname, '..', '..')

/** Versions of tslab that the patch is tested on. */
export const TSLAB_VERSIONS = ['1.0.22', '1.0.21', '1.0.15'] as const

export interface Output {
  readonly type: 'stream' | 'display' | 'error' | 'clear'
  readonly name?: 'stdout' | 'stderr'
  readonly text?: string
  readonly data?: Record<string, unknown>
  readonly metadata?: Record<string, unknown>
  readonly ename?: string
  readonly evalue?: string
  readonly traceback?: readonly string[]
}

export interface CellRecord {
  readonly msg: string
  readonly finished: boolean
  readonly outputs: readonly Output[]
  readonly types: readonly string[]
  readonly updates?: number
  readonly idle: boolean
  readonly reply: { readonly status: string; readonly [field: string]: unknown } | null
}

/** A message as it came over the wire. */
export interface RawMessage {
  readonly channel: 'iopub' | 'shell' | 'stdin'
  readonly type: string
  readonly parent_header: Record<string, unknown>
  readonly metadata: unknown
  readonly content: unknown
}

export interface KernelOptions {
  /** Version of tslab; 1.0.22 by default. */
  readonly tslab?: (typeof TSLAB_VERSIONS)[number]
  /** Start through the library's own kernelspec entry instead of stock tslab. */
  readonly entry?: boolean
  readonly js?: boolean
  readonly env?: Record<string, string>
  /** Files to put into the kernel's folder: name to text. */
  readonly files?: Record<string, string>
}

/** All text of one stream of a cell. */
export function streamText(cell: Pick<CellRecord, 'outputs'>, name: 'stdout' | 'stderr' = 'stdout'): string {
  return cell.outputs.map((output) => (output.name === name ? (output.text ?? '') : '')).join('')
}

/** The error a cell ended with. */
export function errorOf(cell: Pick<CellRecord, 'outputs'>): Output | undefined {
  return cell.outputs.find((output) => output.type === 'error')
}

/** The displays of a cell in their last state. */
export function displaysOf(cell: Pick<CellRecord, 'outputs'>): readonly Record<string, unknown>[] {
  return cell.outputs.flatMap((output) => (output.type === 'display' && output.data ? [output.data] : []))
}

/** A running kernel. Close it in `afterAll`. */
export class Kernel {
  private readonly waiting = new Map<number, (answer: Record<string, unknown>) => void>()
  private lastId = 0
  private stderr = ''

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly cwd: string,
  ) {
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
  }

  /** Starts a kernel in a new folder outside the repository whose node_modules holds tslab and this library. */
  static async start(options: KernelOptions = {}): Promise<Kernel> {
    const cwd = mkdtempSync(join(tmpdir(), 'kernel-'))
    const modules = join(cwd, 'node_modules')
    mkdirSync(join(modules, '@types'), { recursive: true })
    const version = options.tslab ?? '1.0.22'
    const tslab = join(root, 'node_modules', version === '1.0.22' ? 'tslab' : `tslab-${version}`)
    symlinkSync(tslab, join(modules, 'tslab'))
    symlinkSync(root, join(modules, 'tslab-magics'))
    for (const name of ['node-fetch', 'openai'])
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
    for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(cwd, name), text)
    const program = options.entry
      ? [join(root, 'dist', 'kernel-entry.js')]
      : [join(modules, 'tslab', 'bin', 'tslab')]
    const argv = [process.execPath, ...program, 'kernel', '--config-path', '{connection_file}']
    if (options.js) argv.push('--js')
    const spec = {
      argv,
      display_name: 'under test',
      language: options.js ? 'javascript' : 'typescript',
      env: options.env ?? {},
    }
    const python = join(root, '.venv', 'bin', 'python')
    const child = spawn(python, [join(__dirname, 'kernel_client.py'), JSON.stringify(spec), cwd], {
      env: { ...process.env, PYTHONUNBUFFERED: '1' },
    })
    const kernel = new Kernel(child, cwd)
    await kernel.listen()
    return kernel
  }

  private listen(): Promise<void> {
    return new Promise((ready, fail) => {
      this.child.once('error', fail)
      this.child.once('close', (code) => {
        const reason = `the kernel's driver ended (${code}): ${this.stderr.slice(-2000)}`
        fail(new Error(reason))
        for (const resolve of this.waiting.values()) resolve({ failed: reason })
      })
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        const answer = JSON.parse(line) as Record<string, unknown>
        if (answer['ready'] === true) ready()
        const resolve = this.waiting.get(answer['id'] as number)
        this.waiting.delete(answer['id'] as number)
        resolve?.(answer)
      })
    })
  }

  /** Sends one command to the driver. */
  async ask<T = Record<string, unknown>>(command: Record<string, unknown>): Promise<T> {
    const id = ++this.lastId
    const answer = await new Promise<Record<string, unknown>>((resolve) => {
      this.waiting.set(id, resolve)
      this.child.stdin.write(`${JSON.stringify({ id, ...command })}\n`)
    })
    if (answer['failed'] !== undefined) throw new Error(String(answer['failed']))
    return answer as T
  }

  /** Runs a cell to its end. `answers` are given to its prompts, one each. */
  async run(
    code: string,
    options: { answers?: readonly string[]; stdin?: boolean; timeout?: number; settle?: number } = {},
  ): Promise<CellRecord> {
    const stdin = options.stdin ?? options.answers !== undefined
    return await this.ask<CellRecord>({ do: 'run', code, ...options, stdin })
  }

  /** Starts a cell without waiting for it. */
  async start(code: string, options: { stdin?: boolean; stop_on_error?: boolean } = {}): Promise<string> {
    return (await this.ask<{ msg: string }>({ do: 'start', code, ...options })).msg
  }

  /** Waits for started cells. */
  async wait(
    msgs: readonly string[],
    options: { timeout?: number; settle?: number } = {},
  ): Promise<readonly CellRecord[]> {
    const { cells, finished } = await this.ask<{ cells: CellRecord[]; finished: boolean }>({
      do: 'wait',
      msgs,
      ...options,
    })
    return cells.map((cell) => ({ ...cell, finished }))
  }

  /** Waits until a started cell has shown a text. */
  async until(msg: string, text: string, timeout = 20): Promise<CellRecord & { seen: boolean }> {
    return await this.ask<CellRecord & { seen: boolean }>({ do: 'until', msg, text, timeout })
  }

  /** Presses Stop. */
  async interrupt(): Promise<void> {
    await this.ask({ do: 'interrupt' })
  }

  /** Keeps every message from now on, see {@link Kernel.messages}. */
  async record(): Promise<void> {
    await this.ask({ do: 'record' })
  }

  /** All messages since the last call, those of other cells and of prompts too. */
  async messages(): Promise<readonly RawMessage[]> {
    return (await this.ask<{ messages: RawMessage[] }>({ do: 'messages' })).messages
  }

  /** Asks for completion (Tab) or inspection (Shift-Tab) at a place of a cell. */
  async question(what: 'complete' | 'inspect', code: string, pos = code.length): Promise<unknown> {
    return (await this.ask({ do: what, code, pos }))['reply']
  }

  /** Sends any message on the shell channel; waits until the kernel is idle again, and has replied if it is to. */
  async send(type: string, content: object, replied = false): Promise<CellRecord & { finished: boolean }> {
    return await this.ask({ do: 'send', type, content, replied })
  }

  /** Lets messages come in for some time. */
  async pump(seconds: number): Promise<void> {
    await this.ask({ do: 'pump', seconds })
  }

  /** Ends the kernel and removes its folder. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once('close', resolve))
    if (this.child.exitCode === null) {
      this.child.stdin.end(`${JSON.stringify({ id: 0, do: 'shutdown' })}\n`)
      await closed
    }
    rmSync(this.cwd, { recursive: true, force: true })
  }
}
