/**
 * Several answers side by side while they grow: one output, a column each.
 */
import { html as h } from '../../display/html'
import { MUTED, WARNING } from '../../display/look'
import { createControlStripper } from '../../display/terminal-text'
import type { DisplayHandle, MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'

/** One column. */
export interface CompareColumn {
  /** Adds text. */
  text(delta: string): void
  /** Sets the line under the text. */
  note(line: string | null): void
  /** Ends the column with its last line. */
  end(line: string, isFailure: boolean): void
}

/** The columns and their common output. */
export interface CompareView {
  readonly columns: readonly CompareColumn[]
  /** Draws the last frame; resolves when it has left. */
  finish(): Promise<void>
}

const FRAME_MS = 100
/** Every frame holds all text: longer answers are drawn less often, so that a second never costs more than so much. */
const CHARS_PER_MS = 400

/**
 * Starts the columns.
 *
 * @param scope - The cell; a terminal gets the answers one below the other when they are whole.
 * @param titles - Heads of the columns.
 */
export function createCompareView(scope: CellScope, titles: readonly string[]): CompareView {
  const states = titles.map((title) => ({
    title,
    text: '',
    line: '…',
    isFailure: false,
    strip: createControlStripper(),
  }))
  let handle: DisplayHandle | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let problem: { readonly error: unknown } | undefined

  const draw = (): void => {
    timer = undefined
    try {
      if (handle) handle.update(bundleOf(states))
      else handle = scope.display(bundleOf(states))
    } catch (error) {
      // Thrown into the caller's cell by `finish`, not out of a timer.
      problem = { error }
    }
  }
  const schedule = (): void => {
    if (timer || problem || scope.kind === 'terminal') return
    const size = states.reduce((sum, state) => sum + state.text.length, 0)
    timer = setTimeout(draw, FRAME_MS + size / CHARS_PER_MS)
  }
  return {
    columns: states.map((state) => ({
      text(delta) {
        state.text += state.strip.push(delta)
        schedule()
      },
      note(line) {
        state.line = line ?? '…'
        schedule()
      },
      end(line, isFailure) {
        state.text += state.strip.end()
        Object.assign(state, { line, isFailure })
        schedule()
      },
    })),
    async finish() {
      clearTimeout(timer)
      if (!problem) draw()
      if (problem) throw problem.error
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

interface ColumnState {
  readonly title: string
  readonly text: string
  readonly line: string
  readonly isFailure: boolean
}

const CELL = 'text-align:left;vertical-align:top;padding:4px 12px;min-width:12em'

function bundleOf(states: readonly ColumnState[]): MimeBundle {
  const heads = states.map(({ title }) => h`<th scope="col" style="${CELL}">${title}</th>`)
  const texts = states.map(({ text }) => h`<td style="${CELL};white-space:pre-wrap">${text}</td>`)
  const lines = states.map(
    ({ line, isFailure }) =>
      h`<td style="${CELL}"><div style="${isFailure ? WARNING : MUTED}">${line}</div></td>`,
  )
  const plain = states.map(({ title, text, line }) => `${title}\n${text}\n(${line})`).join('\n\n')
  return {
    data: {
      'text/html': String(
        h`<table><thead><tr>${heads}</tr></thead><tbody><tr>${texts}</tr><tr>${lines}</tr></tbody></table>`,
      ),
      'text/plain': plain,
    },
  }
}
