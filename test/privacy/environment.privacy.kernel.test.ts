/**
 * Each way in which a variable gets into the environment: its value is masked before the next byte leaves, in the same cell
 * too. The values are made by the cells, so no cell spells one.
 */
import { displaysOf, errorOf, Kernel, streamText, type CellRecord } from '../support/kernel'
import { longSuite } from '../support/extent'
import { MASK } from './kernel-setup'

/** A value of its own for each way, and how a cell makes it. */
const valueOf = (seed: number) => `v${seed * 7919}-Kq${seed * 104_729}zWx9Lm`
const MAKE = 'const make = (seed) => `v${seed * 7919}-Kq${seed * 104729}zWx9Lm`'

const files = {
  'sets.ts':
    'export function set(name: string, value: string): void {\n  process.env[name] = value\n}\nexport const held = process.env\n',
  'sets-env.mjs':
    "import { env } from 'node:process'\nimport own from 'node:process'\nexport const set = (name, value) => { env[name] = value }\nexport const setOwn = (name, value) => { own.env[name] = value }\n",
  'sets.cjs': 'module.exports = (name, value) => Object.assign(process.env, { [name]: value })\n',
  '.env': `LOADED_API_KEY=${valueOf(901)}\n`,
  'other.env': `OTHER_API_KEY=${valueOf(902)}\n`,
}

/** `v` is the value, as the cell makes it. */
const WAYS: readonly (readonly [name: string, code: string])[] = [
  ['an assignment', 'process.env.A_API_KEY = v; console.log(v)'],
  ['an assignment by name', 'const n = "B_TOKEN"; process.env[n] = v; console.log(`<${v}>`)'],
  ['an assignment where nothing is set', 'process.env["C_API_KEY"] ??= v; console.log({ v })'],
  ['an assignment that is deleted', 'process.env.D_TOKEN = v; delete process.env.D_TOKEN; console.log(v)'],
  ['an assignment that is overwritten', 'process.env.E_TOKEN = v; process.env.E_TOKEN = "x"; console.log(v)'],
  ['Object.assign', 'Object.assign(process.env, { F_SECRET: v, F_MODE: "plain" }); console.log(v)'],
  [
    'Object.defineProperty',
    'Object.defineProperty(process.env, "G_KEY", { value: v, configurable: true, writable: true, enumerable: true }); console.log(v)',
  ],
  ['Reflect.set', 'Reflect.set(process.env, "H_PASSWORD", v); console.log(v)'],
  [
    'Reflect.defineProperty',
    'Reflect.defineProperty(process.env, "I_KEY", { value: v, configurable: true, writable: true, enumerable: true }); console.log(v)',
  ],
  ['a constant that holds it', 'const { env } = process; env.J_TOKEN = v; console.log(v)'],
  [
    'a new environment',
    'const old1 = process.env; process.env = { ...old1, K_API_KEY: v }; console.log(process.env.K_API_KEY); process.env = old1',
  ],
  [
    'a variable of a new environment',
    'const old2 = process.env; process.env = { ...old2 }; process.env.L_KEY = v; delete process.env.L_KEY; console.log(v); process.env = old2',
  ],
  [
    'a new environment that is put back',
    'const old = process.env; process.env = { M_KEY: v }; process.env = old; console.log(v)',
  ],
  ['an import of env', 'import { env as own1 } from "node:process"; own1.N_KEY = v; console.log(v)'],
  ['an import of the process', 'import own2 from "node:process"; own2.env.O_KEY = v; console.log(v)'],
  ['a module beside the notebook', 'import { set } from "./sets"; set("P_KEY", v); console.log(v)'],
  ['what a module holds', 'import { held } from "./sets"; held.Q_TOKEN = v; console.log(v)'],
  [
    'a native module',
    'const native = await import("./sets-env.mjs"); native.set("R_KEY", v); console.log(v); native.setOwn("R_KEY", v)',
  ],
  ['a CommonJS module', 'const common = require("./sets.cjs"); common("S_KEY", v); console.log(v)'],
  [
    'a later turn',
    'setTimeout(() => { process.env.T_KEY = v; console.log(v) }, 20); await new Promise((done) => setTimeout(done, 60))',
  ],
  ['an error', 'process.env.U_KEY = v; throw new Error(`no ${v}`)'],
  ['a display', 'process.env.V_KEY = v; tslab.display.html(`<b>${v}</b>`)'],
  ['the last value', 'process.env.W_KEY = v; [v]'],
  ['a child', 'process.env.X_KEY = v; await bash`echo "$X_KEY"`; 0'],
  ['the environment itself', 'process.env.Y_KEY = v; console.log(process.env)'],
  ['a key by its prefix', 'v = `sk-proj-${v}`; process.env.SOME_NAME = v; console.log(v.slice(8))'],
]

const shown = (cell: CellRecord) =>
  [
    streamText(cell),
    streamText(cell, 'stderr'),
    JSON.stringify(displaysOf(cell)),
    JSON.stringify(errorOf(cell) ?? ''),
  ].join('\n')

