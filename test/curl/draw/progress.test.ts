import { createProgressLine } from '../../../src/curl/draw/progress'
import { currentScope } from '../../../src/kernel/scope/scope'
import { openCell, type TestCell } from '../support/cell'

describe('the progress of a transfer', () => {
  let cell: TestCell
  let nowMs: number
  beforeEach(() => {
    cell = openCell()
    nowMs = 0
  })
  const start = () =>
    createProgressLine(currentScope(), 'https://cdn.example/big.bin?token=canary', () => nowMs)
  const report = (bytes: number) => ({
    url: '',
    direction: 'download' as const,
    bytes,
    totalBytes: 4_000_000,
  })
  const states = (): string[] =>
    cell.outputs.flatMap((output) =>
      'bundles' in output ? output.bundles.map(({ data }) => data['text/plain']) : [],
    )

  test('is not shown within the first second', () => {
    const line = start()
    nowMs = 999
    line.report(report(1_000_000))
    expect(line.finish(undefined)).toBe(false)
    expect(states()).toEqual([])
  })

  test('shows size, share and speed, at most four times a second', () => {
    const line = start()
    nowMs = 1000
    line.report(report(1_000_000))
    nowMs = 1100
    line.report(report(1_200_000))
    nowMs = 2000
    line.report(report(3_000_000))
    line.finish({ data: { 'text/plain': 'the end' } })
    expect(states()).toEqual([
      'receiving https://cdn.example/big.bin \u00b7 1.0 MB of 4.0 MB (25 %) \u00b7 1.0 MB/s',
      'receiving https://cdn.example/big.bin \u00b7 3.0 MB of 4.0 MB (75 %) \u00b7 1.5 MB/s',
      'the end',
    ])
    expect(cell.outputs).toHaveLength(1)
  })

  test('says that it waits while nothing comes, and how long it waited', () => {
    const line = start()
    nowMs = 3000
    line.report({ url: '', direction: 'download', bytes: 0 })
    nowMs = 4200
    line.cancel()
    line.report(report(1))
    expect(states()).toEqual([
      'waiting for https://cdn.example/big.bin \u00b7 3 s',
      'waited 4 s for https://cdn.example/big.bin',
    ])
  })

  test('gives its place to the next output of the transfer, once', () => {
    const line = start()
    nowMs = 1500
    line.report(report(1))
    line.rest()
    nowMs = 3000
    line.report(report(2))
    line.scope.display({ data: { 'text/plain': 'the body' } })
    line.scope.display({ data: { 'text/plain': 'what follows' } })
    expect(line.finish({ data: { 'text/plain': 'the card' } })).toBe(false)
    expect(cell.displays().map(({ data }) => data['text/plain'])).toEqual(['the body', 'what follows'])
    expect(cell.outputs).toHaveLength(2)
  })

  test('is not shown in a terminal', () => {
    cell = openCell('terminal')
    const line = start()
    nowMs = 5000
    line.report(report(1_000_000))
    line.finish(undefined)
    expect(states()).toEqual([])
  })
})
