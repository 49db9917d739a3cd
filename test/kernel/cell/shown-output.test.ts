import { ShownOutput } from '../../../src/kernel/cell/shown-output'

function shown(messages: readonly (readonly [type: string, content: object])[]): ShownOutput {
  const output = new ShownOutput()
  for (const [type, content] of messages) output.take(type, content)
  return output
}

const text = (words: string, name = 'stdout') => ['stream', { name, text: words }] as const
const display = (plain: string, id?: string) =>
  ['display_data', { data: { 'text/plain': plain }, metadata: {}, transient: { display_id: id } }] as const
const update = (plain: string, id: string) =>
  [
    'update_display_data',
    { data: { 'text/plain': plain }, metadata: {}, transient: { display_id: id } },
  ] as const
const drawn = (plain: string) => ({
  output_type: 'display_data',
  data: { 'text/plain': plain },
  metadata: {},
})
const stream = (words: string, name = 'stdout') => ({ output_type: 'stream', name, text: words })

describe('ShownOutput', () => {
  test.each([
    [
      'joins text of one stream',
      [text('a'), text('b'), text('c', 'stderr')],
      [stream('ab'), stream('c', 'stderr')],
    ],
    [
      'keeps the last state of a display',
      [display('1', 'x'), text('t'), update('2', 'x')],
      [drawn('2'), stream('t')],
    ],
    ['takes no update of another cell', [text('a'), update('2', 'x')], [stream('a')]],
    ['is empty once it is cleared', [text('a'), ['clear_output', { wait: false }]], []],
    ['waits with clearing', [text('a'), ['clear_output', { wait: true }]], [stream('a')]],
    ['clears with the next output', [text('a'), ['clear_output', { wait: true }], text('b')], [stream('b')]],
    [
      'keeps an error',
      [['error', { ename: 'E', evalue: 'm', traceback: [] }]],
      [{ output_type: 'error', ename: 'E', evalue: 'm', traceback: [] }],
    ],
  ] as const)('%s', (_name, messages, outputs) => {
    expect(shown(messages).outputs).toEqual(outputs)
  })

  test('keeps a bounded part of endless output, and takes anew once it is cleared', () => {
    const long = 'x'.repeat(3_000_000)
    const output = shown([text(long), display(long), text('more')])
    expect(output.outputs).toEqual([stream(long)])
    expect(output.isCut).toBe(true)
    output.take('clear_output', { wait: false })
    output.take(...text('new'))
    expect([output.outputs, output.isCut]).toEqual([[stream('new')], false])
  })

  test('counts a display by its last state', () => {
    const output = shown([display('', 'x')])
    for (let count = 0; count < 20; count++) output.take(...update('x'.repeat(1_000_000), 'x'))
    expect(output.isCut).toBe(false)
  })
})
