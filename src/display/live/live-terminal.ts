/**
 * A live answer outside a notebook: the text goes to stdout as it arrives, everything about it to stderr.
 */
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { LiveView, ToolCallView } from './live-contract'
import { createIntake } from './live-intake'
import { showInvisible, stripControls } from '../terminal-text'

/**
 * Makes the live view of a terminal.
 *
 * @param scope - Where to write.
 */
export function createTerminalView(scope: CellScope): LiveView {
  const answer = createIntake()
  const reasoning = createIntake()
  let calls: readonly ToolCallView[] = []
  let lastNote: string | null = null
  /** Which stream has an unfinished line. */
  let openLine: 'stdout' | 'stderr' | undefined

  const write = (name: 'stdout' | 'stderr', text: string) => {
    if (text === '') return
    endLine(name)
    scope.write(name, text)
    openLine = text.endsWith('\n') ? undefined : name
  }
  /** Both streams usually share one terminal: the other's line is ended first. */
  const endLine = (next?: 'stdout' | 'stderr') => {
    if (openLine !== undefined && openLine !== next) {
      scope.write(openLine, '\n')
      openLine = undefined
    }
  }
  const line = (text: string) => {
    endLine()
    // Thin spaces are ours: they group the digits of counts.
    scope.write('stderr', `${showInvisible(text.replaceAll('\u202f', ' '))}\n`)
  }
  const finish = async (last: string) => {
    write('stderr', reasoning.take(true))
    write('stdout', answer.take(true))
    endLine()
    for (const call of calls) line(`tool call ${call.name}(${stripControls(call.arguments)})`)
    if (last !== '') line(last)
    await new Promise((resolve) => setImmediate(resolve))
  }

  return {
    text(delta) {
      answer.add(delta)
      write('stdout', answer.take(false))
    },
    reasoning(delta) {
      reasoning.add(delta)
      write('stderr', reasoning.take(false))
    },
    toolCalls: (next) => void (calls = next),
    note(next) {
      if (next !== null && next !== lastNote) line(next)
      lastNote = next
    },
    end: (footer) => finish(footer),
    fail: (reason) => finish(`Incomplete: ${reason}`),
  }
}
