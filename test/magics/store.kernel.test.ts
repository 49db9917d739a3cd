/** `%store`: what one notebook keeps, another has. Two real kernels, one after the other, and the file between them. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorOf, Kernel, streamText } from '../support/kernel'
import { LANGUAGE_SETUPS } from '../support/kernel-setups'

jest.setTimeout(120_000)

const KEY = 'sk-' + 'Kq7tR2mX9pLw4Zs8Vb3N'

describe.each(LANGUAGE_SETUPS)('%%store on %s', (_name, options) => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const path = join(folder, 'tslab-magics', 'store.json')
  let kernel: Kernel

  const restart = async () => {
    await kernel?.close()
    kernel = await Kernel.start({ ...options, env: { XDG_DATA_HOME: folder } })
    if (!options.entry) expect((await kernel.run('import "tslab-magics"')).reply?.status).toBe('ok')
  }
  const run = async (code: string) => {
    const cell = await kernel.run(code)
    const error = errorOf(cell)
    if (cell.reply?.status !== 'ok') await kernel.pump(0.25)
    return error ? `${error.ename}: ${error.evalue}` : streamText(cell)
  }
  beforeAll(restart)
  afterAll(async () => {
    await kernel.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('keeps the variables of a notebook for another, with their types', async () => {
    expect(await run('%store')).toBe('Nothing is stored. %store NAME stores a variable.\n')
    const cell = `let API_KEY = "${KEY}"\nconst MODEL = "m-1"\n%store API_KEY\n%store MODEL`
    expect(await run(cell)).toBe("Stored 'API_KEY' (string)\nStored 'MODEL' (string)\n")
    expect(await run('let limits = { tokens: [5, 50], strict: true }')).toBe('')
    expect(await run('%store limits')).toBe("Stored 'limits' (Object)\n")
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      API_KEY: KEY,
      MODEL: 'm-1',
      limits: { tokens: [5, 50], strict: true },
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)

    await restart()
    const restored = await run(
      '%store -r API_KEY MODEL\nconsole.log(MODEL.toUpperCase(), API_KEY.length, API_KEY)',
    )
    expect(restored).toBe(`M-1 ${KEY.length} ••••\n`)
    expect(await run('%store -r\nconsole.log(limits.tokens[1], MODEL)')).toBe('50 m-1\n')
    expect(await run('%store')).toBe(
      [
        'Stored variables and their values:',
        'API_KEY -> ••••',
        'MODEL   -> "m-1"',
        'limits  -> {"tokens":[5,50],"strict":true}\n',
      ].join('\n'),
    )
  })

  test('makes a variable again that the cell or an earlier one has', async () => {
    expect(await run('let MODEL = "other"\n%store -r MODEL\nconsole.log(MODEL)')).toBe('m-1\n')
    expect(await run('%store -r MODEL\n%store -r MODEL\nMODEL += "!"\nconsole.log(MODEL)')).toBe('m-1!\n')
    expect(await run('const got = %store -r MODEL\nconsole.log(got.MODEL)')).toBe('m-1\n')
  })

  test('says what is not there, what it cannot keep and where it cannot stand', async () => {
    expect(await run('%store -r NOTHING\nconsole.log("no")')).toBe(
      'UsageError: There is no stored variable NOTHING. Store it in the notebook that has it: %store NOTHING',
    )
    expect(await run('%store nothing')).toBe('UsageError: %store: there is no variable nothing.')
    expect(await run('const day = new Map([[1, 2]])\n%store day')).toBe(
      'UsageError: %store keeps texts, numbers, arrays and plain objects of them; day is of type Map.',
    )
    expect(await run('%store MODEL > model.txt')).toMatch(
      /^UsageError: %store takes names of variables, not >\./,
    )
    expect(await run('if (1) {\n%store -r MODEL\n}')).toBe(
      'UsageError: %store -r MODEL makes variables. Put it at the top of the cell.',
    )
  })

  test('forgets, and leaves a file alone that is not its own', async () => {
    expect(await run('%store -d API_KEY MODEL')).toBe('')
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual(['limits'])
    expect(await run('%store -d API_KEY')).toBe('UsageError: There is no stored variable API_KEY.')
    writeFileSync(path, 'no JSON')
    expect(await run('%store limits')).toBe(
      `UsageError: %store: ${path} is no file of stored values. %store -z makes a new one.`,
    )
    expect(readFileSync(path, 'utf8')).toBe('no JSON')
    expect(await run('%store -z')).toBe('')
    expect(await run('%store limits\n%store')).toContain('limits -> ')
  })
})
