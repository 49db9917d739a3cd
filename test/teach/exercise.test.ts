import { ChatError } from '../../src/chat/answer/errors'
import { ExerciseError } from '../../src/teach/errors'
import { exercise, type ExerciseTools } from '../../src/teach/exercise'
import { type Drawing, startDrawing } from '../support/drawing-scope'

let drawing: Drawing
let count = 0
/** A name that no other test has used. */
const fresh = (): string => `exercise ${++count}`
beforeEach(() => {
  drawing = startDrawing()
})

const KEY = `sk-proj-${'abcd1234efgh5678ijkl'}`
const answer = {
  text: 'Flour and butter.',
  finishReason: 'stop',
  toolCalls: [],
  request: {
    method: 'POST',
    url: '$BASE_URL/chat/completions',
    headers: [['authorization', `Bearer ${KEY}`]],
    body: JSON.stringify({
      model: 'deci-nano',
      temperature: 0.7,
      messages: [{ role: 'user', content: 'What is a roux?' }],
      top_p: 1,
    }),
  },
}
type Check = (tools: ExerciseTools) => unknown

/** The line of a check that fails. */
async function complaintOf(check: Check): Promise<string | undefined> {
  const { passed, complaint } = await exercise(fresh(), check, { reject: false })
  expect(passed).toBe(complaint === undefined)
  return complaint
}

describe('exercise', () => {
  test('shows one green line when it is solved', async () => {
    const name = fresh()
    const result = await exercise(name, ({ expect }) => expect(6 * 7).toBe(42))
    expect(result).toEqual({ name, passed: true, failedTries: 0 })
    expect(drawing.outputs).toHaveLength(1)
    expect(drawing.outputs[0]).toEqual({
      data: { 'text/plain': `✔ ${name}: solved`, 'text/html': expect.stringContaining('#1a7f37') },
      metadata: { 'tslab-magics': { exercise: { name, passed: true } } },
    })
  })

  test('fails its cell when it is not, and shows why', async () => {
    const name = fresh()
    const failure = exercise(name, async ({ expect }) => expect(await Promise.resolve(41)).toBe(42))
    await expect(failure).rejects.toMatchObject({
      code: 'exercise',
      exercise: name,
      tries: 1,
      message: `${name}: expected: 42, received: 41`,
    })
    await failure.catch((error) => expect(ExerciseError.is(error)).toBe(true))
    expect(drawing.text()).toBe(`✘ ${name}: expected: 42, received: 41`)
  })

  test('gives one more hint a try, and the solution after them; a solved one counts no further', async () => {
    const name = fresh()
    const run = async (value: number): Promise<string> => {
      drawing = startDrawing()
      const options = { hints: ['look at it', 'add one'], solution: 'const x = 42', reject: false }
      await exercise(name, ({ expect }) => expect(value).toBe(42), options)
      return drawing.text()
    }
    const line = `✘ ${name}: expected: 42, received: 1`
    expect(await run(1)).toBe(`${line}\nHint: look at it`)
    expect(await run(1)).toBe(`${line}\nHint 1: look at it\nHint 2: add one`)
    expect(await run(42)).toBe(`✔ ${name}: solved`)
    expect(await run(42)).toBe(`✔ ${name}: solved`)
    expect(await run(1)).toBe(`${line}\nHint 1: look at it\nHint 2: add one\nSolution: const x = 42`)
  })

  test('folds hints, and escapes all that it shows', async () => {
    const options = { hints: ['<b>bold</b>'], reject: false }
    await exercise('<i>name</i>', ({ expect }) => expect('<script>').toBe('x'), options)
    const html = String(drawing.outputs[0]!.data['text/html'])
    expect(html).toContain('<details><summary style="cursor:pointer">Hint</summary><pre')
    expect(html).not.toMatch(/<script|<i>|<b>bold/)
  })

  test('takes true and false for an answer', async () => {
    expect(await complaintOf(() => true)).toBeUndefined()
    expect(await complaintOf(() => false)).toBe('not what is expected')
    expect(await complaintOf(async () => false)).toBe('not what is expected')
  })

  test.each<[string, () => unknown]>([
    ['an empty name', () => exercise(' ', () => true)],
    ['no check', () => exercise('x', undefined as never)],
    ['a check that asks nothing', () => exercise(fresh(), () => {})],
    ['an option that there is not', () => exercise(fresh(), () => true, { hint: ['a'] } as never)],
  ])('refuses %s', async (_name, run) => {
    await expect(run()).rejects.toMatchObject({ code: 'usage' })
  })

  test('shows the difference of objects below its line', async () => {
    const name = fresh()
    await exercise(name, ({ expect }) => expect({ a: 1 }).toEqual({ a: 2 }), { reject: false })
    expect(drawing.text().split('\n')).toEqual([
      `✘ ${name}: not what is expected`,
      '  - Expected  - 1',
      '  + Received  + 1',
      '    Object {',
      '  -   "a": 2,',
      '  +   "a": 1,',
      '    }',
    ])
  })

  test('tells of a promise that kept what should have failed', async () => {
    const line = await complaintOf(({ expect }) => expect(Promise.resolve(1)).rejects.toThrow('no'))
    expect(line).toBe('received promise resolved instead of rejected, resolved to value: 1')
  })

  test('tells a stub that nobody has replaced from an error', async () => {
    const line = await complaintOf(() => {
      throw new Error('YOUR CODE HERE')
    })
    expect(line).toBe('your code is missing: it takes the place of "YOUR CODE HERE"')
  })

  test('tells in one line what else went wrong in a check', async () => {
    const line = await complaintOf(() => {
      throw new TypeError('cannot read\nthis')
    })
    expect(line).toBe('the check ended with TypeError: cannot read this')
  })
})

