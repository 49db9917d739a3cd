import { createLiveView, type LiveViewOptions } from '../../../src/display/live/live-view'
import { formatCount } from '../../../src/display/one-line'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'
import { Clock, type Message, RecordingScope } from '../recording-scope'

const PARAGRAPH = `${'Some words of an answer that goes on for a while. '.repeat(8)}\n\n`
const FENCE = '```ts\nconst answer: Array<string> = []\n```\n\n'

afterEach(() => clearSecrets())

function start(options: LiveViewOptions = {}) {
  const clock = new Clock()
  const scope = new RecordingScope(clock.now)
  const view = createLiveView(scope, { now: clock.now, setTimer: clock.setTimer, ...options })
  return { clock, scope, view }
}

function proseOf(chars: number): string {
  let text = ''
  for (let at = 0; text.length < chars; at++) text += at % 7 === 3 ? FENCE : `${at}. ${PARAGRAPH}`
  return text.slice(0, chars)
}

/** Sends a text at a steady pace, four characters at a time. */
async function stream(text: string, charsPerSecond: number, options: LiveViewOptions = {}) {
  const { clock, scope, view } = start(options)
  const chunk = Math.max(4, Math.ceil(charsPerSecond / 1000))
  for (let at = 0; at < text.length; at += chunk) {
    view.text(text.slice(at, at + chunk))
    clock.advance((chunk / charsPerSecond) * 1000)
  }
  await view.end('done')
  return { scope, clock }
}

function mostInASecond(messages: readonly Message[]): number {
  return Math.max(
    ...messages.map(
      ({ atMs }, index) => messages.slice(index).filter((later) => later.atMs < atMs + 1000).length,
    ),
  )
}

