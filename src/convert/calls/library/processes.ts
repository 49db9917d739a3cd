/** `subprocess`: what a command prints is collected, or shown when it has ended. */
import { COUNT, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { type Code, list, operand, BINDS, primary } from '../../write/code'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { type Arguments, isTrue, type ModuleCall } from '../arguments'

const ADVICE = 'Use bash`…`.'

/** A call, and whether it gives texts. */
function called(args: Arguments, given: { check: boolean }): { text: string; isText: boolean } {
  const { context, node } = args.parts
  const command = args.need('args')
  const isList = command.type.kind === 'list' && command.type.item.kind === 'str'
  const shell = args.named('shell')
  if (command.type.kind !== 'str' && !isList) refuse('a command of what may be no texts', node, ADVICE)
  if (shell && shell.type !== 'Constant') refuse('a command with this shell', shell)
  const isShell = shell !== undefined && isTrue(shell)
  if (isShell === isList) refuse(isList ? 'a list in a shell' : 'a text without a shell', node, ADVICE)
  const isText = ['text', 'universal_newlines', 'encoding'].some((name) => args.named(name) !== undefined)
  const capture = args.named('capture_output')
  const outputs = ['stdout', 'stderr'].map((name) => args.named(name))
  const isPiped = (value: Expression | undefined) =>
    value !== undefined && moduleOf(value, context) === 'subprocess.PIPE'
  const isCaptured = given.check || (capture && isTrue(capture)) || outputs.every(isPiped)
  const isShown = !isCaptured && !capture && outputs.every((value) => value === undefined)
  if (!isCaptured && !isShown) refuse('a command of which a part is shown', node, ADVICE)
  const options = [
    ...(isText ? ['text: true'] : []),
    ...(isShell ? ['shell: true'] : []),
    ...(given.check ? ['check: true'] : []),
    ...(isShown ? ['show: true'] : []),
  ]
  for (const name of ['check', 'input', 'cwd', 'timeout']) {
    const code = name === 'check' && given.check ? undefined : args.named(name)
    if (code) options.push(`${name}: ${context.write(code).text}`)
  }
  const more = options.length === 0 ? '' : `, ${list(options, { open: '{', close: '}', isTall: false })}`
  return { text: `${context.helper('runProcess')}(${command.text}${more})`, isText }
}

const outputOf = (isText: boolean): Type => (isText ? STR : { kind: 'bytes' })

export const PROCESS_CALLS: Readonly<Record<string, ModuleCall>> = {
  'subprocess.run': (args) => {
    const { text, isText } = called(args, { check: false })
    return primary(text, { kind: 'sdk', of: isText ? 'process' : 'byte-process' })
  },
  'subprocess.check_output': (args) => {
    const { text, isText } = called(args, { check: true })
    return primary(`${text}.stdout`, outputOf(isText))
  },
}

/** What a command gave. */
export function processField(target: Code, name: string): Code | undefined {
  const isText = target.type.kind === 'sdk' && target.type.of === 'process'
  const base = operand(target, BINDS.call)
  if (name === 'returncode') return primary(`${base}.returncode`, COUNT)
  return name === 'stdout' || name === 'stderr' ? primary(`${base}.${name}`, outputOf(isText)) : undefined
}
