import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { loadMarkdown } from '../../../src/docs/markdown/parser'
import { readPage } from '../../../src/docs/notebook/read-page'
import { addTabs } from '../../../src/docs/requests/add-tabs'
import { TARGETS } from '../../../src/docs/targets/all-targets'
import { writePage } from '../../../src/docs/write-page'
import { code, display, notebook, prose } from '../support/notebooks'

beforeAll(loadMarkdown)

const CURL = 'curl "$BASE_URL/models" -H "Authorization: Bearer $ACCESS_TOKEN"'
const request = {
  method: 'POST',
  url: [{ env: 'BASE_URL' }, '/chat/completions'],
  headers: [
    ['Content-Type', 'application/json'],
    ['Authorization', ['Bearer ', { env: 'ACCESS_TOKEN' }]],
  ],
  body: { text: '{"model":"m","messages":[{"role":"user","content":"{x} <b> ``` $y$ {{z}} :::"}]}' },
}
const answered = display({ 'text/plain': 'Hi' }, { 'tslab-magics': { request } })

async function write(to: string, cells: readonly object[], languages = ['curl', 'ts', 'python'] as const) {
  const read = readPage(notebook(cells), {
    name: 'page',
    noOutputs: true,
    footers: 'drop',
    answers: 'prose',
  })!
  const { page, notes } = await addTabs(read, { languages, cwd: '/', readBeside: () => undefined })
  const target = TARGETS.find(({ name }) => name === to)!
  const [file] = writePage(page, {
    target,
    page: 'page',
    notebook: 'page.ipynb',
    pages: new Map(),
    baseUrl: undefined,
    foldLines: 30,
    onlyCell: undefined,
    readBeside: () => undefined,
  })
  return { text: String(file!.content), notes }
}

const [TS, PYTHON] = [
  '```ts\nimport OpenAI from "openai";',
  '```python\nimport os\n\nfrom openai import OpenAI',
]
const BASH = `\`\`\`bash\n${CURL}\n\`\`\``

describe('tabs of a page', () => {
  test.each<[string, readonly string[]]>([
    [
      'gfm',
      [
        BASH,
        `<details>\n<summary>TypeScript</summary>\n\n${TS}`,
        `</details>\n\n<details>\n<summary>Python</summary>\n\n${PYTHON}`,
      ],
    ],
    [
      'docusaurus',
      [
        "import Tabs from '@theme/Tabs'\nimport TabItem from '@theme/TabItem'\n",
        `<Tabs groupId="api-client">\n<TabItem value="curl" label="curl">\n\n${BASH}\n\n</TabItem>\n<TabItem value="ts" label="TypeScript">\n\n${TS}`,
        '</TabItem>\n</Tabs>',
      ],
    ],
    [
      'mintlify',
      [
        `<CodeGroup>\n\n\`\`\`bash curl\n${CURL}\n\`\`\`\n\n\`\`\`ts TypeScript\n`,
        '```python Python\n',
        '</CodeGroup>',
      ],
    ],
    [
      'starlight',
      [
        "import { Tabs, TabItem } from '@astrojs/starlight/components'\n",
        `<Tabs syncKey="api-client">\n<TabItem label="curl">\n\n${BASH}`,
      ],
    ],
    [
      'nextra',
      [
        "import { Tabs } from 'nextra/components'\n",
        `<Tabs items={['curl', 'TypeScript', 'Python']} storageKey="api-client">\n<Tabs.Tab>\n\n${BASH}`,
      ],
    ],
    [
      'myst',
      [
        `::::{tab-set}\n\n:::{tab-item} curl\n:sync: curl\n\n${BASH}\n\n:::\n\n:::{tab-item} TypeScript\n:sync: ts\n\n${TS}`,
      ],
    ],
    ['sphinx', ['::::{tab-set}\n:sync-group: api-client\n\n:::{tab-item} curl\n']],
    ['quarto', [`::: {.panel-tabset group="api-client"}\n\n## curl\n\n${BASH}\n\n## TypeScript\n\n${TS}`]],
    ['vitepress', [`::: code-group\n\n\`\`\`bash [curl]\n${CURL}\n\`\`\`\n\n\`\`\`ts [TypeScript]\n`]],
    [
      'mkdocs',
      [
        `=== "curl"\n\n    \`\`\`bash\n    ${CURL}\n    \`\`\`\n\n=== "TypeScript"\n\n    \`\`\`ts\n    import OpenAI from "openai";\n\n    const client`,
      ],
    ],
    ['html', ['<details>\n<summary>TypeScript</summary>', '<code class="language-python">import os']],
  ])('are written for %s', async (to, parts) => {
    const { text } = await write(to, [code(`%%bash\n${CURL}`)])
    for (const part of parts) expect(text).toContain(part)
    expect(text.match(/import OpenAI from|import OpenAI from/g)).toHaveLength(1)
  })

  test('come in the order and number in which they are wanted', async () => {
    const { text } = await write('gfm', [code(`%%bash\n${CURL}`)], ['python', 'curl'] as never)
    expect(text).toMatch(/^```python\n[^]*<summary>curl<\/summary>\n\n```bash\ncurl/)
    expect(text).not.toContain('```ts')
  })

  test('follow code that is more than the request', async () => {
    const { text } = await write('gfm', [code('const { text } = await chat({ model })', [answered])])
    expect(text).toMatch(/^```ts\nconst \{ text \}[^]*```bash\ncurl "\$BASE_URL\/chat\/completions"/)
  })

  test('are left out where the author says so', async () => {
    const more = { metadata: { tags: ['no-tabs'] } }
    expect((await write('gfm', [code(`%%bash\n${CURL}`, [], more)])).text).toBe(`${BASH}\n`)
  })

  test('are named where they cannot be made', async () => {
    const { text, notes } = await write('gfm', [code('%%bash\ncurl -u "$USER:$PASSWORD" x.test')])
    expect(notes).toEqual(['cell 1 gets no tabs: its curl command cannot be read without running it'])
    expect(text).toBe('```bash\ncurl -u "$USER:$PASSWORD" x.test\n```\n')
  })

  test('compile as MDX, with imports once and below the front matter', async () => {
    const cells = [
      prose('# Title'),
      code(`%%bash\n${CURL}`),
      prose('and'),
      code('await chat({})', [answered]),
    ]
    const targets = TARGETS.filter(({ extension }) => extension === '.mdx')
    const pages: Record<string, string> = {}
    for (const { name } of targets) pages[name] = (await write(name, cells)).text
    const output = execFileSync(process.execPath, [join(__dirname, '..', 'support', 'render-mdx.mjs')], {
      input: JSON.stringify(pages),
      encoding: 'utf8',
    })
    for (const [name, { html, error }] of Object.entries(
      JSON.parse(output) as Record<string, { html?: string; error?: string }>,
    )) {
      expect([name, error]).toEqual([name, undefined])
      expect(html?.match(/from openai import OpenAI/g)).toHaveLength(2)
      expect(pages[name]).toMatch(/^---\ntitle: "Title"\n---\n/)
    }
  })
})
