/**
 * What of a cell is Python and what is a magic or a shell line. Lines keep their numbers, so that positions of the syntax
 * tree are those of the cell: a magic stands in the source as a call with its number.
 * @see https://ipython.readthedocs.io/en/stable/interactive/reference.html
 */

/** A cell taken apart. */
export type SplitCell =
  /** All of it is the kernel's: a cell magic whose body is no Python. */
  | { readonly kind: 'magic'; readonly text: string }
  | {
      readonly kind: 'python'
      readonly source: string
      /** Magics by their number. */
      readonly magics: readonly string[]
      /** Line of a cell magic that goes before Python: `%%time`. */
      readonly head: string | undefined
    }

/** Cell magics whose body is Python. */
const AROUND_PYTHON = new Set(['time', 'timeit', 'capture'])

/** Takes a cell apart. */
export function splitCell(given: string): SplitCell {
  const all = given.split('\n')
  const first = all.findIndex((line) => line.trim() !== '')
  // IPython takes the indent of a whole cell away.
  const pad = /^\s*/.exec(all[first] ?? '')![0]
  const lines = pad === '' ? all : all.map((line) => (line.startsWith(pad) ? line.slice(pad.length) : line))
  const text = lines.join('\n')
  const cellMagic = /^%%(\w+)/.exec(lines[first] ?? '')
  let head: string | undefined
  if (cellMagic) {
    if (!AROUND_PYTHON.has(cellMagic[1]!)) return { kind: 'magic', text }
    head = lines[first]!
    lines[first] = ''
  }
  const magics: string[] = []
  const inside = new InsideOfPython()
  const source = lines.map((line, index) => {
    const isFree = inside.isFree
    const found = isFree ? /^(\s*)((?:[A-Za-z_]\w*\s*=\s*)?)([!%].*|\?+\S.*|\S+\?{1,2})$/.exec(line) : null
    const isMagic = found && isMagicText(found[3]!, found[2]!)
    if (!isMagic) {
      inside.read(line)
      return line
    }
    let magic = found[3]!
    // A backslash goes on in the next line.
    for (let next = index + 1; magic.endsWith('\\') && next < lines.length; next++) {
      magic += `\n${lines[next]}`
      lines[next] = ''
    }
    magics.push(magic)
    return `${found[1]}${found[2]}__magic__(${magics.length - 1})`
  })
  return { kind: 'python', source: source.join('\n'), magics, head }
}

function isMagicText(text: string, target: string): boolean {
  if (text.startsWith('!')) return !text.startsWith('!=')
  if (/^%%?[A-Za-z_]/.test(text)) return true
  return target === '' && (/^\?+\w/.test(text) || /^[\w.]+\?{1,2}$/.test(text))
}

/** Tells whether a line begins a statement: not inside of a long string, brackets, or after a backslash. */
class InsideOfPython {
  private quote = ''
  private depth = 0
  private goesOn = false

  get isFree(): boolean {
    return this.quote === '' && this.depth === 0 && !this.goesOn
  }

  read(line: string): void {
    this.goesOn = false
    for (let at = 0; at < line.length; at++) {
      const char = line[at]!
      if (this.quote !== '') {
        if (char === '\\') at++
        else if (line.startsWith(this.quote, at)) {
          at += this.quote.length - 1
          this.quote = ''
        }
      } else if (char === '#') break
      else if (char === '"' || char === "'") {
        const long = char.repeat(3)
        this.quote = line.startsWith(long, at) ? long : char
        at += this.quote.length - 1
      } else if ('([{'.includes(char)) this.depth++
      else if (')]}'.includes(char)) this.depth = Math.max(0, this.depth - 1)
      else if (char === '\\' && at === line.length - 1) this.goesOn = true
    }
    if (this.quote.length === 1) this.quote = ''
  }
}
