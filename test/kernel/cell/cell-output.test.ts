import { CellOutput } from '../../../src/kernel/cell/cell-output'
import type { Captured } from '../../../src/kernel/cell/capture-stack'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'

function setUp() {
  let now = 1000
  let timers: { at: number; run: () => void }[] = []
  const sent: [type: string, content: unknown][] = []
  const clock = {
    now: () => now,
    later: (run: () => void, ms: number) => void timers.push({ at: now + ms, run }),
  }
  const output = new CellOutput(
    (type, content) => void sent.push([type, content]),
    () => false,
    clock,
  )
  const advance = (ms: number) => {
    now += ms
    const due = timers.filter((timer) => timer.at <= now)
    timers = timers.filter((timer) => timer.at > now)
    for (const timer of due) timer.run()
  }
  const texts = () =>
    sent.flatMap(([type, content]) => (type === 'stream' ? [(content as { text: string }).text] : []))
  return { output, sent, advance, texts }
}
const plain = (text: string, id?: string) => ({ data: { 'text/plain': text }, transient: { display_id: id } })

describe('CellOutput', () => {
  afterEach(() => clearSecrets())

  test('grows while a display is drawn again, and not when it stands still or has ended', () => {
    const { output, advance } = setUp()
    output.write('stdout', 'text')
    output.display(plain('once'), false)
    expect(output.isGrowing()).toBe(false)
    output.display(plain('a', 'd'), false)
    for (let at = 0; at < 20; at++) {
      expect(output.isGrowing()).toBe(true)
      advance(100)
      output.display(plain(`b${at}`, 'd'), true)
    }
    advance(500)
    expect(output.isGrowing()).toBe(false)
    output.display(plain('c', 'd'), true)
    expect(output.isGrowing()).toBe(true)
    output.seal()
    expect(output.isGrowing()).toBe(false)
  })

  test('sends the first text at once and gathers what follows', () => {
    const { output, texts, advance } = setUp()
    for (const text of ['a', 'b', 'c']) output.write('stdout', text)
    expect(texts()).toEqual(['a'])
    advance(40)
    expect(texts()).toEqual(['a', 'bc'])
  })

  test('keeps the order of streams and displays', () => {
    const { output, sent } = setUp()
    output.write('stdout', 'o1')
    output.write('stdout', 'o2')
    output.write('stderr', 'e')
    output.display(plain('d'), false)
    output.write('stdout', 'o3')
    output.flush()
    const seen = sent.map(([type, content]) =>
      type === 'stream' ? (content as { text: string }).text : type,
    )
    expect(seen).toEqual(['o1', 'o2', 'e', 'display_data', 'o3'])
  })

  test('cuts a long text into messages, never inside a character', () => {
    const { output, texts } = setUp()
    const text = `a${'🙂'.repeat(70_000)}`
    output.write('stdout', text)
    output.flush()
    expect(texts().length).toBeGreaterThan(1)
    expect(texts().every((part) => !/[\ud800-\udbff]$/.test(part))).toBe(true)
    expect(texts().join('')).toBe(text)
  })

  test('says what it leaves out beyond the limit of a cell', () => {
    const { output, texts } = setUp()
    for (let i = 0; i < 12; i++) output.write('stdout', 'x'.repeat(1_000_000))
    output.flush()
    const shown = texts().join('')
    expect(shown.slice(0, 10_000_000)).toBe('x'.repeat(10_000_000))
    expect(shown.slice(10_000_000)).toMatch(
      /^\n… more output is left out: this cell has printed 10 MB\..*\n$/,
    )
  })

  test('draws a display again at most every 50 ms, and always its last state', () => {
    const { output, sent, advance } = setUp()
    output.display(plain('0', 'd'), false)
    for (let i = 1; i <= 100; i++) output.display(plain(String(i), 'd'), true)
    advance(50)
    output.display(plain('end', 'd'), true)
    output.flush()
    expect(sent.map(([type, content]) => [type, (content as { data: object }).data])).toEqual([
      ['display_data', { 'text/plain': '0' }],
      ['update_display_data', { 'text/plain': '100' }],
      ['update_display_data', { 'text/plain': 'end' }],
    ])
  })

  test('sends the last state of a display before the text that follows it', () => {
    const { output, sent } = setUp()
    output.display(plain('0', 'd'), false)
    output.display(plain('1', 'd'), true)
    output.display(plain('2', 'd'), true)
    output.write('stdout', 'after')
    output.flush()
    expect(sent.map(([type]) => type)).toEqual(['display_data', 'update_display_data', 'stream'])
  })

  test('masks a secret that is split over two writes', () => {
    registerSecret('canary-4f9c1b7e', 'TOKEN')
    const { output, texts } = setUp()
    output.write('stdout', 'it is canary-4f')
    output.write('stdout', '9c1b7e, they say\n')
    output.flush()
    expect(texts().join('')).toBe('it is ••••, they say\n')
  })

  test('masks secrets in displays of any type', () => {
    registerSecret('canary-4f9c1b7e', 'TOKEN')
    const { output, sent } = setUp()
    output.display(
      { data: { 'text/plain': 'canary-4f9c1b7e', 'application/json': { a: ['canary-4f9c1b7e'] } } },
      false,
    )
    expect(JSON.stringify(sent)).not.toContain('canary')
  })

  test('catches output while it is captured, updates in place', () => {
    const { output, sent } = setUp()
    const into: Captured = { stdout: '', stderr: '', outputs: [] }
    output.captures.start(into)
    output.write('stdout', 'hidden')
    output.display(plain('1', 'd'), false)
    output.display(plain('2', 'd'), true)
    output.captures.stop(into)
    expect(sent).toEqual([])
    expect(into).toEqual({ stdout: 'hidden', stderr: '', outputs: [plain('2', 'd')] })
  })

  test('shows what a capture does not take, or gives it to the capture around', () => {
    const { output, texts } = setUp()
    const outer: Captured = { stdout: '', stderr: '', outputs: [] }
    const inner: Captured = { stdout: '', stderr: '', outputs: [] }
    output.captures.start(outer, { stdout: false, stderr: true, displays: true })
    output.captures.start(inner, { stdout: true, stderr: false, displays: true })
    output.write('stderr', 'to the outer')
    output.write('stdout', 'to the inner')
    output.captures.stop(inner)
    output.write('stdout', 'shown')
    output.flush()
    expect([outer.stderr, outer.stdout, inner.stdout, texts().join('')]).toEqual([
      'to the outer',
      '',
      'to the inner',
      'shown',
    ])
  })

  test('says nothing more once it is sealed', () => {
    const { output, texts } = setUp()
    output.write('stdout', 'before')
    output.seal()
    output.write('stdout', 'after')
    output.flush()
    expect(texts()).toEqual(['before'])
  })
})
