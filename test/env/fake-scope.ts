import { setScopeSource } from '../../src/kernel/scope/scope'
import type { CellScope } from '../../src/kernel/scope/cell-scope'
import type { MimeBundle } from '../../src/base/mime-bundle'

/** A cell that keeps what helpers show in it, and answers their questions. */
export interface FakeCell {
  readonly scope: CellScope
  readonly stdout: string
  readonly stderr: string
  readonly asked: { prompt: string; password: boolean }[]
  readonly displayed: MimeBundle[]
  answers: string[]
}

/** Makes a cell the current one. */
export function openCell(kind: CellScope['kind'] = 'patched'): FakeCell {
  const text = { stdout: '', stderr: '' }
  const cell = {
    asked: [] as { prompt: string; password: boolean }[],
    displayed: [] as MimeBundle[],
    answers: [] as string[],
    get stdout() {
      return text.stdout
    },
    get stderr() {
      return text.stderr
    },
    scope: {
      kind,
      signal: new AbortController().signal,
      write: (name, piece) => void (text[name] += piece),
      display: (bundle) => {
        cell.displayed.push(bundle)
        return { update: () => {} }
      },
      clearOutput() {},
      input: (prompt, options) => {
        cell.asked.push({ prompt, password: options?.password ?? false })
        return Promise.resolve(cell.answers.shift() ?? '')
      },
    } as CellScope,
  }
  setScopeSource(() => cell.scope)
  return cell
}

/** Puts the environment back as it was after each test. */
export function keepEnvironment(): void {
  let saved: NodeJS.ProcessEnv
  beforeEach(() => (saved = { ...process.env }))
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name]
    Object.assign(process.env, saved)
  })
}
