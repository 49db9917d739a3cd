import type { UseRow } from '../../../src/teach/class/ledger'
import { DEFAULT_LIMITS } from '../../../src/teach/class/limits'
import { drawTable, useLine } from '../../../src/teach/class/table'

const NOW = 1_800_000_000_000
const row = (name: string, more: Partial<UseRow> = {}): UseRow => ({
  name,
  requests: 0,
  recent: [],
  running: 0,
  tokensToday: 0,
  tokensInAll: 0,
  estimated: 0,
  standIns: 0,
  refused: 0,
  lastAt: 0,
  ...more,
})
const size = { columns: 100, rows: 24 }

describe('drawTable', () => {
  test('has those who asked last first, and what is estimated marked', () => {
    const rows = [
      row('ada', { requests: 3, tokensToday: 1_234, tokensInAll: 5_678, lastAt: NOW - 90_000 }),
      row('grace', {
        requests: 1,
        tokensToday: 10,
        tokensInAll: 10,
        estimated: 4,
        running: 1,
        refused: 2,
        lastAt: NOW,
      }),
      row('alan'),
    ]
    expect(drawTable(rows, DEFAULT_LIMITS, { now: NOW, size })).toEqual(
      [
        'student  requests      tokens today  in all  now  refused   last',
        'grace           1    ~10 of 100,000     ~10    1        2    0 s',
        'ada             3  1,234 of 100,000   5,678              2 min',
        'alan            0      0 of 100,000       0                     ',
        'students: 3, requests: 4, tokens today: 1,244, in all: 5,688, under way: 1',
      ].map((line) => expect.stringMatching(new RegExp(`^${line.trim().replace(/ +/g, ' +')} *$`)) as string),
    )
  })

  test('fits into its terminal', () => {
    const rows = Array.from({ length: 200 }, (_, at) => row(`a-student-with-quite-a-long-name-${at}`))
    const lines = drawTable(rows, DEFAULT_LIMITS, { now: NOW, size: { columns: 40, rows: 10 } })
    expect(lines).toHaveLength(9)
    for (const line of lines) expect(line.length).toBeLessThan(40)
    expect(lines.at(-2)).toBe('and 194 more')
  })

  test('has no line for nobody', () => {
    expect(drawTable([], DEFAULT_LIMITS, { now: NOW, size })).toHaveLength(2)
  })
})

test('useLine tells what there is to tell', () => {
  expect(useLine(row('ada', { requests: 2 }), DEFAULT_LIMITS)).toBe(
    'ada: requests 2, tokens today 0 of 100,000',
  )
  const busy = row('ada', {
    requests: 2,
    tokensToday: 5,
    tokensInAll: 9,
    estimated: 3,
    standIns: 1,
    running: 1,
    refused: 4,
  })
  expect(useLine(busy, { ...DEFAULT_LIMITS, tokensPerDay: Infinity })).toBe(
    'ada: requests 2, tokens today 5, in all 9, of them estimated 3, stand-ins 1, under way 1, refused 4',
  )
})
