/**
 * What the checker finds in a cell that has been run: a short note under its output. Owns when it is looked at, how much
 * of it is shown, and the notebook's choice; see checker/ for how it is found.
 */
import type { MimeBundle } from '../../base/mime-bundle'
import type { Note } from './checker/protocol'
import type { TypeChecker } from './checker-place'
import { TypeScriptError } from './typescript-error'

/**
 * What becomes of a type error: a `note` under a cell that has run, `block`: the cell is not run, `off`: nothing.
 * `wait` is `note`, and the cell ends when its note is there, for programs that look at a cell once.
 */
export type TypeErrors = 'note' | 'wait' | 'block' | 'off'

/** All choices. */
export const TYPE_ERRORS: readonly TypeErrors[] = ['note', 'wait', 'block', 'off']

/** The variable that chooses for a whole kernel. */
export const TYPE_ERRORS_VARIABLE = 'TSLAB_MAGICS_TYPE_ERRORS'

const MAX_NOTES = 5
const MAX_CHARS = 300
/**
 * A cell that runs so long is looked at meanwhile; before, the looking would only slow it down. So it would an answer that
 * grows: the first look takes two seconds of processor time, which the page needs then to draw.
 */
const LONG_CELL_MS = 300
/** The cell's end is on its way by then. */
const AFTER_CELL_MS = 20

const { setTimeout, clearTimeout } = globalThis

/** The notes of one notebook. */
export class TypeNotes {
  /** What becomes of type errors from the next cell on. */
  mode: TypeErrors
  /** Of the cell that runs. */
  private isGrowing = () => false

  constructor(
    private readonly checker: TypeChecker,
    mode: TypeErrors = chosen(process.env[TYPE_ERRORS_VARIABLE]),
  ) {
    this.mode = mode
  }

  /** Starts the checker, so that the first question finds it warm; when an answer grows, after it. */
  warmUp(): void {
    if (this.isGrowing()) setTimeout(() => this.warmUp(), LONG_CELL_MS).unref()
    else this.checker.start()
  }

  /**
   * Looks at a cell before it is run, where the notebook wants that.
   *
   * @throws TypeScriptError `typescript` when there is a type error.
   */
  async beforeRun(id: number): Promise<void> {
    if (this.mode !== 'block') return
    const notes = (await this.checker.check(id)).filter(({ category }) => category === 'error')
    if (notes.length > 0) throw new TypeScriptError(notes.map(printNote))
  }

  /**
   * Looks at a cell that begins to run: when it has ended, or while it runs if that takes its time. The note comes when
   * it is there, also after the cell's end.
   *
   * @param show - Shows the note in the cell's output.
   * @param isGrowing - Whether the cell is drawing something again and again: then it is looked at later.
   * @returns To be called at the end; its promise is to be waited for.
   */
  beginRun(
    id: number,
    show: (bundle: MimeBundle) => void,
    isGrowing: () => boolean = () => false,
  ): () => Promise<void> {
    this.isGrowing = isGrowing
    if (this.mode !== 'note' && this.mode !== 'wait') return async () => {}
    let shown: Promise<void> | undefined
    const look = () =>
      (shown ??= this.checker.check(id).then((notes) => {
        if (notes.length > 0) show(bundleOf(notes))
      }))
    const wait = () => setTimeout(() => (isGrowing() ? (timer = wait()) : void look()), LONG_CELL_MS).unref()
    let timer = wait()
    return async () => {
      clearTimeout(timer)
      if (this.mode === 'wait') await look()
      else setTimeout(look, AFTER_CELL_MS).unref()
    }
  }
}

/** The choice that a text names; `note` for any other. */
function chosen(text: string | undefined): TypeErrors {
  return TYPE_ERRORS.find((each) => each === text) ?? 'note'
}

/** `2:7 - Type 'string' is not assignable to type 'number'. (TS2322)` */
function printNote({ file, line, column, message, code }: Note): string {
  const [first = ''] = message.split('\n')
  const text = first.length > MAX_CHARS ? `${first.slice(0, MAX_CHARS)}…` : first
  return `${file === undefined ? '' : `${file} `}${line}:${column} - ${text} (TS${code})`
}

function bundleOf(notes: readonly Note[]): MimeBundle {
  const lines = notes.slice(0, MAX_NOTES).map(printNote)
  const left = notes.length - lines.length
  if (left > 0) lines.push(`… and ${left} more`)
  const plain = lines.map((line) => `types: ${line}`).join('\n')
  const markup = lines.map((line) => `<div>types: ${escape(line)}</div>`).join('')
  return {
    data: {
      'text/plain': plain,
      'text/html': `<div class="jp-RenderedText" style="opacity:.75"><pre style="font-size:90%">${markup}</pre></div>`,
    },
  }
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
