import { compareCell } from '../../../../src/cli/run/compare/compare-cell'
import { Pairs } from '../../../../src/cli/run/compare/volatile'
import { anatomyBundles } from '../../../../src/display/anatomy/anatomy'
import { exchangeBundle } from '../../../../src/display/exchange-card'
import { badgeBundle } from '../../../../src/practice/badge'

const START = Date.parse('2026-03-04T12:00:00Z')
const END = START + 30_000
const SOURCES = 'listen(40001); const id = "chatcmpl-NG0DidBXf7xh6xTN"'

type Output = Readonly<Record<string, unknown>>
const stdout = (text: string): Output => ({ output_type: 'stream', name: 'stdout', text })
const stderr = (text: string): Output => ({ output_type: 'stream', name: 'stderr', text })
const shown = (data: object, metadata: object = {}): Output => ({
  output_type: 'display_data',
  data,
  metadata,
})
const plain = (text: string): Output => shown({ 'text/plain': text })
const answer = (text: string, footer: string): Output =>
  shown({
    'text/markdown': `${text}\n\n<span style="opacity:.7">${footer}</span>`,
    'text/plain': `${text}\n[${footer}]`,
  })
const limited = (text: string): Output =>
  shown({
    'text/markdown': `${text}\n\n<div style="border-left:3px solid #d1242f"><b>Incomplete.</b> the time limit of the call passed</div>`,
    'text/plain': `${text}\n[incomplete: the time limit of the call passed]`,
  })
const card = (elapsedMs: number, more: object = {}): Output =>
  shown(
    exchangeBundle({
      method: 'POST',
      url: 'http://127.0.0.1:41234/v1/chat/completions',
      status: 200,
      statusText: 'OK',
      elapsedMs,
      sizeBytes: 505,
      responseHeaders: [['content-type', 'application/json']],
      ...more,
    }).data,
  )
const anatomy = (scale: number, text = 'hello'): Output[] =>
  anatomyBundles([
    {
      label: 'streamed',
      rows: [
        { atMs: 100 * scale, raw: `{"delta":"${text}"}`, parsed: { delta: text }, text },
        { atMs: 200.5 * scale, raw: '[DONE]', parsed: undefined, text },
      ],
      timing: { firstTokenMs: 100 * scale, totalMs: 201 * scale, tokensPerSecond: 40 / scale },
      tokens: 4,
    },
  ]).map(({ data }) => shown(data))
const badge = (port: number): Output =>
  shown(badgeBundle({ kind: 'canned', baseURL: `http://127.0.0.1:${port}`, set: ['BASE_URL'] }).data)
const seconds = (ms: number): number => Math.floor(ms / 1000)

const compare = async (
  saved: readonly Output[],
  now: readonly Output[],
): Promise<readonly string[] | undefined> =>
  (await compareCell({ saved, now }, new Pairs({ start: START, end: END }, SOURCES)))?.lines