const setups: readonly { name: string; entry?: boolean }[] = [
  { name: 'after the import' },
  { name: 'in our kernel', entry: true },
]

longSuite.each(setups)('$name', ({ entry }) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start({ ...(entry !== undefined && { entry }), files })
    await kernel.run('const early = process.env, earlyLoad = (process as any).loadEnvFile')
    const { reply } = await kernel.run(
      `import * as tslab from "tslab"\nimport { bash } from "tslab-magics"\n${MAKE.replace('(seed)', '(seed: number)')}\nlet v = ""`,
    )
    expect(reply?.status).toBe('ok')
  })
  afterAll(() => kernel.close())

  test.each(WAYS.map(([name, code], at) => [name, code, at + 1] as const))(
    '%s',
    async (_name, code, seed) => {
      const cell = await kernel.run(`v = make(${seed}); ${code}`, { settle: 0.25 })
      expect(shown(cell)).toContain(MASK)
      expect(shown(cell)).not.toContain(valueOf(seed).slice(0, 12))
      expect(shown(cell)).not.toContain(valueOf(seed).slice(-10))
    },
  )

  test.each([
    ['process.loadEnvFile', '(process as any).loadEnvFile(); console.log(process.env.LOADED_API_KEY)', 901],
    ['loadEnvFile of before', 'earlyLoad("other.env"); console.log(early.OTHER_API_KEY)', 902],
    ['an environment of before', 'early.EARLY_TOKEN = make(903); console.log(make(903))', 903],
    [
      'an environment of before, shown later',
      'console.log("a"); early.LATE_TOKEN = make(904); console.log(make(904))',
      904,
    ],
    [
      'an environment of before, drawn',
      'console.log("a"); early.DRAWN_TOKEN = make(905); tslab.display.text(make(905))',
      905,
    ],
  ])('%s', async (_name, code, seed) => {
    const cell = await kernel.run(code, { settle: 0.25 })
    expect(shown(cell)).toContain(MASK)
    expect(shown(cell)).not.toContain(valueOf(seed))
  })

  test.each([
    ['a constant', 'const apiKey = "q8Zk29xMv0Lp"; console.log(apiKey)'],
    ['a record of keys', 'const keys = { OPENAI_API_KEY: "q8Zk29xMv0Lq" }; console.log(keys)'],
    [
      'a record filled by name',
      'const environ: any = {}; environ["SERVICE_TOKEN"] = "q8Zk29xMv0Lr"; console.log(environ)',
    ],
    ['a header', 'const headers = { Authorization: "Bearer q8Zk29xMv0Ls" }; console.log(headers)'],
    ['a password', 'const password = "Winter2024sun"; console.log(password)'],
    ['a script', '%%bash\nexport SERVICE_TOKEN=q8Zk29xMv0Lt\necho "$SERVICE_TOKEN"'],
  ])('%s that the cell spells', async (_name, code) => {
    const cell = await kernel.run(code, { settle: 0.25 })
    expect(shown(cell)).toContain(MASK)
    expect(shown(cell)).not.toMatch(/q8Zk29xMv0L|Winter2024/)
  })

  test.each([
    ['a name', 'const model = { key: "gpt-4o-mini", tokenizer: "cl100k_base" }; console.log(model)'],
    ['words', 'const rules = { password: "must be long", authType: "api-key-2" }; console.log(rules)'],
  ])('leaves %s in a cell alone', async (_name, code) => {
    expect(shown(await kernel.run(code))).not.toContain(MASK)
  })

  test('stays Node’s environment', async () => {
    const facts = `
      process.env.NUMBER = 5 as any; process.env.NOTHING = undefined as any
      const before = process.env
      process.env = { ...before, REPLACED: "1" }; process.env = before
      const plain = Object.create(process.env); plain.INHERITED = "x"
      const refused = (run: () => void) => { try { run(); return "" } catch (error) { return (error as Error).name } }
      console.log(JSON.stringify([
        process.env.NUMBER, process.env.NOTHING, "NUMBER" in process.env, Object.keys(process.env).includes("NUMBER"),
        { ...process.env }.NUMBER, delete process.env.NUMBER, "NUMBER" in process.env, process.env.NUMBER === undefined,
        process.env === process.env, process.env === before, typeof process.env, "REPLACED" in process.env,
        "INHERITED" in process.env, Object.prototype.toString.call(process.env),
        Object.getPrototypeOf(process.env).constructor.name, refused(() => { (process.env as any)[Symbol("s")] = "x" }),
        refused(() => Object.defineProperty(process.env, "BAD", { get: () => "x" })),
        require("child_process").spawnSync(process.execPath, ["-p", "process.env.NOTHING"]).stdout.toString(),
      ]))
      console.log(require("util").inspect(process.env).startsWith("{"))`
    const text = streamText(await kernel.run(facts))
    expect(text).toBe(
      '["5","undefined",true,true,"5",true,false,true,true,true,"object",false,false,"[object Object]","","TypeError","TypeError","undefined\\n"]\ntrue\n',
    )
  })
})