describe('a check of what was sent', () => {
  test.each<[string, object]>([
    ['single fields', { model: 'deci-nano' }],
    ['fields of fields', { messages: [{ role: 'user' }] }],
    ['a text that matches', { messages: [{ content: /roux/ }] }],
  ])('takes %s', async (_name, fields) => {
    expect(await complaintOf(({ expect }) => expect(answer).toHaveSent(fields))).toBeUndefined()
    expect(await complaintOf(({ expect }) => expect(answer).not.toHaveSent(fields))).toMatch('should not')
  })

  test.each<[string, unknown, object, string]>([
    ['another value', answer, { temperature: 0.2 }, '`temperature` is 0.7, and should be 0.2'],
    ['a field that is not there', answer, { max_tokens: 5 }, '`max_tokens` was not sent, and should be 5'],
    [
      'a misspelt field',
      { body: '{"temprature":1}' },
      { temperature: 1 },
      '`temperature` was not sent, and should be 1; `temprature` was: is that meant?',
    ],
    [
      'a field of a field',
      answer,
      { messages: [{ role: 'system' }] },
      '`messages[0].role` is "user", and should be "system"',
    ],
    [
      'another text',
      answer,
      { messages: [{ content: /risotto/ }] },
      '`messages[0].content` is "What is a roux?", and should match /risotto/',
    ],
    ['another count', answer, { messages: [] }, '`messages` has 1 items, and should have 0'],
    [
      'two fields',
      answer,
      { model: 'm', top_p: 0 },
      '`model` is "deci-nano", and should be "m"; `top_p` is 1, and should be 0',
    ],
    ['another type', answer, { model: ['m'] }, '`model` is "deci-nano", and should be ["m"]'],
    ['bytes', { body: Buffer.from('{"n":1}') }, { n: 2 }, '`n` is 1, and should be 2'],
    ['no JSON', { body: 'a=b' }, { a: 1 }, 'the body of the request is not JSON'],
    ['no body', { method: 'GET', url: '/' }, { a: 1 }, 'the request had no body'],
    [
      'no request',
      { text: 'a' },
      { a: 1 },
      'this value has no request: give what chat, stream or curl returned',
    ],
    [
      'a promise',
      Promise.resolve(answer),
      { a: 1 },
      'a promise (was `await` left out?) has no request: give what chat, stream or curl returned',
    ],
    ['null', null, { a: 1 }, 'null has no request: give what chat, stream or curl returned'],
    [
      'nothing',
      undefined,
      { a: 1 },
      'there is nothing yet (undefined): write the code that makes it, and run its cell',
    ],
  ])('names %s', async (_name, value, fields, line) => {
    expect(await complaintOf(({ expect }) => expect(value).toHaveSent(fields))).toBe(line)
  })

  test('takes values that stand for others', async () => {
    const check = (type: unknown) =>
      complaintOf(({ expect }) => expect(answer).toHaveSent({ top_p: expect.any(type) }))
    expect(await check(Number)).toBeUndefined()
    expect(await check(String)).toBe('`top_p` is 1, and should be Any<String>')
  })
})

