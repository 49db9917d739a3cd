import { createRunPrinter, type OutputContent, type RunEvent } from '../../../src/cli/run/print-run'

const output = (type: string, content: OutputContent): RunEvent => ({ event: 'output', type, content })
const stream = (text: string) => output('stream', { text })
const display = (text: string, id?: string) =>
  output('display_data', {
    data: { 'text/plain': text },
    ...(id !== undefined && { transient: { display_id: id } }),
  })
const update = (text: string, id: string) =>
  output('update_display_data', { data: { 'text/plain': text }, transient: { display_id: id } })
const end: RunEvent = { event: 'end', failure: null }

/** All pieces that are written for some steps. */
function print(...events: RunEvent[]): string[] {
  const pieces: string[] = []
  const printer = createRunPrinter((text) => pieces.push(text))
  for (const event of events) printer.take(event)
  return pieces
}

const text = (...events: RunEvent[]) => print(...events, end).join('')

describe('createRunPrinter', () => {
  test('gives each code cell a title, its source and a line before its output', () => {
    const cell: RunEvent = { event: 'cell', type: 'code', number: 2, source: 'console.log(1)' }
    const lines = text({ event: 'start', cells: 3 }, cell, stream('1\n')).split('\n')
    expect(lines[1]).toMatch(/^── cell 2 of 3 ─+$/)
    expect(lines[2]).toBe('console.log(1)')
    expect(lines[3]).toMatch(/^┄+$/)
    expect(lines.slice(4)).toEqual(['1', ''])
  })

  test('prints the text of other cells as it is', () => {
    expect(text({ event: 'cell', type: 'markdown', number: 0, source: '# Title' })).toBe('\n# Title\n')
  })

  test('writes each piece of a stream when it arrives, on one line', () => {
    expect(print(stream('a'), stream('b'))).toEqual(['a', 'b'])
    expect(text(stream('a'), display('tree'), stream('b'))).toBe('a\ntree\nb\n')
  })

  test('writes a growing display while it grows, in whole lines, and never twice', () => {
    const states = ['one', 'one\ntw', 'one\ntwo\nthr', 'one\ntwo\nthree']
    const [first = '', ...rest] = states
    const pieces = print(display(first, 'd'), ...rest.map((state) => update(state, 'd')), end)
    expect(pieces.join('')).toBe('one\ntwo\nthree\n')
    expect(pieces.length).toBeGreaterThan(2)
  })

  test('leaves out a provisional last line', () => {
    expect(
      text(display('one\n(working)', 'd'), update('one\ntwo\n(working)', 'd'), update('one\ntwo\ndone', 'd')),
    ).toBe('one\ntwo\ndone\n')
  })

  test('writes a display again, whole, when it takes back what is written', () => {
    const steps = [display('a\nb', 'd'), update('a\nb\nc', 'd'), update('other', 'd')]
    expect(text(...steps)).toBe('a\nother\n')
  })

  test('writes a display before what comes after it', () => {
    expect(text(display('first', 'a'), display('second', 'b'), update('changed', 'a'), stream('x'))).toBe(
      'first\nsecond\nchanged\nx\n',
    )
  })

  test('writes only what is new of a display that goes on after something else', () => {
    expect(text(display('a', 'd'), stream('x\n'), update('a\n\n[end]', 'd'))).toBe('a\nx\n[end]\n')
  })

  test('names the types of a display that has no text', () => {
    expect(text(output('display_data', { data: { 'image/png': 'AAAA' } }))).toBe('[image/png]\n')
  })

  test('prints an error by its traceback, else by its name', () => {
    expect(text(output('error', { ename: 'E', evalue: 'why', traceback: ['E: why', '  at 1'] }))).toBe(
      'E: why\n  at 1\n',
    )
    expect(text(output('error', { ename: 'E', evalue: 'why', traceback: [] }))).toBe('E: why\n')
  })

  test('keeps control sequences from the terminal, colours excepted', () => {
    expect(text(stream('\u001b]0;title\u0007\u001b[31mred\u001b[0m\n'))).toBe('\u001b[31mred\u001b[0m\n')
  })
})
