import { anatomyBundles } from '../../../src/display/anatomy/anatomy'
import type { AnatomyCall } from '../../../src/display/anatomy/anatomy-data'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'

function call(label: string, count: number): AnatomyCall {
  let text = ''
  const rows = Array.from({ length: count }, (_, at) => {
    text += ` word${at}`
    const parsed = { id: 'x', model: 'm', choices: [{ index: 0, delta: { content: ` word${at}` } }] }
    return { atMs: 300 + at * 10, raw: `data: ${JSON.stringify(parsed)}`, parsed, text }
  })
  return { label, rows, timing: { firstTokenMs: 300, totalMs: 300 + count * 10, tokensPerSecond: 100 } }
}

describe('anatomyBundles', () => {
  test('gives the chart and the table as outputs of their own, for a bundle shows only one of them', () => {
    const [chart, table] = anatomyBundles([call('streamed', 3)])
    expect(Object.keys(chart.data)).toEqual(['application/vnd.vegalite.v5+json', 'text/plain'])
    expect(Object.keys(table.data)).toEqual(['text/html', 'text/plain'])
  })

  test('names columns and calls in heads, as text and as a table', () => {
    const [, one] = anatomyBundles([call('streamed', 1)])
    expect(one.data['text/plain']).toMatch(
      /^streamed: 1 event · .*\n      at  event  →  text so far\n  300 ms  data: /,
    )
    expect(one.data['text/html']).toContain('<th scope="row"')
    const [, two] = anatomyBundles([call('streamed', 1), call('whole', 1)])
    expect(two.data['text/html']).toMatch(
      /<th scope="col"[^>]*>streamed<\/th><th scope="col"[^>]*>whole<\/th>/,
    )
  })

  test('draws text over time, each call a line, with a mark at the first token', () => {
    const [chart] = anatomyBundles([call('streamed', 2), call('whole', 1)])
    expect(chart.data['application/vnd.vegalite.v5+json']).toMatchObject({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      data: {
        values: [
          { call: 'streamed', seconds: 0, characters: 0 },
          { call: 'streamed', seconds: 0.3, characters: 6 },
          { call: 'streamed', seconds: 0.31, characters: 12 },
          { call: 'streamed', seconds: 0.32, characters: 12 },
          { call: 'whole', seconds: 0, characters: 0 },
          { call: 'whole', seconds: 0.3, characters: 6 },
          { call: 'whole', seconds: 0.31, characters: 6 },
        ],
      },
      layer: [
        {},
        {
          data: {
            values: [
              { call: 'streamed', seconds: 0.3 },
              { call: 'whole', seconds: 0.3 },
            ],
          },
        },
      ],
    })
  })

  test('draws tokens where the server counted those of every call, and says how fast they came', () => {
    const spec = (...calls: AnatomyCall[]) =>
      anatomyBundles(calls)[0].data['application/vnd.vegalite.v5+json'] as Record<string, unknown>
    const counted = { ...call('streamed', 2), tokens: 8 }
    expect(spec(counted)).toMatchObject({
      title: { text: ['streamed: 2 events · first token 300 ms · total 320 ms · 100 tokens/s'] },
      data: { values: [{ tokens: 0 }, { tokens: 4 }, { tokens: 8 }, { tokens: 8 }] },
    })
    expect(spec(counted, call('whole', 1))['data']).toMatchObject({
      values: [{ characters: 0 }, {}, {}, {}, {}, {}, {}],
    })
  })

  test('tells what all chunks repeat only once', () => {
    const markup = String(anatomyBundles([call('streamed', 3)])[1].data['text/html'])
    expect(markup.match(/model = &quot;m&quot;/g)).toHaveLength(1)
    expect(markup.match(/choices\[0\]\.delta\.content = /g)).toHaveLength(3)
  })

  test('shows what each event adds to the text', () => {
    const markup = String(anatomyBundles([call('streamed', 2)])[1].data['text/html'])
    expect(markup).toContain('> word0</span><b> word1</b>')
  })

  test('names of each event what is not as in the one before; the whole of it opens at a click', () => {
    const markup = String(anatomyBundles([call('streamed', 3)])[1].data['text/html'])
    const summaries = [
      ...markup.matchAll(/<summary[^>]*><code[^>]*>(.*?)<\/code><\/summary><code[^>]*>(.*?)<\/code>/g),
    ]
    expect(summaries.map(([, summary]) => summary)).toEqual([
      expect.stringMatching(/^data: \{&quot;id&quot;:&quot;x&quot;/),
      '…&quot;content&quot;:&quot; word1&quot;…',
      '…&quot;content&quot;:&quot; word2&quot;…',
    ])
    expect(summaries.map(([, , event]) => event)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^data: \{&quot;id&quot;.*\}$/) as string),
    )
  })

  test('hides the events of a text that holds a secret, and none for a word that only begins like one', () => {
    registerSecret('practice-canary-4711', 'TOKEN')
    try {
      const answer = (...pieces: string[]): string => {
        let text = ''
        const rows = pieces.map((piece, at) => ({
          atMs: at,
          raw: JSON.stringify({ content: piece }),
          parsed: { content: piece },
          text: (text += piece),
        }))
        const timing = { firstTokenMs: 0, totalMs: 5, tokensPerSecond: null }
        return String(anatomyBundles([{ label: 'streamed', rows, timing }])[1].data['text/html'])
      }
      expect(answer('The ', 'practice', ' endpoint.')).not.toContain('••••')
      expect(answer('The ', 'practice', '-canary-', '4711.')).not.toMatch(/canary|4711/)
      // Cut off in the middle of what may be one.
      expect(answer('The ', 'practice', '-canary-')).not.toContain('canary')
    } finally {
      clearSecrets()
    }
  })

  test('leaves out the middle of a long answer and stays small', () => {
    const [chart, table] = anatomyBundles([call('streamed', 5_000)])
    expect(table.data['text/html']).toContain('… 4970 more events')
    expect(String(table.data['text/html']).length).toBeLessThan(40_000)
    expect(JSON.stringify(chart.data).length).toBeLessThan(60_000)
  })

  test('escapes events, chunks and labels', () => {
    const row = { atMs: 1, raw: 'data: <script>\x1b[2J', parsed: { '<b>': '<i>' }, text: '<u>' }
    const timing = { firstTokenMs: null, totalMs: 5, tokensPerSecond: null }
    const [, table] = anatomyBundles([{ label: '<h1>', rows: [row], timing }])
    expect(table.data['text/html']).not.toMatch(/<(?:script|b><|i>|u>|h1>)|\x1b/)
    expect(table.data['text/html']).toContain('&lt;b&gt; = &quot;&lt;i&gt;&quot;')
  })

  test('draws a call without any event', () => {
    const timing = { firstTokenMs: null, totalMs: 5, tokensPerSecond: null }
    const [chart, table] = anatomyBundles([{ label: 'nothing', rows: [], timing }])
    expect(chart.data['text/plain']).toBe('nothing: 0 events · no token · total 5 ms')
    expect(table.data['text/html']).toContain('nothing')
  })

  test('says nothing of a first token of an answer in one piece', () => {
    const whole = { ...call('whole', 1), timing: { firstTokenMs: null, totalMs: 5, tokensPerSecond: null } }
    expect(anatomyBundles([whole])[0].data['text/plain']).toBe('whole: 1 event · total 5 ms')
  })
})
