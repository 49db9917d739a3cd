import { readOptions, wrongUse } from '../../../../src/cli/run/compare/options'

describe('the options of run', () => {
  test.each([
    [{ update: true }, '--update goes with --check.'],
    [{ format: 'junit' }, '--format goes with --check.'],
    [{ jobs: '2' }, '--jobs goes with --check and --report.'],
    [{ timeLimit: '2' }, '--time-limit goes with --check and --report.'],
    [{ report: 'a.md', check: true }, '--check does not go with --report.'],
    [{ report: 'a.md', save: true }, '--save does not go with --report.'],
    [{ report: 'a.txt' }, '--report writes a .json or a .md file, not "a.txt".'],
    [{ check: true, save: true }, /--update, not with --save/],
    [{ check: true, format: 'xml' }, '--format is "text", "junit", "github", not "xml".'],
    [{ check: true, jobs: '0' }, '--jobs takes a number from 1 to 64, not "0".'],
    [{ check: true, jobs: 'all' }, /not "all"/],
    [{ check: true, timeLimit: '0' }, '--time-limit takes seconds, not "0".'],
    [{ check: true, timeLimit: '-1' }, /not "-1"/],
  ])('%j are refused', (options, line) => {
    expect(wrongUse(options)).toMatch(line)
  })

  test.each([
    {},
    { save: true },
    { check: true },
    { check: true, update: true, format: 'github', jobs: '64', timeLimit: '1.5' },
  ])('%j are taken', (options) => {
    expect(wrongUse(options)).toBeUndefined()
  })

  test('are read', () => {
    expect(readOptions({ check: true })).toEqual({
      shouldUpdate: false,
      format: 'text',
      jobs: 1,
      timeLimitSeconds: 600,
    })
    expect(readOptions({ update: true, format: 'junit', jobs: '4', timeLimit: '2.5' })).toEqual({
      shouldUpdate: true,
      format: 'junit',
      jobs: 4,
      timeLimitSeconds: 2.5,
    })
  })
})
