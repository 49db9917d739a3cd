import { createMaskedWrites } from '../../../src/kernel/scope/masked-writes'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'

const KEY = 'Vq8dT3kLm2Zx9Wp4'
const timers: (() => void)[] = []
let text: { stdout: string; stderr: string }
let writes: ReturnType<typeof createMaskedWrites>
beforeEach(() => {
  registerSecret(KEY, 'KEY')
  timers.length = 0
  text = { stdout: '', stderr: '' }
  writes = createMaskedWrites(
    (name, part) => (text[name] += part),
    (run) => timers.push(run),
  )
})
afterEach(() => clearSecrets())

test('a secret that is cut into two writes is masked, wherever it is cut', () => {
  for (let at = 1; at < KEY.length; at++) {
    writes('stdout', `<${KEY.slice(0, at)}`)
    writes('stdout', `${KEY.slice(at)}>`)
  }
  expect(text.stdout).toBe('<••••>'.repeat(KEY.length - 1))
})

test('a secret goes on after text on the other stream', () => {
  writes('stdout', KEY.slice(0, 9))
  writes('stderr', 'warning\n')
  writes('stdout', `${KEY.slice(9)}\n`)
  expect(text).toEqual({ stdout: '••••\n', stderr: 'warning\n' })
})

test('text without secrets is written at once and unchanged', () => {
  writes('stdout', 'plain\n')
  writes('stderr', 'text')
  expect(text).toEqual({ stdout: 'plain\n', stderr: 'text' })
  expect(timers).toHaveLength(0)
})

test('what only looked like a beginning is written when nothing follows', () => {
  writes('stdout', `end ${KEY.slice(0, 5)}`)
  expect(text.stdout).toBe('end ')
  timers.forEach((run) => run())
  expect(text.stdout).toBe(`end ${KEY.slice(0, 5)}`)
})

test('a timer of an earlier write does not let out a beginning that came since', () => {
  writes('stdout', KEY.slice(0, 5))
  writes('stdout', KEY.slice(5, 7))
  timers[0]?.()
  writes('stdout', KEY.slice(7))
  expect(text.stdout).toBe('••••')
})