describe('compareCell takes for the same', () => {
  const id = (tail: string): string => `{"id":"chatcmpl-${tail}","created":${seconds(START) + 3}}`
  test.each<[string, Output[], Output[]]>([
    ['equal outputs', [stdout('a\n'), plain('b')], [stdout('a\n'), plain('b')]],
    ['no output', [], []],
    [
      'a text and its lines',
      [stdout('a\nb\n')],
      [{ output_type: 'stream', name: 'stdout', text: ['a\n', 'b\n'] }],
    ],
    ['a stream in pieces', [stdout('ab\n')], [stdout('a'), stdout('b\n')]],
    ['two streams in another order', [stdout('a'), stderr('x'), stdout('b')], [stderr('x'), stdout('ab')]],
    ['colours of a stream', [stdout('\x1b[31mred\x1b[39m\n')], [stdout('red\n')]],
    ['what a carriage return took away', [stdout('10 %\r20 %\rdone\n')], [stdout('50 %\rdone\n')]],
    ['execution counts', [{ ...plain('1'), execution_count: 3 }], [{ ...plain('1'), execution_count: 9 }]],
    ['a result and a display', [{ ...plain('1'), output_type: 'execute_result' }], [plain('1')]],
    [
      'JSON in another order',
      [shown({ 'application/json': { a: 1, b: 2 } })],
      [shown({ 'application/json': { b: 2, a: 1 } })],
    ],
    ['the port of the practice endpoint', [badge(39279)], [badge(51034)]],
    [
      'a port in two places',
      [badge(39279), stdout('http://127.0.0.1:39279/x')],
      [badge(40500), stdout('http://127.0.0.1:40500/x')],
    ],
    ['the id and time of an answer', [stdout(id('YELO93k8Nug14rJ0'))], [stdout(id('sZ3XTxz-J8gH_iRY'))]],
    [
      'the id of a request',
      [stdout('x-request-id: req_1b8d8eba34993958a395a6dc')],
      [stdout('x-request-id: req_3a7ba64a07f2f6373b13f458')],
    ],
    [
      'the date of a response',
      [stdout('Date: Mon, 02 Mar 2026 10:00:00 GMT')],
      [stdout('Date: Wed, 04 Mar 2026 12:00:07 GMT')],
    ],
    ['the time of day', [stdout('2026-03-01T10:00:00.123Z')], [stdout('2026-03-04T12:00:09.456Z')]],
    [
      'a boundary of curl',
      [stdout(`--------------------------78ec14366869e0f7--`)],
      [stdout(`--------------------------94162f7cde1e3ecf--`)],
    ],
    [
      'a port of curl -v',
      [stderr('* Connected to 127.0.0.1 (127.0.0.1) port 36449 (#0)')],
      [stderr('* Connected to 127.0.0.1 (127.0.0.1) port 45401 (#0)')],
    ],
    [
      'the times of an answer',
      [answer('Hi', 'm · finished · 3 tokens · first token 304 ms · total 1.47 s · 41 tokens/s')],
      [
        answer(
          'Hi',
          "m · finished · 3 tokens · first token 3 ms · total 2 min 5 s · by the server's clock: answer 40 tokens/s, prompt 3.1 tokens/s",
        ),
      ],
    ],
    ['the time of a request', [card(75)], [card(1240)]],
    [
      'the line of a request',
      [plain('GET http://127.0.0.1:41234/a → 200 OK · 75 ms · 5 B')],
      [plain('GET http://127.0.0.1:51234/a → 200 OK · 2.01 s · 5 B')],
    ],
    ['the times of an anatomy', anatomy(1), anatomy(3.3)],
    [
      'the line of a result',
      [stdout('ChatResult "Hi" · finished · 3 tokens · 304 ms\n')],
      [stdout('ChatResult "Hi" · finished · 3 tokens · 1.2 s\n')],
    ],
    [
      'the line of a transfer',
      [stdout('curl: 200 OK, 5 B json, 75 ms\n')],
      [stdout('curl: 200 OK, 5 B json, 80 ms\n')],
    ],
    [
      '%time',
      [stdout('CPU times: user 3 ms, sys 0.1 ms, total 3.1 ms\nWall time: 1.24 s\n')],
      [stdout('CPU times: user 2 ms, sys: 0 ns, total: 2 ms\nWall time: 1min 2s\n')],
    ],
    [
      'a line of a slow transfer',
      [stdout('40\n')],
      [plain('waited 2 s for http://127.0.0.1:41234/busy'), stdout('40\n')],
    ],
    [
      'how far an answer came that a time limit ended',
      [limited('1. a\n2. b\n3. c')],
      [limited('1. a\n2. b')],
    ],
    [
      'where a stack lies on the machine',
      [
        {
          output_type: 'error',
          ename: 'Error',
          evalue: 'no',
          traceback: ['Error: no', '    at cell 3:1:7', '    at run (/home/a/x.js:1:1)'],
        },
      ],
      [
        {
          output_type: 'error',
          ename: 'Error',
          evalue: 'no',
          traceback: ['Error: no', '    at cell 3:1:7', '    at run (C:\\b\\x.js:9:9)'],
        },
      ],
    ],
  ])('%s', async (_name, saved, now) => {
    expect(await compare(saved, now)).toBeUndefined()
  })
})

