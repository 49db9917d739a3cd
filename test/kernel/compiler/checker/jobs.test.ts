import { Jobs } from '../../../../src/kernel/compiler/checker/jobs'
import type { Note, Reply, Request } from '../../../../src/kernel/compiler/checker/protocol'

const CANCELLED = new Error('cancelled')

/** Jobs whose turns are taken by hand, and whose checks ask whether to go on. */
function workshop() {
  const log: string[] = []
  const replies: Reply[] = []
  const turns: (() => void)[] = []
  let asked = 0
  /** What happens in the middle of a check. */
  let meanwhile: () => void = () => {}
  const jobs: Jobs = new Jobs({
    worker: {
      names: ['a'],
      addCell: ({ id }) => void log.push(`add ${id}`),
      addModule: ({ name }) => void log.push(`module ${name}`),
      invalidate: () => void log.push('invalidate'),
      check(target): readonly Note[] {
        log.push(`begin ${JSON.stringify(target)}`)
        meanwhile()
        if (jobs.isCancellationRequested()) throw CANCELLED
        log.push('checked')
        return []
      },
      complete: ({ offset }) => {
        log.push(`complete ${offset}`)
        if (jobs.isCancellationRequested()) throw CANCELLED
        return { start: 0, end: offset, matches: [] }
      },
      inspect() {
        throw new Error('no such thing')
      },
    },
    asked: () => asked,
    reply: (reply) => void replies.push(reply),
    later: (run) => void turns.push(run),
    isCancellation: (error) => error === CANCELLED,
  })
  const question = (id: number): Request => ({ kind: 'complete', id, code: '', offset: id })
  const check = (id: number): Request => ({ kind: 'check', id, target: { cell: id } })
  return {
    jobs,
    log,
    replies,
    question,
    check,
    /** Sends a question that has not arrived yet. */
    send: () => void (asked += 1),
    ask: (id: number) => {
      asked += 1
      jobs.receive(question(id))
    },
    during: (run: () => void) => (meanwhile = run),
    turn: () => turns.shift()?.(),
    runAll: () => {
      for (let next = turns.shift(); next; next = turns.shift()) next()
    },
  }
}

describe('Jobs', () => {
  test('carry out orders at once', () => {
    const { jobs, log } = workshop()
    jobs.receive({ kind: 'add', id: 1, code: '' })
    jobs.receive({ kind: 'module', name: 'm', code: '', jsx: false })
    jobs.receive({ kind: 'invalidate' })
    expect(log).toEqual(['add 1', 'module m', 'invalidate'])
  })

  test('answer questions before checks', () => {
    const { jobs, check, ask, runAll, replies } = workshop()
    jobs.receive(check(1))
    jobs.receive(check(2))
    ask(3)
    ask(4)
    runAll()
    expect(replies.map(({ id }) => id)).toEqual([3, 4, 1, 2])
  })

  test('interrupt a check for a question, and take it up again', () => {
    const { jobs, check, question, send, during, turn, runAll, log, replies } = workshop()
    jobs.receive(check(1))
    during(() => send())
    turn()
    expect(replies).toEqual([])
    during(() => {})
    // Nothing is tried again before the question is there.
    runAll()
    expect(log).toEqual(['begin {"cell":1}'])
    jobs.receive(question(7))
    runAll()
    expect(log).toEqual(['begin {"cell":1}', 'complete 7', 'begin {"cell":1}', 'checked'])
    expect(replies.map(({ id }) => id)).toEqual([7, 1])
  })

  test('finish a check after three interruptions', () => {
    const { jobs, check, question, send, during, runAll, log } = workshop()
    let id = 10
    during(() => send())
    jobs.receive(check(1))
    runAll()
    for (let i = 0; i < 3; i++) {
      jobs.receive(question((id += 1)))
      runAll()
    }
    expect(log.filter((line) => line.startsWith('begin'))).toHaveLength(4)
    expect(log.filter((line) => line === 'checked')).toHaveLength(1)
  })

  test('do not interrupt questions', () => {
    const { ask, send, runAll, replies } = workshop()
    ask(1)
    send()
    runAll()
    expect(replies).toEqual([{ id: 1, answer: { start: 0, end: 1, matches: [] } }])
  })

  test('leave time for something else only when there is nothing to do', () => {
    const { jobs, check, runAll, log } = workshop()
    jobs.whenIdle(() => log.push('idle'))
    jobs.receive(check(1))
    jobs.whenIdle(() => log.push('not idle'))
    runAll()
    expect(log).toEqual(['idle', 'begin {"cell":1}', 'checked'])
  })

  test('answer what fails with its message, and go on', () => {
    const { jobs, check, runAll, replies } = workshop()
    jobs.receive({ kind: 'inspect', id: 1, code: '', offset: 0 })
    jobs.receive({ kind: 'names', id: 2 })
    jobs.receive(check(3))
    runAll()
    expect(replies).toEqual([
      { id: 1, error: 'no such thing' },
      { id: 2, answer: ['a'] },
    ])
  })
})