describe('a check of an answer', () => {
  const cut = { ...answer, finishReason: 'length' }
  const failed = {
    ...answer,
    finishReason: null,
    error: new ChatError('network', 'the connection was closed'),
  }
  test.each<[unknown, string, string | undefined]>([
    [answer, 'whole', undefined],
    [answer, 'stop', undefined],
    [{ ...answer, finishReason: 'tool_calls' }, 'whole', undefined],
    [{ chat: cut, status: 200 }, 'length', undefined],
    [failed, 'network', undefined],
    [
      cut,
      'whole',
      'the answer ended with "length" (cut off: the token limit was reached (length)), and should end with "whole"',
    ],
    [answer, 'length', 'the answer ended with "stop" (finished), and should end with "length"'],
    [
      failed,
      'stop',
      'the answer ended with "network" (the connection was closed), and should end with "stop"',
    ],
    [
      { ...answer, finishReason: null },
      'whole',
      'the answer ended with no finish reason given, and should end with "whole"',
    ],
    ['text', 'whole', 'text is no answer: give what chat, stream or curl returned'],
    [undefined, 'whole', 'there is nothing yet (undefined): write the code that makes it, and run its cell'],
  ])('tells how it ended (%#)', async (value, how, line) => {
    expect(await complaintOf(({ expect }) => expect(value).toHaveEnded(how))).toBe(line)
  })

  test.each<[string | RegExp, string | undefined]>([
    ['butter', undefined],
    [/^Flour/, undefined],
    ['sugar', 'the answer is "Flour and butter.", and should contain "sugar"'],
    [/sugar/i, 'the answer is "Flour and butter.", and should match /sugar/i'],
  ])('tells what it says: %s', async (text, line) => {
    expect(await complaintOf(({ expect }) => expect(answer).toHaveAnswered(text))).toBe(line)
  })
})

describe('a check of output', () => {
  const output = {
    stdout: 'printed',
    stderr: '',
    outputs: [{ data: { 'text/plain': 'drawn', 'text/html': '<b>' } }],
  }
  test.each<[string | RegExp, string | undefined]>([
    ['printed', undefined],
    [/drawn/, undefined],
    ['text/html', undefined],
    ['image/png', 'text/html, text/plain was drawn, and no image/png'],
    ['missing', 'the output is "printed\\ndrawn", and should contain "missing"'],
  ])('tells what was drawn: %s', async (what, line) => {
    expect(await complaintOf(({ expect }) => expect(output).toHaveDrawn(what))).toBe(line)
  })

  test.each<[string, unknown, string | undefined]>([
    ['an answer whose request holds the key', answer, undefined],
    ['a text', `my key: ${KEY}`, 'the value shows a key'],
    ['a field', { a: { b: [`x ${KEY}`] } }, '`a.b.0` shows a key'],
    ['an answer that says it', { ...answer, text: KEY }, '`text` shows a key'],
  ])('finds a key in %s', async (_name, value, line) => {
    expect(await complaintOf(({ expect }) => expect(value).toHideKeys())).toBe(line)
    expect(drawing.text()).not.toContain(KEY)
  })
})

describe('where nobody captures', () => {
  test('capture says so', async () => {
    const line = await complaintOf(({ capture }) => capture(() => {}))
    expect(line).toMatch(/captured only in a notebook cell/)
  })
})
