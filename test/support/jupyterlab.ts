/**
 * JupyterLab, or Notebook 7, in Chromium for tests: a server of its own on 127.0.0.1 with a token, one page per notebook.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { root } from './kernel'
import { installNotebook } from './notebook-server'

/** A cell of a notebook under test: code, or an object with stored outputs. */
export type CellSource =
  | string
  | {
      readonly source: string
      readonly cell_type?: string
      readonly metadata?: object
      readonly outputs?: readonly unknown[]
    }

/** What a cell shows: its stored outputs and the text on the page. */
export interface ShownCell {
  readonly outputs: readonly {
    output_type: string
    text?: string | string[]
    data?: Record<string, unknown>
  }[]
  readonly text: string
}

/** What serves the page. */
export type FrontEnd = 'lab' | 'notebook'

/** Looks that JupyterLab brings along. */
const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  'high contrast': 'JupyterLab Dark High Contrast',
} as const

/** One of {@link THEMES}. */
export type Theme = keyof typeof THEMES

const TOKEN = 'test-token-of-a-local-server'
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A running JupyterLab with a browser. Close it in `afterAll`. */
export class Lab {
  private constructor(
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    /** Where the server listens: its origin. */
    readonly url: string,
    /** The folder that the server serves. */
    readonly folder: string,
    private readonly frontEnd: FrontEnd,
  ) {}

