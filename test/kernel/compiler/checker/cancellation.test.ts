import ts from 'typescript'
import { longTest } from '../../../support/extent'
import { notebook, short } from './notebook'

longTest('A check is given up when a question has been asked, and gives the same notes afterwards', () => {
  const token = { isAsked: false }
  const { run, checker, matches } = notebook({
    cancellation: { isCancellationRequested: () => token.isAsked },
  })
  run('const first = 1')
  checker.addCell({ id: 2, code: 'function f() { return first.no }\nabsent' })
  token.isAsked = true
  expect(() => checker.check({ cell: 2 })).toThrow(ts.OperationCanceledException)
  token.isAsked = false
  expect(matches('firs|')).toContain('first')
  expect(short(checker.check({ cell: 2 }))).toEqual(['1:29 TS2339', '2:1 TS2304'])
})

test('A cell that has been overtaken is checked with what it saw', () => {
  const { checker } = notebook()
  checker.addCell({ id: 1, code: 'const a = 1' })
  checker.addCell({ id: 2, code: 'a.toFixed(); a.trim()' })
  checker.addCell({ id: 3, code: 'const a = ""' })
  checker.addCell({ id: 4, code: 'a.trim(); a.toFixed()' })
  expect(short(checker.check({ cell: 4 }))).toEqual(['1:13 TS2551'])
  expect(short(checker.check({ cell: 2 }))).toEqual(['1:16 TS2339'])
})

test('Notes of a local file are not lost when a check is given up after it', () => {
  const token = { polls: Infinity }
  const { write, checker } = notebook({
    cancellation: { isCancellationRequested: () => (token.polls -= 1) < 0 },
  })
  write('one.ts', 'absent')
  write('two.ts', 'function f() { absent }')
  checker.addCell({ id: 1, code: 'import "./one"; import "./two"' })
  const all = ['one.ts:1:1 TS2304', 'two.ts:1:16 TS2304']
  // Given up at each place where TypeScript asks, one after the other.
  let times = 0
  for (let polls = 0; ; polls++) {
    token.polls = polls
    try {
      expect(short(checker.check({ cell: 1 }))).toEqual(all)
      break
    } catch (error) {
      if (!(error instanceof ts.OperationCanceledException)) throw error
      times += 1
    }
  }
  expect(times).toBeGreaterThan(1)
})
