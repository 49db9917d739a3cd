import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startHostileServer, type HostileRoute, type HostileServer } from '../support/hostile-server'
import { Lab, type CellSource, type LabPage } from '../support/jupyterlab'
import { root } from '../support/kernel'
import { PAYLOADS } from '../support/xss-payloads'

jest.setTimeout(180_000)

/** What a page did that its notebook must not make it do. */
interface Harm {
  /** Numbers that payloads gave when they ran. */
  readonly ran: number[]
  /** Addresses outside of the Jupyter server that the page asked for. */
  readonly left: string[]
  readonly dialogs: string[]
}

describe('what servers and models send', () => {
  let lab: Lab
  let hostile: HostileServer
  beforeAll(async () => {
    mkdirSync(join(root, 'test-results'), { recursive: true })
    hostile = await startHostileServer()
    lab = await Lab.start()
  })
  afterAll(async () => {
    await lab.close()
    hostile.close()
  })

  /** Opens a notebook and watches its page from the first request on. */
  async function watch(name: string): Promise<{ page: LabPage; harm: Harm }> {
    const harm: Harm = { ran: [], left: [], dialogs: [] }
    const note = (url: string) => {
      if (!/^(?:data|blob|about):/.test(url) && new URL(url).host !== new URL(lab.url).host)
        harm.left.push(url)
    }
    const prepare = async (page: Page) => {
      await page.exposeFunction('pwned', (id: number) => void harm.ran.push(id))
      page.on('dialog', (dialog) => {
        harm.dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      page.context().on('request', (request) => note(request.url()))
      page.on('websocket', (socket) => note(socket.url()))
    }
    const page = await lab.open(name, { height: 2000, prepare })
    // Cells out of sight are drawn too.
    await page.page.evaluate(`(() => { const notebook = jupyterapp.shell.currentWidget.content
      notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: 'none' } })()`)
    return { page, harm }
  }

  /** Opens all folds, moves the mouse over everything, focuses it, and gives what is in the outputs and must not be. */
  async function provoke({ page }: LabPage): Promise<string[]> {
    return (await page.evaluate(`(async () => {
      const all = () => [...document.querySelectorAll('.jp-OutputArea-output *')]
      for (const fold of document.querySelectorAll('.jp-OutputArea-output details')) fold.open = true
      for (const element of all()) {
        for (const type of ['mouseover', 'mouseenter', 'mousemove', 'focus', 'animationstart', 'error', 'load', 'toggle'])
          element.dispatchEvent(new Event(type))
        const isLink = element.closest('a, button') !== null
        if (!isLink) element.dispatchEvent(new MouseEvent('click'))
      }
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const isForbidden = (e) => /^(script|iframe|object|embed|form|link|meta|base|frame|portal)$/i.test(e.localName)
        || [...e.attributes].some(({ name, value }) => /^on|^data-commandlinker|^srcdoc$/i.test(name)
          || (/^(xlink:)?href$|^src$|^action$/i.test(name) && /^\\s*(javascript|vbscript|data:text)/i.test(value)
            // JupyterLab itself links such addresses in plain text; browsers do not open them.
            && !(e.rel === 'noopener' && e.textContent === value && e.closest('.jp-RenderedText') && value.startsWith('data:'))))
        || (e.localName === 'a' && e.href && !/^(https?|mailto|data):$/.test(e.protocol))
      return all().filter((e) => isForbidden(e) && !e.matches('form.vega-bindings:empty')).map((e) => e.outerHTML.slice(0, 200))
    })()`)) as string[]
  }

  async function expectHarmless({ page, harm }: { page: LabPage; harm: Harm }): Promise<void> {
    const forbidden = await provoke(page)
    expect(harm).toEqual({ ran: [], left: [], dialogs: [] })
    expect(forbidden).toEqual([])
  }

  /** A cell that does something for every payload of a route. */
  const each = (body: string) => `for (let i = 0; i < ${PAYLOADS.length}; i++) {\n  ${body}\n}`
  const ask = (route: HostileRoute, more: string) =>
    `{ baseURL: "${hostile.origin}/${route}/" + i + "/v1", apiKey: "none", model: "m", messages: "x", retries: 0${more} }`
  const chats = (route: HostileRoute, more = '') =>
    each(`await chat(${ask(route, `, reject: false${more}`)})`)
  const streams = (route: HostileRoute, as: string) =>
    each(`await stream(await fetch("${hostile.origin}/${route}/" + i), { as: "${as}", reject: false })`)
  const curls = (route: HostileRoute, flags: string) =>
    each(`await curl({ reject: false })\`curl ${flags} ${hostile.origin}/${route}/\${i}\``)
  const list = (route: HostileRoute) => `const P: string[] = ${JSON.stringify(hostile.payloads(route))}\n`

  function cells(): CellSource[] {
    const expectedError = { tags: ['raises-exception'] }
    return [
      'import { bash, chat, compare, curl, show, stream, usage } from "tslab-magics"',
      chats('text'),
      chats('pieces'),
      chats('text', ', as: "text"'),
      streams('text', 'events'),
      streams('text', 'json'),
      streams('tools', 'markdown'),
      chats('second', ', n: 2'),
      chats('reasoning'),
      chats('tools'),
      chats('footer'),
      chats('stream-error'),
      chats('http-error'),
      chats('html-error'),
      chats('whole', ', stream: false'),
      `void await chat({ baseURL: "${hostile.origin}/all/0/v1", apiKey: "none", model: ${JSON.stringify(hostile.payloads('all')[1])}, messages: "x", anatomy: true, reject: false })`,
      curls('text', '-sN'),
      curls('stream-error', '-sN'),
      curls('http-error', '-s'),
      curls('html-error', '-s'),
      curls('html', '-s'),
      curls('svg', '-s'),
      curls('false-png', '-s'),
      curls('location', '-sL'),
      curls('location', '-si'),
      `void await curl\`curl -s ${hostile.origin}/json/0\``,
      `void await curl\`curl -s ${hostile.origin}/json/0 | jq .\``,
      `void await curl\`curl -s ${hostile.origin}/events/0\``,
      `void await curl\`curl -si ${hostile.origin}/headers/0\``,
      `void await curl\`curl -v ${hostile.origin}/headers/0\``,
      `void await curl\`curl -sI ${hostile.origin}/headers/0\``,
      `${list('out-file')}for (const p of P.filter((p) => !p.includes("/") && p.length < 200 && !/^-|\\n/.test(p)))
  await curl({ reject: false })\`curl -s -o \${p} ${hostile.origin}/html/0\``,
      each(`await curl({ reject: false })\`curl -sOJ ${hostile.origin}/file/\${i}\``),
      `${list('url')}for (const p of P) await curl({ reject: false })\`curl -gsv \${"${hostile.origin}/json/0?" + p}\``,
      `${list('show')}show(Object.fromEntries(P.map((p) => [p, p])), { root: P[1] })
show(new Map(P.map((p) => [p, [p]])))\nfor (const p of P) { show(new Error(p)); show(p); show.text(p); show.svg(p) }`,
      `${list('print')}for (const p of P) { console.log(p); console.error(p) }\nvoid await bash\`printf '%s\\n' \${P}\``,
      `${list('stream')}for (const p of P) await stream([p.slice(0, 5), p.slice(5)], { reject: false })`,
      `${list('models')}void await compare(P.slice(0, 8), "x", { baseURL: "${hostile.origin}/text/1/v1", apiKey: "none" })\nusage()`,
      ...[0, 1, 8, 28, 42, 70].map((i) => ({
        source: `throw Object.assign(new Error(${JSON.stringify(hostile.payloads('thrown')[i])}), { name: ${JSON.stringify(hostile.payloads('thrown')[i])} })`,
        metadata: expectedError,
      })),
      {
        source: `const i = 1\nvoid await chat(${ask('http-error', '')})`,
        metadata: expectedError,
      },
      { source: `void await curl\`curl -s ${hostile.origin}/http-error/1\``, metadata: expectedError },
    ]
  }

  test('the checks notice code that runs and requests that leave', async () => {
    const [, image, , remote] = hostile.payloads('control')
    lab.write('control.ipynb', [
      'import { show } from "tslab-magics"',
      `show.html(${JSON.stringify(image)})\nshow.html(${JSON.stringify(remote)})`,
    ])
    const { page, harm } = await watch('control.ipynb')
    await page.runAll()
    await page.idle()
    const forbidden = await provoke(page)
    expect(harm.ran).toContain(1)
    expect(new Set(harm.left)).toEqual(new Set([`${hostile.origin}/out/3`]))
    expect(forbidden).toEqual([expect.stringContaining('onerror')])
    await page.page.context().close()
  })

  test('runs nothing and asks for nothing in a trusted notebook, while it runs and opened again', async () => {
    const sources = cells()
    lab.write('hostile.ipynb', sources)
    const first = await watch('hostile.ipynb')
    await first.page.runAll()
    await first.page.idle(120_000)
    const shown = await Promise.all(sources.map((_cell, i) => first.page.cell(i)))
    // Every way in was taken: no cell is empty, and only those fail that are meant to.
    const silent = shown.flatMap(({ outputs }, i) => (i > 0 && outputs.length === 0 ? [i] : []))
    expect(silent).toEqual([])
    const failed = shown.flatMap(({ outputs }, i) =>
      outputs.some(({ output_type }) => output_type === 'error') ? [i] : [],
    )
    expect(failed).toEqual(sources.flatMap((cell, i) => (typeof cell === 'string' ? [] : [i])))
    await expectHarmless(first)
    expect(
      await first.page.page.evaluate(
        `jupyterapp.shell.currentWidget.content.widgets.every((cell) => cell.model.trusted)`,
      ),
    ).toBe(true)
    await first.page.save()
    await first.page.page.context().close()

    const again = await watch('hostile.ipynb')
    await again.page.idle()
    await expectHarmless(again)
    await again.page.page.context().close()
  })
})
