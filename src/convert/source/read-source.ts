/** What is converted, as a notebook: `.ipynb`, a `.py` with percent lines, or Markdown with fences. */
import { isIpynb, type Cell, type Notebook } from './notebook'

/**
 * Reads a file.
 *
 * @param text - The file.
 * @param extension - `.ipynb`, `.py`, `.md` or `.markdown`.
 * @returns The notebook, or what is wrong with the file.
 */
export function readSource(text: string, extension: string): Notebook | string {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (extension === '.py') return notebookOf(percentCells(clean))
  if (extension === '.md' || extension === '.markdown') return notebookOf(fencedCells(clean))
  if (extension !== '.ipynb') return 'is no notebook: its name ends with none of .ipynb, .py, .md.'
  let parsed: unknown
  try {
    parsed = JSON.parse(clean)
  } catch {
    return 'is no notebook: it is not JSON.'
  }
  if (!isIpynb(parsed)) return 'is not a notebook of format 4. Open it in JupyterLab and save it.'
  const { name } = (parsed.metadata?.['kernelspec'] ?? {}) as { name?: string }
  if (name === 'tslab' || name === 'jslab') return 'is a notebook of tslab already.'
  return { ...parsed, cells: parsed.cells.map(withPlainLines) }
}

/** A cell of an editor of Windows: Python takes all ends of lines for one. */
function withPlainLines(cell: Cell): Cell {
  const text = typeof cell.source === 'string' ? cell.source : cell.source.join('')
  return cell.cell_type === 'code' && text.includes('\r')
    ? { ...cell, source: text.replace(/\r\n?/g, '\n') }
    : cell
}

const notebookOf = (cells: readonly Omit<Cell, 'metadata'>[]): Notebook => ({
  cells: cells.map((cell, index) => ({
    id: `cell-${index + 1}`,
    metadata: {},
    ...cell,
    ...(cell.cell_type === 'code' ? { outputs: [], execution_count: null } : {}),
  })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
})

/** @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format */
function percentCells(text: string): Omit<Cell, 'metadata'>[] {
  const parts = text.split(/^# ?%%(.*)$/m)
  const cells: Omit<Cell, 'metadata'>[] = []
  const add = (head: string, body: string) => {
    const source = body.replace(/^\n+|\s+$/g, '')
    if (source === '') return
    if (/\[(?:markdown|md)\]/.test(head))
      cells.push({ cell_type: 'markdown', source: source.replace(/^# ?/gm, '') })
    // Magics are comments there.
    else cells.push({ cell_type: 'code', source: source.replace(/^# ?(?=[%!][^%\s])/gm, '') })
  }
  add('', parts[0]!.replace(/^# ---\n(?:#.*\n)*?# ---\n/, ''))
  for (let index = 1; index < parts.length; index += 2) add(parts[index]!, parts[index + 1]!)
  return cells
}

function fencedCells(text: string): Omit<Cell, 'metadata'>[] {
  const cells: Omit<Cell, 'metadata'>[] = []
  const prose: string[] = []
  const flush = () => {
    const source = prose
      .splice(0)
      .join('\n')
      .replace(/^\n+|\s+$/g, '')
    if (source !== '') cells.push({ cell_type: 'markdown', source })
  }
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const fence = /^( *)(`{3,}|~{3,})\s*\{?(?:code-cell\s+)?(python3?|py|ipython3?|bash|sh|shell)\b/.exec(
      lines[at]!,
    )
    const end = fence ? lines.findIndex((line, index) => index > at && line.trim() === fence[2]) : -1
    if (!fence || end < 0) {
      prose.push(lines[at]!)
      continue
    }
    flush()
    const body = lines
      .slice(at + 1, end)
      .map((line) => line.slice(Math.min(fence[1]!.length, line.length - line.trimStart().length)))
    const isShell = /^(?:bash|sh|shell)$/.test(fence[3]!) && !/^\s*[%!]/.test(body[0] ?? '')
    cells.push({ cell_type: 'code', source: [...(isShell ? ['%%bash'] : []), ...body].join('\n') })
    at = end
  }
  flush()
  return cells
}
