import { studentText } from '../../../src/teach/student/markers'

const STUB = '// YOUR CODE HERE\nthrow 0'

describe('studentText', () => {
  test.each<[string, string, string]>([
    ['no markers', 'const a = 1\n', 'const a = 1\n'],
    ['one solution', 'let a\n// ### BEGIN SOLUTION\na = 1\n// ### END SOLUTION\na', `let a\n${STUB}\na`],
    ['a plain marker', '### BEGIN SOLUTION\n1\n### END SOLUTION', STUB],
    [
      'an indented one',
      'f(() => {\n  // BEGIN SOLUTION\n  1\n  // END SOLUTION\n})',
      'f(() => {\n  // YOUR CODE HERE\n  throw 0\n})',
    ],
    [
      'two solutions',
      '// BEGIN SOLUTION\n1\n// END SOLUTION\n2\n// BEGIN SOLUTION\n// END SOLUTION',
      `${STUB}\n2\n${STUB}`,
    ],
    ['hidden tests', 'check(1)\n// ### BEGIN HIDDEN TESTS\ncheck(2)\n// ### END HIDDEN TESTS\n', 'check(1)'],
    ['hidden tests in the middle', '1\n/* BEGIN HIDDEN TESTS */\n2\n/* END HIDDEN TESTS */\n3', '1\n3'],
    ['a marking scheme', 'Say why.\n### BEGIN MARK SCHEME\ntwo points\n### END MARK SCHEME', 'Say why.'],
    ['line ends of Windows', '// BEGIN SOLUTION\r\n1\r\n// END SOLUTION\r\n2', `${STUB}\n2`],
  ])('with %s', (_name, source, text) => {
    expect(studentText(source, STUB)).toMatchObject({ text })
  })

  test.each<[string, string]>([
    ['// BEGIN SOLUTION\n1', 'SOLUTION, which begins in line 1, has no end'],
    ['1\n// END SOLUTION', 'line 2 ends SOLUTION, which has not begun'],
    ['// BEGIN SOLUTION\n// BEGIN SOLUTION', 'line 2 begins SOLUTION inside SOLUTION, which began in line 1'],
    ['// BEGIN SOLUTION\n// END HIDDEN TESTS', 'line 2 ends HIDDEN TESTS, which has not begun'],
    [
      '// BEGIN HIDDEN TESTS\n// BEGIN SOLUTION',
      'line 2 begins SOLUTION inside HIDDEN TESTS, which began in line 1',
    ],
  ])('says what is wrong with %j', (source, line) => {
    expect(studentText(source, STUB)).toBe(line)
  })
})