  /** Starts server and browser. */
  static async start(frontEnd: FrontEnd = 'lab'): Promise<Lab> {
    const folder = mkdtempSync(join(tmpdir(), 'lab-'))
    mkdirSync(join(folder, 'node_modules'))
    for (const name of ['tslab', 'node-fetch', 'openai'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    symlinkSync(root, join(folder, 'node_modules', 'tslab-magics'))
    // Cells out of sight stay in the page, so that a test can read them; settings of the user's own are left alone.
    const settings = join(folder, '.settings')
    mkdirSync(join(settings, '@jupyterlab', 'notebook-extension'), { recursive: true })
    writeFileSync(
      join(settings, '@jupyterlab', 'notebook-extension', 'tracker.jupyterlab-settings'),
      JSON.stringify({ windowingMode: 'none' }),
    )
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const bin = join(root, '.venv', 'bin')
    const [module, app] = frontEnd === 'lab' ? ['jupyterlab', 'LabApp'] : ['notebook', 'JupyterNotebookApp']
    const server = spawn(
      join(bin, 'python'),
      [
        '-m',
        module,
        '--no-browser',
        '--allow-root',
        '--ServerApp.ip=127.0.0.1',
        `--ServerApp.port=${port}`,
        '--ServerApp.port_retries=0',
        `--IdentityProvider.token=${TOKEN}`,
        `--ServerApp.root_dir=${folder}`,
        `--${app}.expose_app_in_browser=True`,
        '--LabApp.news_url=None',
        '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: {
          ...process.env,
          PATH: `${bin}:${process.env['PATH']}`,
          JUPYTER_CONFIG_DIR: join(folder, '.config'),
          JUPYTERLAB_SETTINGS_DIR: settings,
          ...(frontEnd === 'notebook' && installNotebook()),
        },
      },
    )
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
    await until(async () => {
      if (server.exitCode !== null) throw new Error(`The server ended: ${log.slice(-2000)}`)
      return (await fetch(`${url}/api/status?token=${TOKEN}`).catch(() => undefined))?.ok === true
    }, 60_000)
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, headless: true, args: CHROMIUM_FLAGS })
    return new Lab(server, browser, url, folder, frontEnd)
  }

  /** Writes a notebook file into the served folder. */
  write(name: string, cells: readonly CellSource[], kernel = 'tslab'): void {
    const notebook = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: kernel, display_name: kernel, language: 'typescript' },
        language_info: { name: 'typescript' },
      },
      cells: cells.map((cell, i) => ({
        id: `cell-${i}`,
        cell_type: 'code',
        metadata: {},
        outputs: [],
        execution_count: null,
        ...(typeof cell === 'string' ? { source: cell } : cell),
      })),
    }
    writeFileSync(join(this.folder, name), JSON.stringify(notebook))
  }

  /** Opens a notebook of the served folder; `prepare` gets the page before it loads anything. */
  async open(
    name: string,
    options: {
      theme?: Theme
      width?: number
      height?: number
      prepare?: (page: Page) => Promise<void>
    } = {},
  ): Promise<LabPage> {
    const context = await this.browser.newContext({
      viewport: { width: options.width ?? 1200, height: options.height ?? 900 },
    })
    const page = await context.newPage()
    await options.prepare?.(page)
    const path =
      this.frontEnd === 'lab' ? `lab/workspaces/w${Date.now()}/tree/${name}?reset&` : `notebooks/${name}?`
    await page.goto(`${this.url}/${path}token=${TOKEN}`)
    const lab = new LabPage(page)
    await lab.ready()
    // The server remembers the theme of an earlier page.
    await lab.theme(options.theme ?? 'light')
    return lab
  }

  /** Ends kernels, server and browser, and removes the folder. */
  async close(): Promise<void> {
    await this.browser.close()
    const headers = { Authorization: `token ${TOKEN}` }
    const sessions = (await (await fetch(`${this.url}/api/sessions`, { headers })).json()) as { id: string }[]
    for (const { id } of sessions)
      await fetch(`${this.url}/api/sessions/${id}`, { method: 'DELETE', headers })
    const closed = new Promise((resolve) => this.server.once('close', resolve))
    this.server.kill('SIGTERM')
    await closed
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** One notebook on a page. */
export class LabPage {
  constructor(readonly page: Page) {}

  /** Waits for the notebook and its kernel. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(
      `globalThis.jupyterapp?.shell?.currentWidget?.content?.model?.cells?.length > 0`,
      undefined,
      { timeout: 60_000 },
    )
    // A kernel may wait for ever whose port another program took before it listened: then another one is asked for.
    await this.kernelAnswers(40_000).catch(async () => {
      await this.page.evaluate(`(() => { const { sessionContext } = jupyterapp.shell.currentWidget.context;
        void sessionContext.changeKernel({ name: sessionContext.session?.kernel?.name ?? 'tslab' }) })()`)
      await this.kernelAnswers(60_000)
    })
  }

  private async kernelAnswers(timeout: number): Promise<void> {
    await this.page.waitForFunction(
      `(() => { const k = jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel;
        return k && k.status === 'idle' && k.connectionStatus === 'connected' })()`,
      undefined,
      { timeout },
    )
  }

  /** Runs one of JupyterLab's commands; does not wait for cells that it starts. */
  async command(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      `void jupyterapp.commands.execute(${JSON.stringify(id)}, ${JSON.stringify(args)}).catch(() => {})`,
    )
  }

  /** Chooses the look of the page; resolves when its style sheet is there. */
  async theme(theme: Theme): Promise<void> {
    await this.page.evaluate(
      `jupyterapp.commands.execute('apputils:change-theme', { theme: ${JSON.stringify(THEMES[theme])} })`,
    )
    // The splash screen covers the page for a moment.
    await this.page.waitForFunction(
      `document.body.dataset.jpThemeName === ${JSON.stringify(THEMES[theme])} && !document.getElementById('jupyterlab-splash')`,
    )
  }

  /** Starts all cells. */
  async runAll(): Promise<void> {
    await this.command('notebook:run-all-cells')
  }

  /** Starts one cell. */
  async runCell(index: number): Promise<void> {
    await this.page.evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex = ${index}`)
    await this.command('notebook:run-cell')
  }

  /** Waits until nothing runs any more. */
  async idle(timeoutMs = 90_000): Promise<void> {
    let quiet = 0
    await until(async () => {
      const busy = await this.page.evaluate(`(() => { const w = jupyterapp.shell.currentWidget;
        return w.context.sessionContext.session?.kernel?.status === 'busy'
          || w.content.widgets.some((c) => c.model.type === 'code' && c.model.executionState === 'running') })()`)
      quiet = busy === true ? 0 : quiet + 1
      return quiet >= 4
    }, timeoutMs)
  }

  /** What a cell shows now. */
  async cell(index: number): Promise<ShownCell> {
    return (await this.page
      .evaluate(`(() => { const c = jupyterapp.shell.currentWidget.content.widgets[${index}];
      return { outputs: c.model.outputs.toJSON(), text: c.outputArea.node.innerText } })()`)) as ShownCell
  }

  /** Whether a cell is still running. */
  async isRunning(index: number): Promise<boolean> {
    return (await this.page.evaluate(
      `jupyterapp.shell.currentWidget.content.widgets[${index}].model.executionState === 'running'`,
    )) as boolean
  }

  /** Presses the Stop button. */
  async stop(): Promise<void> {
    await this.page.locator('[data-command="notebook:interrupt-kernel"]').first().click()
  }

  /** Saves the notebook. */
  async save(): Promise<void> {
    await this.page.evaluate(`jupyterapp.shell.currentWidget.context.save()`)
  }

  /** Takes a picture of a cell, scrolled into view. */
  async screenshot(path: string, index?: number): Promise<void> {
    if (index === undefined) {
      await this.page.screenshot({ path })
      return
    }
    const cell = await this.page.evaluateHandle(
      `jupyterapp.shell.currentWidget.content.widgets[${index}].node`,
    )
    const element = cell.asElement()
    await element?.scrollIntoViewIfNeeded()
    await element?.screenshot({ path })
  }
}

/** Polls until a condition holds. */
export async function until(condition: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