describe('compareCell finds', () => {
  const FOOTER = 'm · finished · 3 tokens · first token 304 ms · total 1.47 s · 41 tokens/s'
  const stream = (text: string): Output => answer(text, FOOTER)
  test.each<[string, Output[], Output[]]>([
    ['another character', [stdout('total: 41\n')], [stdout('total: 42\n')]],
    ['a line more', [stdout('a\n')], [stdout('a\nb\n')]],
    ['an output less', [stdout('a\n'), plain('b')], [stdout('a\n')]],
    ['that nothing is saved', [], [stdout('a\n')]],
    ['that nothing is shown any more', [stdout('a\n')], []],
    ['another order of displays', [plain('a'), plain('b')], [plain('b'), plain('a')]],
    ['another stream', [stdout('a\n')], [stderr('a\n')]],
    ['another type', [shown({ 'text/plain': 'a', 'text/html': '<b>a</b>' })], [plain('a')]],
    [
      'other HTML under the same text',
      [shown({ 'text/plain': 'a', 'text/html': '<b>a</b>' })],
      [shown({ 'text/plain': 'a', 'text/html': '<i>a</i>' })],
    ],
    ['another picture', [shown({ 'image/png': 'aGVsbG8=' })], [shown({ 'image/png': 'aGVsbG9v' })]],
    [
      'another value in JSON',
      [shown({ 'application/json': { a: 1 } })],
      [shown({ 'application/json': { a: 1.5 } })],
    ],
    ['other hints for drawing', [shown({ 'text/plain': 'a' }, { isolated: true })], [plain('a')]],
    [
      'another error',
      [{ output_type: 'error', ename: 'Error', evalue: 'no', traceback: [] }],
      [{ output_type: 'error', ename: 'RangeError', evalue: 'no', traceback: [] }],
    ],
    [
      'another line of a cell in a stack',
      [{ output_type: 'error', ename: 'E', evalue: 'no', traceback: ['    at cell 3:1:7'] }],
      [{ output_type: 'error', ename: 'E', evalue: 'no', traceback: ['    at cell 3:2:7'] }],
    ],
    ['a port that people choose', [stdout('http://127.0.0.1:8080/')], [stdout('http://127.0.0.1:8081/')]],
    [
      'a port that the notebook chooses',
      [stdout('http://127.0.0.1:40001/')],
      [stdout('http://127.0.0.1:40002/')],
    ],
    ['a port of another host', [stdout('http://example.com:40100/')], [stdout('http://example.com:40200/')]],
    [
      'a request that went to another server',
      [stdout('http://127.0.0.1:40100/ http://127.0.0.1:40200/')],
      [stdout('http://127.0.0.1:50100/ http://127.0.0.1:50100/')],
    ],
    [
      'two servers that became one',
      [stdout('http://127.0.0.1:40100/\nhttp://127.0.0.1:40100/')],
      [stdout('http://127.0.0.1:50100/\nhttp://127.0.0.1:50200/')],
    ],
    [
      'an id that the notebook spells out',
      [stdout('chatcmpl-NG0DidBXf7xh6xTN')],
      [stdout('chatcmpl-sZ3XTxz-J8gH_iRY')],
    ],
    ['the name of a function', [stdout('call_get_weather_info')], [stdout('call_get_traffic_info')]],
    ['a short id', [stdout('call_1')], [stdout('call_2')]],
    ['a fixed time', [stdout('"created": 1700000000')], [stdout('"created": 1700000001')]],
    [
      'a time that is not of this run',
      [stdout(`"created": ${seconds(START)}`)],
      [stdout(`"created": ${seconds(START) + 3600}`)],
    ],
    ['seconds that became milliseconds', [stdout(String(seconds(START)))], [stdout(String(START + 5))]],
    ['another number that looks like a time', [stdout('1234567890')], [stdout('1234567891')]],
    ['another text of an answer', [stream('Hi')], [stream('Ho')]],
    [
      'an answer that was cut off',
      [stream('Hi')],
      [answer('Hi', FOOTER.replace('finished', 'cut off: the token limit was reached (length)'))],
    ],
    ['another count of tokens', [stream('Hi')], [answer('Hi', FOOTER.replace('3 tokens', '4 tokens'))]],
    ['another model', [stream('Hi')], [answer('Hi', FOOTER.replace('m ·', 'n ·'))]],
    [
      'an answer that is streamed no more',
      [stream('Hi')],
      [answer('Hi', FOOTER.replace('first token 304 ms · ', ''))],
    ],
    ['a time in the text of an answer', [stream('It took · total 5 s')], [stream('It took · total 6 s')]],
    ['a time that a cell prints', [stdout('[build · total 5 s]\n')], [stdout('[build · total 6 s]\n')]],
    ['a measured value that a cell prints', [stdout('304 ms\n')], [stdout('305 ms\n')]],
    ['another status of a request', [card(75)], [card(75, { status: 201, statusText: 'Created' })]],
    ['another size of a body', [card(75)], [card(75, { sizeBytes: 506 })]],
    ['another header', [card(75)], [card(75, { responseHeaders: [['content-type', 'text/plain']] })]],
    ['another event of an anatomy', anatomy(1), anatomy(1, 'howdy')],
    [
      'another result',
      [stdout('ChatResult "Hi" · finished · 3 tokens · 304 ms\n')],
      [stdout('ChatResult "Hi" · finished · 4 tokens · 304 ms\n')],
    ],
    [
      'another fault of the practice endpoint',
      [badge(40100)],
      [
        shown(
          badgeBundle({ kind: 'canned', baseURL: 'http://127.0.0.1:40100', set: ['BASE_URL'], fault: 'cut' })
            .data,
        ),
      ],
    ],
    ['that a time limit ended an answer', [stream('Hi')], [limited('Hi')]],
    [
      'another text of an answer that a time limit ended',
      [limited('1. a\n2. b')],
      [limited('1. a\n2. x\n3. c')],
    ],
    ['a warning beside the same output', [stdout('a\n')], [stdout('a\n'), stderr('(node:1) Warning: …\n')]],
  ])('%s', async (_name, saved, now) => {
    expect(await compare(saved, now)).toBeDefined()
  })
})

