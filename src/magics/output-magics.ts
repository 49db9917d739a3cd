/**
 * Magics that draw their text, catch a cell's output or time it: `%%markdown`, `%%html`, `%%latex`, `%%capture`, `%time`.
 */
import { printsAs } from '../display/one-line'
import { UsageError } from '../errors'
import { captureOutput } from '../kernel/cell/capture'
import type { Captured } from '../kernel/cell/capture-stack'
import { currentScope } from '../kernel/scope/scope'
import { createMagic, type OwnCall, type NoOptions } from './define-magic'
import type { OptionSpecs } from './options'
import type { Magic } from './registry'
import { startClock } from './run-magics'
import { isIdentifier } from '../base/identifier'

type Drawing = 'markdown' | 'html' | 'latex' | 'svg'

function drawing(name: Drawing, help: string): Magic {
  const draw = async ({ body = '' }: OwnCall<NoOptions>) => {
    const { show } = await import('../display/show.js')
    show[name](body)
  }
  return createMagic<NoOptions>(name, draw, { kind: 'cell', help })
}

const CAPTURED_TYPE =
  '{ readonly stdout: string; readonly stderr: string; ' +
  'readonly outputs: readonly { readonly data: Record<string, unknown> }[]; show(): void }'

const CAPTURE_OPTIONS = {
  'no-stdout': { help: 'shows standard output instead of keeping it' },
  'no-stderr': { help: 'shows standard error instead of keeping it' },
  'no-display': { help: 'shows displays instead of keeping them' },
} as const satisfies OptionSpecs

/** Runs the cell with its output caught; the variable is there also when it fails. */
async function capture(call: OwnCall<typeof CAPTURE_OPTIONS>): Promise<void> {
  const { words, options, signal, runCode, assign } = call
  const [name, ...more] = words
  if (more.length > 0 || (name !== undefined && !isIdentifier(name)))
    throw new UsageError('%%capture takes the name of one variable, or nothing: %%capture output')
  const into: Captured = { stdout: '', stderr: '', outputs: [] }
  try {
    await captureOutput(() => runCode(), into, {
      stdout: !options['no-stdout'],
      stderr: !options['no-stderr'],
      displays: !options['no-display'],
    })
  } finally {
    if (name !== undefined && !signal.aborted) await assign(name, withShow(into), CAPTURED_TYPE)
  }
}

function withShow(captured: Captured): Captured & { show(): void } {
  const show = () => {
    const scope = currentScope()
    scope.write('stdout', captured.stdout)
    scope.write('stderr', captured.stderr)
    for (const { data, metadata } of captured.outputs)
      scope.display({ data: { 'text/plain': '', ...data }, ...(metadata ? { metadata } : {}) })
  }
  const { stdout, stderr, outputs } = captured
  return printsAs(
    { ...captured, show },
    () => `captured: ${stdout.length} characters, ${stderr.length} on stderr, ${outputs.length} displays`,
  )
}

/** The magics of output. */
export const outputMagics: readonly Magic[] = [
  drawing('markdown', 'draws the cell as Markdown'),
  drawing('html', 'draws the cell as HTML'),
  drawing('latex', 'draws the cell as a formula'),
  drawing('svg', 'draws the cell as an SVG picture'),
  createMagic('capture', capture, {
    kind: 'cell',
    usage: '[NAME]',
    options: CAPTURE_OPTIONS,
    help: 'runs the cell and keeps its output in NAME: .stdout, .outputs, .show()',
    codeBody: true,
  }),
  createMagic<NoOptions>(
    'time',
    async ({ body, runCode }) => {
      if (body === undefined) throw new UsageError('%time needs code to time: %time await f()')
      const clock = startClock()
      await runCode()
      clock(currentScope())
    },
    { usage: 'CODE', help: 'runs code and prints how long it took', takesCode: true, codeBody: true },
  ),
]
