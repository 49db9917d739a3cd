import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ChatError } from '../src/chat/answer/errors'
import { CliError } from '../src/cli/errors'
import { EmptyReplyError } from '../src/curl/connection/exchange'
import { CurlFailedError } from '../src/curl/errors'
import { UrlError } from '../src/curl/request/url'
import { CurlError, CurlUsageError } from '../src/curl/transfer-error'
import { MissingError } from '../src/env/errors'
import { MagicsError, StoppedError, UsageError } from '../src/errors'
import { TypeScriptError } from '../src/kernel/compiler/typescript-error'
import { RecordingError } from '../src/recording/errors'
import { ScriptError } from '../src/script/script-error'
import { ShellError, SpawnError } from '../src/shell/errors'
import { ClassError } from '../src/teach/class/errors'
import { ExerciseError } from '../src/teach/errors'

/** Every class of errors: its guard, the classes above it, and an error of it. */
const classes: [name: string, guard: { is(value: unknown): boolean }, above: string[], error: MagicsError][] =
  [
    ['MagicsError', MagicsError, [], new MagicsError('x', 'm')],
    ['UsageError', UsageError, ['MagicsError'], new UsageError('m')],
    ['StoppedError', StoppedError, ['MagicsError'], new StoppedError()],
    ['ChatError', ChatError, ['MagicsError'], new ChatError('truncated', 'm')],
    ['CurlFailedError', CurlFailedError, ['MagicsError'], failedCurl()],
    ['ScriptError', ScriptError, ['MagicsError'], new ScriptError('m', { text: 'a', values: new Map() }, 0)],
    ['ShellError', ShellError, ['MagicsError'], new ShellError('bash', failedRun())],
    ['SpawnError', SpawnError, ['MagicsError'], new SpawnError('spawn', 'bash', 'm')],
    ['MissingError', MissingError, ['MagicsError'], new MissingError('m', {})],
    ['RecordingError', RecordingError, ['MagicsError'], new RecordingError('recording', 'm')],
    ['ExerciseError', ExerciseError, ['MagicsError'], new ExerciseError('m', { exercise: 'a', tries: 1 })],
    ['ClassError', ClassError, ['MagicsError'], new ClassError('m')],
    ['CliError', CliError, ['MagicsError'], new CliError('m')],
    ['TypeScriptError', TypeScriptError, ['MagicsError'], new TypeScriptError([])],
    ['CurlError', CurlError, ['MagicsError'], new CurlError(1, 'm')],
    ['CurlUsageError', CurlUsageError, ['CurlError', 'MagicsError'], new CurlUsageError('m')],
    ['UrlError', UrlError, ['CurlError', 'MagicsError'], new UrlError('m')],
    ['EmptyReplyError', EmptyReplyError, ['CurlError', 'MagicsError'], new EmptyReplyError()],
  ]

function failedCurl(): CurlFailedError {
  return new CurlFailedError('http', 'm', { status: 500, exitCode: 22 })
}
function failedRun() {
  return { exitCode: 1, signal: undefined, stdout: '', stderr: '' }
}

describe('the guard of an error class', () => {
  test('is there for every class of the library', () => {
    const root = resolve(__dirname, '../src')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    )
    const parents = new Map(
      files
        .flatMap((file) => [
          ...readFileSync(join(root, file), 'utf8').matchAll(/class (\w+)(?:<[^>]*>)? extends (\w*Error)\b/g),
        ])
        .map(([, name, parent]) => [name!, parent!]),
    )
    const isOurs = (name: string): boolean =>
      name === 'MagicsError' || (parents.has(name) && isOurs(parents.get(name)!))
    expect([...parents.keys()].filter(isOurs).sort()).toEqual(classes.map(([name]) => name).sort())
  })

  const pairs = classes.flatMap(([guardName, guard]) =>
    classes.map(([name, , above, error]) => {
      const expected = name === guardName || above.includes(guardName)
      return [guardName, expected ? 'takes' : 'does not take', name, guard, error, expected] as const
    }),
  )
  test.each(pairs)('%s.is %s a %s', (_guardName, _verb, _name, guard, error, expected) => {
    expect(guard.is(error)).toBe(expected)
  })

  const others: [string, unknown][] = [
    ['an Error', new Error('m')],
    ['a TypeError', new TypeError('m')],
    ['an object that looks like one', { name: 'ChatError', code: 'truncated', message: 'm' }],
    ['a class of errors', ChatError],
    ['a text', 'ChatError'],
    ['null', null],
    ['nothing', undefined],
  ]
  test.each(others)('takes %s for none of them', (_name, value) => {
    expect(classes.filter(([, guard]) => guard.is(value))).toEqual([])
  })

  test('works without its class, as a callback', () => {
    const { is } = ChatError
    expect([new ChatError('empty', 'm'), new UsageError('m'), 1].filter(is)).toHaveLength(1)
  })
})

describe('an error of a second copy of the library', () => {
  function copy<T extends object>(path: string): T {
    let found: T | undefined
    jest.isolateModules(() => void (found = jest.requireActual<T>(path)))
    return found!
  }
  const other = copy<typeof import('../src/chat/answer/errors')>('../src/chat/answer/errors')
  const base = copy<typeof import('../src/errors')>('../src/errors')

  test('is known by the guards of its own class and of those above, and by no other', () => {
    const error = new other.ChatError('truncated', 'm')
    expect(error).not.toBeInstanceOf(ChatError)
    expect(classes.filter(([, guard]) => guard.is(error)).map(([name]) => name)).toEqual([
      'MagicsError',
      'ChatError',
    ])
  })

  test('knows ours as well', () => {
    const [stopped, usage] = [new StoppedError(), new UsageError('m')]
    expect([stopped, usage].map((error) => base.StoppedError.is(error))).toEqual([true, false])
    expect([stopped, usage].every((error) => base.MagicsError.is(error))).toBe(true)
  })

  test('is known where it is older than the brands of single classes', () => {
    const old = Object.defineProperty(new Error('m'), Symbol.for('tslab-magics.error'), { value: true })
    expect(classes.filter(([, guard]) => guard.is(old)).map(([name]) => name)).toEqual(['MagicsError'])
  })
})

describe('an error', () => {
  test.each(classes)(
    'of %s has its name and a code, and shows nothing that had arrived',
    (name, _guard, _above, error) => {
      expect(error.name).toBe(name)
      expect(error.code).toMatch(/^[a-z][a-z_-]*$/)
      expect(Object.keys(error)).not.toContain('partial')
    },
  )
})
