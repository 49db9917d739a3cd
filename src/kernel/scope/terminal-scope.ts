/**
 * The scope outside a notebook: a script, a terminal, a test. Draws everything as plain text.
 */
import { createInterface } from 'node:readline'
import { UsageError } from '../../errors'
import { redact } from '../../secrets/redact-text'
import type { CellScope } from './cell-scope'
import { createMaskedWrites } from './masked-writes'

/** Makes the scope of a plain process. Its signal never aborts: Ctrl+C ends the process. */
export function createTerminalScope(): CellScope {
  const write = createMaskedWrites((name, text) => void process[name].write(text))
  process.once('exit', write.flush)
  const draw = (plain: string) => process.stdout.write(redact(plain.endsWith('\n') ? plain : `${plain}\n`))
  return {
    kind: 'terminal',
    signal: new AbortController().signal,
    write,
    display(bundle) {
      draw(bundle.data['text/plain'])
      return { update: (next) => void draw(next.data['text/plain']) }
    },
    clearOutput() {},
    input: (prompt, options) => askTerminal(prompt, options?.password ?? false),
  }
}

function askTerminal(prompt: string, password: boolean): Promise<string> {
  if (!process.stdin.isTTY)
    return Promise.reject(
      new UsageError(
        `Nobody can answer "${prompt.trim()}": standard input is not a terminal. Set the value in the environment.`,
      ),
    )
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: true })
  return new Promise((resolve, reject) => {
    lines.once('close', () => reject(new UsageError(`"${prompt.trim()}" was not answered.`)))
    lines.question(prompt, (answer) => {
      resolve(answer)
      lines.close()
    })
    // Readline echoes through this method; silenced after the prompt is drawn, so that a password stays unseen.
    if (password) Object.assign(lines, { _writeToOutput: () => {} })
  })
}