describe('createLiveView', () => {
  test('shows a first frame at once and later text at most every 50 ms', () => {
    const { clock, scope, view } = start()
    view.text('a')
    clock.advance(0)
    for (let at = 0; at < 100; at++) {
      view.text('b')
      clock.advance(1)
    }
    expect(scope.messages.map(({ atMs }) => atMs)).toEqual([0, 50, 100])
  })

  test('draws nothing before something comes, and nothing at all for an empty answer without a footer', async () => {
    const { clock, scope, view } = start()
    clock.advance(1000)
    await view.end('')
    expect(scope.messages).toEqual([])
  })

  test('leaves a normal answer as one output with the whole text and its footer', async () => {
    const text = proseOf(13_000)
    const { scope } = await stream(text, 400)
    expect(scope.shown).toHaveLength(1)
    expect(scope.shownAs('text/plain')).toEqual([`${text}\n[done]`])
    expect(scope.shownAs('text/markdown')[0]).toMatch(/<span style="opacity:.7">done<\/span>$/)
  })

  test('keeps every character of a long answer, in order, over its outputs', async () => {
    const text = proseOf(100_000)
    const { scope } = await stream(text, 50_000)
    expect(scope.shownAs('text/plain').join('')).toBe(`${text}\n[done]`)
    expect(scope.shown.length).toBeGreaterThan(5)
  })

  test('never sends a settled segment again', async () => {
    const { scope } = await stream(proseOf(100_000), 20_000)
    const lastOf = (output: number) => scope.messages.findLastIndex((message) => message.output === output)
    const firstOf = (output: number) => scope.messages.findIndex((message) => message.output === output)
    for (let output = 1; output < scope.shown.length; output++)
      expect(firstOf(output)).toBe(lastOf(output - 1) + 1)
  })

  test.each([
    ['as fast as people read', 400],
    ['at 5 kB/s', 5_000],
    ['at 100 kB/s', 100_000],
    ['at 4 MB/s', 4_000_000],
  ])(
    'publishes bytes that grow no faster than the answer, and at most 30 messages a second, %s',
    async (_n, pace) => {
      const sizes = pace < 5_000 ? [20_000, 60_000] : [20_000, 200_000, 2_000_000]
      const perChar: number[] = []
      for (const size of sizes) {
        const { scope } = await stream(proseOf(size), pace)
        perChar.push(scope.bytes / size)
        expect(mostInASecond(scope.messages)).toBeLessThanOrEqual(30)
      }
      // Each character is sent at least twice, as Markdown and as text; a short fast answer comes close to that. Segments
      // of very long answers are longer, and are drawn less often.
      const allowed = Math.max(perChar[0]! * 1.25, 2.4)
      for (const cost of perChar) expect(cost).toBeLessThanOrEqual(allowed)
    },
  )

  test('keeps a megabyte within the outputs that JupyterLab shows at once', async () => {
    const { scope } = await stream(proseOf(1_000_000), 30_000)
    expect(scope.shown.length).toBeLessThan(50)
    expect(mostInASecond(scope.messages)).toBeLessThanOrEqual(30)
  })

  test('keeps messages small in a long answer', async () => {
    const { scope } = await stream(proseOf(200_000), 30_000)
    const sizes = scope.messages.map(({ bundle }) => String(bundle.data['text/markdown']).length)
    expect(Math.max(...sizes)).toBeLessThan(20_000)
  })

  test('draws also when the reader never leaves its turn', () => {
    const { clock, scope, view } = start()
    for (let at = 0; at < 1000; at++) {
      view.text('x')
      clock.ms += 1
    }
    expect(scope.messages.length).toBeGreaterThan(5)
    expect(scope.messages.length).toBeLessThanOrEqual(21)
  })

  test('holds back half a surrogate pair until the other half comes', async () => {
    const { clock, scope, view } = start()
    view.text('a\ud83d')
    clock.advance(60)
    expect(scope.shownAs('text/plain')).toEqual(['a'])
    expect(clock.waiting).toBe(0)
    view.text('\ude00')
    clock.advance(60)
    expect(scope.shownAs('text/plain')).toEqual(['a😀'])
    view.text('\ud83d')
    await view.end('')
    expect(scope.shownAs('text/plain')).toEqual(['a😀\ufffd'])
  })

  test('folds reasoning and tool calls above the text of the same output', async () => {
    const { clock, scope, view } = start()
    view.reasoning('let me think')
    clock.advance(50)
    expect(scope.shownAs('text/markdown')[0]).toContain(
      '<details open><summary>Reasoning</summary>\n\nlet me think',
    )
    view.text('The answer.')
    view.toolCalls([{ name: 'look_up', arguments: '{"city":"Oslo"}' }])
    clock.advance(50)
    await view.end('stop')
    const [markdown = ''] = scope.shownAs('text/markdown')
    expect(scope.shown).toHaveLength(1)
    expect(markdown).toMatch(/<details><summary>Reasoning.*<details><summary>Tool call.*The answer\..*stop/s)
    expect(markdown).toContain('```json\n{\n  "city": "Oslo"\n}\n```')
    expect(scope.shownAs('text/plain')).toEqual(['tool call look_up({"city":"Oslo"})\nThe answer.\n[stop]'])
  })

  test('draws the end of long reasoning while it grows and all of it in the end', async () => {
    const reasoning = Array.from({ length: 2000 }, (_, at) => `thought ${at}\n`).join('')
    const { clock, scope, view } = start()
    for (let at = 0; at < reasoning.length; at += 100) {
      view.reasoning(reasoning.slice(at, at + 100))
      clock.advance(20)
    }
    expect(scope.shownAs('text/markdown')[0]!.length).toBeLessThan(5_000)
    view.text('So.')
    await view.end('')
    expect(scope.shownAs('text/markdown')[0]).toContain('thought 0\nthought 1\n')
    expect(scope.bytes).toBeLessThan(reasoning.length * 80)
  })

  test('survives arguments of a tool call that are nothing but backticks', async () => {
    const { scope, view } = start()
    view.toolCalls([{ name: 'f', arguments: '` ``` '.repeat(200_000) }])
    await view.end('')
    expect(scope.shownAs('text/markdown')[0]).toMatch(/\n````json\n[^]*\n````\n/)
  })

  test('shows a status line under the text and takes it away', async () => {
    const { clock, scope, view } = start()
    view.note('retrying in 3 s')
    clock.advance(50)
    expect(scope.shownAs('text/plain')).toEqual(['[retrying in 3 s]'])
    view.note(null)
    view.text('ok')
    clock.advance(50)
    expect(scope.shownAs('text/plain')).toEqual(['ok'])
    await view.end('')
  })

  test('keeps the text of a failed answer and marks it', async () => {
    const { scope, view } = start()
    view.text('Half an ans')
    await view.fail('The connection was lost <b>.')
    const [markdown = ''] = scope.shownAs('text/markdown')
    expect(markdown).toContain('Half an ans')
    expect(markdown).toContain('<b>Incomplete.</b> The connection was lost &#60;b&#62;.')
    expect(scope.shownAs('text/plain')).toEqual(['Half an ans\n[incomplete: The connection was lost <b>.]'])
  })

  test('says that there is no answer when nothing came before the failure', async () => {
    const { scope, view } = start()
    view.note('retrying in 3 s')
    await view.fail('401 bad key')
    expect(scope.shownAs('text/markdown')[0]).toContain('<b>No answer.</b> 401 bad key')
    expect(scope.shownAs('text/plain')).toEqual(['[no answer: 401 bad key]'])
  })

  test('sends the last frame and then gives the event loop a turn', async () => {
    const { scope, view } = start()
    view.text('all of it')
    let hasTurned = false
    setImmediate(() => (hasTurned = true))
    await view.end('stop')
    expect(hasTurned).toBe(true)
    expect(scope.shownAs('text/plain')).toEqual(['all of it\n[stop]'])
  })

  test('ignores what comes after the end', async () => {
    const { clock, scope, view } = start()
    view.text('a')
    await view.end('stop')
    view.text('b')
    view.note('c')
    await view.fail('d')
    clock.advance(1000)
    expect(scope.shownAs('text/plain')).toEqual(['a\n[stop]'])
  })

  test('throws a problem of the front end where the answer is awaited', async () => {
    const { clock, scope, view } = start()
    scope.display = () => {
      throw new Error('the front end is gone')
    }
    view.text('a')
    expect(() => clock.advance(50)).not.toThrow()
    await expect(view.end('')).rejects.toThrow('the front end is gone')
  })

  test('closes a fence that is still open, for the frame only', async () => {
    const { clock, scope, view } = start()
    view.text('```ts\nconst a')
    clock.advance(50)
    expect(scope.shownAs('text/markdown')).toEqual(['```ts\nconst a\n```'])
    view.text(' = 1\n```\nand on')
    await view.end('')
    expect(scope.shownAs('text/markdown')).toEqual(['```ts\nconst a = 1\n```\n\nand on'])
  })

  test('shows no part of a secret in any frame, wherever it is cut', async () => {
    registerSecret('kx83-very-secret-91', 'TOKEN')
    const { clock, scope, view } = start()
    for (const char of `The key is kx83-very-secret-91, \`<kx83-very-secret-91>\`.`) {
      view.text(char)
      view.reasoning(char)
      clock.advance(60)
    }
    await view.end('kx83-very-secret-91')
    const all = JSON.stringify(scope.messages)
    expect(all).not.toContain('kx83-')
    expect(all).not.toContain('secret-91')
    expect(scope.shownAs('text/plain')).toEqual(['The key is ••••, `<••••>`.\n[••••]'])
  })

  test('draws plain text as it is when asked to', async () => {
    const { scope, view } = start({ as: 'text' })
    view.text('**not bold** <script>')
    await view.end('done')
    expect(scope.shownAs('text/html')[0]).toContain('>**not bold** &lt;script&gt;</pre>')
    expect(scope.shownAs('text/markdown')).toEqual([''])
  })

  test('writes the text of an answer to stdout and all else to stderr in a terminal', async () => {
    const scope = new RecordingScope(undefined, 'terminal')
    const view = createLiveView(scope)
    view.reasoning('hm')
    view.text('The \x1b]0;title\x07')
    view.text('answer\x1b[2')
    view.text('J.')
    view.toolCalls([{ name: 'f', arguments: '{}' }])
    view.note('waiting')
    await view.end(`${formatCount(12_345)} tokens of \u202emodel`)
    expect(scope.writtenTo('stdout')).toBe('The answer.\n')
    expect(scope.writtenTo('stderr')).toBe('hm\nwaiting\ntool call f({})\n12 345 tokens of ⟨U+202E⟩model\n')
    expect(scope.messages).toEqual([])
  })
})
