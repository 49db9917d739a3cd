/**
 * `notebooks/verbatim.ipynb`, cell by cell on real kernels: by import and on the kernelspec.
 */
import { join } from 'node:path'
import { errorOf, Kernel, root, streamText, type CellRecord } from '../support/kernel'
import { KERNEL_SETUPS } from '../support/kernel-setups'
import { joined, readCells } from '../support/notebook'

jest.setTimeout(120_000)

const cells = readCells(join(root, 'notebooks', 'verbatim.ipynb')).filter(
  ({ cell_type }) => cell_type === 'code',
)
const sourceOf = (id: string) => joined(cells.find((cell) => cell.id === id)?.source)

describe('the verbatim notebook', () => {
  test('begins with the import alone, and names no host', () => {
    expect(joined(cells[0]?.source)).toBe('import "tslab-magics"')
    for (const { source } of cells) expect(joined(source)).not.toMatch(/https?:/)
  })

  test('holds cells of a Python notebook', () => {
    expect(sourceOf('access-token')).toBe('# No Quotes!\n%set_env ACCESS_TOKEN=...')
    expect(sourceOf('nano-curl')).toMatch(
      /^%%bash\nexport MODEL_NAME="deci-nano"\ncurl -s "\$BASE_URL\/serving\/llm\/.*\| python -m json\.tool$/s,
    )
    expect(sourceOf('install')).toBe('! npm install openai')
  })

  test('is committed with the outputs of a run, without an error and without a token', () => {
    for (const { outputs = [] } of cells)
      expect(outputs.filter(({ output_type }) => output_type === 'error')).toEqual([])
    expect(JSON.stringify(cells)).toContain('~~ USAGE ~~')
    expect(JSON.stringify(cells)).not.toMatch(/practice-[\w-]{24}|Bearer (?!\$ACCESS_TOKEN)/)
  })

  describe.each(KERNEL_SETUPS)('on %s', (_name, options) => {
    let kernel: Kernel
    const ran = new Map<string, CellRecord>()
    const shown = (id: string) => streamText(ran.get(id) as CellRecord)

    beforeAll(async () => {
      const unset = {
        BASE_URL: '',
        ACCESS_TOKEN: '',
        WORKSPACE_ID: '',
        MODEL_NAME: '',
        OPENAI_BASE_URL: '',
        OPENAI_API_KEY: '',
      }
      const env = { ...unset, PATH: `${join(root, '.venv', 'bin')}:${process.env['PATH']}` }
      // The package is there already, as it is when the notebook is run a second time: no network.
      const files = { 'package.json': '{"private": true, "dependencies": {"openai": "*"}}' }
      kernel = await Kernel.start({ ...options, env, files })
      for (const { id, source } of cells) {
        const text = joined(source)
        if (options.entry && text === 'import "tslab-magics"') continue
        ran.set(id as string, await kernel.run(text))
      }
    })
    afterAll(() => kernel.close())

    test('runs from its first cell to its last', () => {
      expect([...ran].flatMap(([id, cell]) => (errorOf(cell) ? [[id, errorOf(cell)?.evalue]] : []))).toEqual(
        [],
      )
      expect([...ran.values()].map((cell) => streamText(cell, 'stderr')).join('')).toBe('')
    })

    test('keeps the values of practice() where the tutorial has dots', () => {
      expect(shown('access-token')).toContain('keeps the value it has')
      expect(shown('workspace-id')).toContain('keeps the value it has')
    })

    test('prints the answer of the first model as JSON', () => {
      expect(JSON.parse(shown('nano-curl'))).toMatchObject({
        model: 'deci-nano',
        choices: [
          {
            message: { content: expect.stringContaining('Vegan recipes') as string },
            finish_reason: 'length',
          },
        ],
      })
    })

    test('prints the stream of the second model to its end', () => {
      expect(shown('coder-curl')).toMatch(/^data: \{.*deci-coder-6b.*\n\ndata: \[DONE\]\n\n$/s)
    })

    test('asks with the OpenAI client', () => {
      expect(shown('install')).toMatch(/up to date/)
      expect(shown('client-code')).toMatch(
        /~~ RESPONSE ~~ \n\n\n1\. Vegan recipes.*~~ USAGE ~~ \n\n\n.*total_tokens: \d+/s,
      )
    })

    test('never shows the token', () => {
      expect(JSON.stringify([...ran.values()])).not.toMatch(/practice-[\w-]{24}/)
    })
  })
})