describe('the difference', () => {
  test('shows what is saved and what is now, with the lines around it', async () => {
    const text = (word: string): Output => stdout(`1\n2\n3\n${word}\n5\n6\n7\n`)
    expect(await compare([text('four')], [text('4')])).toEqual([
      '@@ -3,5 +3,5 @@',
      '  2',
      '  3',
      '- four',
      '+ 4',
      '  5',
      '  6',
    ])
  })

  test('shows nothing that is different by chance', async () => {
    const lines = await compare([badge(40100), stdout('a')], [badge(50100), stdout('b')])
    expect(lines?.filter((line) => /^[-+]/.test(line))).toEqual(['- a', '+ b'])
  })

  test('masks keys, and writes no control characters', async () => {
    const key = `sk-proj-${'abcd1234efgh5678ijkl'}`
    const lines = await compare([plain(`key ${key}`)], [plain('no\x1b[2J key\x07')])
    expect(lines?.join('\n')).not.toContain(key)
    expect(lines).toContain('+ no key')
  })

  test('is never longer than people read', async () => {
    const many = (word: string): Output =>
      stdout(Array.from({ length: 5000 }, (_, at) => `${word} ${at}`).join('\n'))
    expect((await compare([many('a')], [many('b')]))!.length).toBeLessThan(130)
  })
})
