import { fork } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { openLedger } from '../../../src/teach/class/ledger'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  file = join(folder, 'class.usage.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const NOON = new Date(2026, 10, 28, 12).getTime()
const DAY_MS = 86_400_000
const COUNT = { prompt: 7, completion: 5, counted: 'server' } as const
const ASKED = { name: 'ada', model: 'm', estimate: 10 }

describe('openLedger', () => {
  test('adds up, and knows it all again after a restart', () => {
    let now = NOON
    const first = openLedger(file, () => now)
    first.begin(ASKED).end(COUNT, 'whole')
    now += DAY_MS
    first.begin(ASKED).end({ ...COUNT, counted: 'estimate' }, 'cut')
    first.begin({ ...ASKED, name: 'grace' }).end({ prompt: 0, completion: 0, counted: 'none' }, 'whole')
    const rows = ['ada', 'grace', 'alan'].map((name) => ({ ...first.rowOf(name, now), recent: [] }))
    expect(rows).toMatchObject([
      { requests: 2, tokensToday: 12, tokensInAll: 24, estimated: 12, standIns: 0 },
      { requests: 1, tokensToday: 0, standIns: 1 },
      { requests: 0, tokensInAll: 0, lastAt: 0 },
    ])
    first.close()
    const second = openLedger(file, () => now)
    expect(['ada', 'grace', 'alan'].map((name) => ({ ...second.rowOf(name, now), recent: [] }))).toEqual(rows)
    // Those of the last minute count on for the limit of a minute.
    expect(second.rowOf('ada', now).recent).toEqual([NOON + DAY_MS])
    second.close()
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('counts the estimate of a request until its answer has ended, and that of one that never did', () => {
    const ledger = openLedger(file, () => NOON)
    const running = ledger.begin(ASKED)
    expect(ledger.rowOf('ada', NOON)).toMatchObject({ requests: 1, tokensInAll: 10, estimated: 10 })
    running.end(COUNT, 'whole')
    running.end(COUNT, 'whole')
    expect(ledger.rowOf('ada', NOON)).toMatchObject({ tokensInAll: 12, estimated: 0 })
    ledger.begin(ASKED)
    ledger.close()
    const next = openLedger(file, () => NOON)
    expect(next.rowOf('ada', NOON)).toMatchObject({ requests: 2, tokensInAll: 22, running: 0 })
    next.close()
  })

  test('keeps an answer over midnight in the day in which it ended', () => {
    let now = new Date(2026, 10, 28, 23, 59, 59).getTime()
    const ledger = openLedger(file, () => now)
    const running = ledger.begin(ASKED)
    now += 2_000
    running.end(COUNT, 'whole')
    expect(ledger.rowOf('ada', now)).toMatchObject({ tokensToday: 12, tokensInAll: 12 })
    ledger.close()
  })

  test('counts for today when the clock had been a day ahead, or a year', () => {
    let now = NOON
    const ledger = openLedger(file, () => now)
    ledger.begin(ASKED).end(COUNT, 'whole')
    for (const ahead of [DAY_MS, 365 * DAY_MS]) {
      now = NOON + ahead
      const running = ledger.begin(ASKED)
      now = NOON
      running.end(COUNT, 'whole')
    }
    ledger.begin(ASKED).end(COUNT, 'whole')
    expect(ledger.rowOf('ada', now)).toMatchObject({ tokensToday: 48, tokensInAll: 48 })
    ledger.close()
    const next = openLedger(file, () => now)
    expect(next.rowOf('ada', now)).toMatchObject({ tokensToday: 48, tokensInAll: 48 })
    next.close()
  })

  test('is shared by two processes: each hears of the other', () => {
    const [one, two] = [openLedger(file, () => NOON), openLedger(file, () => NOON)]
    one.begin(ASKED).end(COUNT, 'whole')
    two.begin(ASKED).end(COUNT, 'whole')
    expect(two.rowOf('ada', NOON)).toMatchObject({ requests: 1, tokensInAll: 12 })
    expect([...one.refresh(), ...two.refresh()]).toEqual([])
    for (const ledger of [one, two])
      expect(ledger.rowOf('ada', NOON)).toMatchObject({ requests: 2, tokensInAll: 24 })
    one.close()
    two.close()
  })

  test('begins anew when its file is taken away', () => {
    const ledger = openLedger(file, () => NOON)
    ledger.begin(ASKED).end(COUNT, 'whole')
    renameSync(file, `${file}.last-year`)
    expect(ledger.refresh()).toEqual([])
    expect(ledger.rowOf('ada', NOON)).toMatchObject({ requests: 0, tokensInAll: 0 })
    ledger.begin(ASKED).end(COUNT, 'whole')
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
    ledger.close()
  })

  test('passes over lines that are none, and says how many', () => {
    const good = openLedger(file, () => NOON)
    good.begin(ASKED).end(COUNT, 'whole')
    good.close()
    // As a full disk leaves one, and as somebody writes one.
    appendFileSync(file, '{"at":"2026-11-28T1')
    const ledger = openLedger(file, () => NOON)
    ledger.begin(ASKED).end(COUNT, 'whole')
    appendFileSync(
      file,
      '{"at":"x"}\n[1]\n{"at":"2026-11-28T10:00:00Z","id":"1","name":"ada","kind":"ended","prompt":-5,"completion":1,"counted":"server","end":"whole"}\n',
    )
    expect(ledger.refresh()).toEqual([`${file}: 4 lines cannot be read and do not count.`])
    expect(ledger.rowOf('ada', NOON)).toMatchObject({ requests: 2, tokensInAll: 24 })
    ledger.close()
  })

  test('is whole after kill -9 in the middle of much to write', async () => {
    const program = join(folder, 'writer.cjs')
    writeFileSync(
      join(folder, 'writer.ts'),
      `import { openLedger } from ${JSON.stringify(join(__dirname, '../../../src/teach/class/ledger'))}
       const ledger = openLedger(${JSON.stringify(file)})
       for (let at = 0; ; at++) {
         ledger.begin({ name: 'ada', model: 'm', estimate: 10 }).end({ prompt: 7, completion: 5, counted: 'server' }, 'whole')
         if (at === 200) process.send!('much')
       }`,
    )
    buildSync({
      entryPoints: [join(folder, 'writer.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      packages: 'external',
    })
    const child = fork(program)
    await new Promise((resolve) => child.once('message', resolve))
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    const ledger = openLedger(file)
    expect(ledger.refresh()).toEqual([])
    const { requests, tokensInAll } = ledger.rowOf('ada', Date.now())
    expect(requests).toBeGreaterThan(200)
    // The last one may have begun and not ended.
    expect([requests * 12, requests * 12 - 2]).toContain(tokensInAll)
    ledger.close()
  })
})
