/**
 * The magic that catches a cell's output instead of showing it: `%%capture`.
 */
import { printsAs } from '../../display/one-line'
import { UsageError } from '../../errors'
import { captureOutput } from '../../kernel/cell/capture'
import type { Captured } from '../../kernel/cell/capture-stack'
import { currentScope } from '../../kernel/scope/scope'
import { createMagic, type OwnCall } from '../define-magic'
import { listOptions, type OptionSpecs } from '../options'
import type { Magic } from '../registry'
import { isIdentifier } from '../../base/identifier'

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
  const odd = words.find((word) => word.startsWith('-'))
  if (odd !== undefined)
    throw new UsageError(`%%capture has no option ${odd}. It takes ${listOptions(CAPTURE_OPTIONS)}.`)
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

/** The magic that catches. */
export const captureMagics: readonly Magic[] = [
  createMagic('capture', capture, {
    kind: 'cell',
    usage: '[NAME]',
    options: CAPTURE_OPTIONS,
    help: 'runs the cell and keeps its output in NAME: .stdout, .outputs, .show()',
    codeBody: true,
    // As in IPython the options may stand behind the name.
    keepsOthers: true,
  }),
]
