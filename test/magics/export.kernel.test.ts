/**
 * `%export` and `%%export` on real kernels: a cell with its output as text to copy.
 */
import { errorOf, streamText, type Kernel } from '../support/kernel'
import { LANGUAGE_SETUPS, startWithLibrary } from '../support/kernel-setups'

jest.setTimeout(120_000)

const KEY = 'sk-live-4f1c6d2e8a9b7c3d5e0f1a2b'

describe.each(LANGUAGE_SETUPS)('export on %s', (_name, options) => {
  let kernel: Kernel
  const language = options.js ? 'js' : 'ts'
  beforeAll(async () => {
    kernel = await startWithLibrary(options)
  })
  afterAll(() => kernel.close())

  const said = async (code: string, stream?: 'stdout' | 'stderr'): Promise<string> => {
    const cell = await kernel.run(code)
    const error = errorOf(cell)
    if (error) await kernel.pump(0.25)
    return error ? `${error.ename}: ${error.evalue}` : streamText(cell, stream)
  }

  test('gives the previous cell, again and again, for any target', async () => {
    await kernel.run('console.log("one")\nconsole.error("two")')
    const page = `\`\`\`${language}\nconsole.log("one")\nconsole.error("two")\n\`\`\`\n\n\`\`\`text\none\ntwo\n\`\`\`\n`
    expect(await said('%export')).toBe(page)
    expect(await said('%export docusaurus')).toBe(page)
    await kernel.run('const page1 = %export mkdocs')
    expect(await said('console.log(page1)')).toBe(page)
  })

  test('gives this cell, a magic in it included', async () => {
    expect(await said('%%export\n%%bash\necho $((1 + 1))')).toBe(
      '2\n```bash\necho $((1 + 1))\n```\n\n```text\n2\n```\n',
    )
    expect(await said('%%export mintlify\nconst a1 = { b: 1 }\na1.b')).toBe(
      `1\n\`\`\`${language}\nconst a1 = { b: 1 }\na1.b\n\`\`\`\n\n\`\`\`text\n1\n\`\`\`\n`,
    )
  })

  test('gives pictures as such and says so, and the error of a cell that failed', async () => {
    await kernel.run('%%svg\n<svg xmlns="http://www.w3.org/2000/svg"/>')
    const cell = await kernel.run('%export')
    expect(streamText(cell)).toContain('![Output](./notebook_files/cell-1.svg)')
    expect(streamText(cell, 'stderr')).toMatch(/^A picture is no text; /)
    await said('throw new RangeError("too far")')
    expect(await said('%export')).toMatch(
      /^```\w+\nthrow new RangeError\("too far"\)\n```\n\n```text\n[^]*RangeError: too far[^]*\n```\n$/,
    )
  })

  test('shows no secret of a cell, nor of its output', async () => {
    await kernel.run(`%set_env EXPORT_API_KEY=${KEY}`)
    expect(await said('%export')).toMatch(/^```bash\nexport EXPORT_API_KEY='••••'\n```\n/)
    await kernel.run(`console.log("${KEY}")`)
    expect(await said('%export')).not.toContain(KEY.slice(0, 14))
  })

  test('says what is wrong', async () => {
    expect(await said('%export docusarus')).toMatch(
      /%export takes one target: gfm, .*\. Did you mean docusaurus\?$/,
    )
    expect(await said('%%export no-target\n1')).toMatch(/%%export takes one target: gfm, /)
    expect(await said('%%export\nthrow new Error("mine")')).toBe('Error: mine')
  })
})
