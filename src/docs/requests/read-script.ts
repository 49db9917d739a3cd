/**
 * The curl commands of a script, read and not run: their words, with variables of the environment left as variables.
 * Commands in loops, conditions and functions are not read, nor is what would have to run to be known.
 */
import { ScriptError, type Source } from '../../script/script-error'
import { plainSource } from '../../script/script-source'
import { ShellState } from '../../script/shell-state'
import {
  expandAssigned,
  expandHeredoc,
  expandText,
  expandWords,
  fillValues,
} from '../../script/words/expand-word'
import type { Expansion } from '../../script/words/expansion'
import {
  loadParser,
  type Command,
  type SyntaxNode,
  type Redirection,
  type Statement,
  type Word,
} from '../../base/unbash'
import { isSecretName } from '../../secrets/secret-names'
import type { Variable } from '../../snippets/text'

/** A curl command. */
export interface ReadCommand {
  /** After `curl`; a mark stands for each variable. */
  readonly words: readonly string[]
  /** Standard input, where it is written in the script. */
  readonly stdin: string | undefined
}

/** A script. */
export interface ReadScript {
  readonly commands: readonly ReadCommand[]
  /** Whether there is anything that was not read. */
  readonly isPartial: boolean
  /** Variables by their marks. */
  readonly marks: ReadonlyMap<string, Variable>
}

/** Plane 16 is all private use; plane 15 is what values of templates take. */
const FIRST_MARK = 0x100000

/**
 * Reads a script.
 *
 * @param text - The script.
 * @param cwd - Folder of the notebook, in which names of files are looked for.
 * @returns `undefined` when it is no script.
 */
export async function readScript(text: string, cwd: string): Promise<ReadScript | undefined> {
  const { parse } = await loadParser()
  const source = plainSource(text)
  let tree: ReturnType<typeof parse>
  try {
    tree = parse(source.text)
  } catch {
    return undefined
  }
  if (tree.errors && tree.errors.length > 0) return undefined
  const reader = new ScriptReader(source, cwd)
  for (const { command } of tree.commands) await reader.read(command)
  return reader
}

/** Gives a mark for every variable that the script does not set itself. */
class MarkingState extends ShellState {
  readonly marks = new Map<string, Variable>()
  readonly #byName = new Map<string, string>()

  override get(name: string): string | undefined {
    return super.get(name) ?? (/^[A-Za-z]\w*$/.test(name) && name !== 'IFS' ? this.mark(name) : undefined)
  }

  mark(name: string): string {
    let mark = this.#byName.get(name)
    if (mark === undefined) {
      mark = String.fromCodePoint(FIRST_MARK + this.#byName.size)
      this.#byName.set(name, mark)
      this.marks.set(mark, { env: name })
    }
    return mark
  }
}

/** Something would have to run. */
class MustRunError extends Error {}

class ScriptReader implements ReadScript {
  readonly commands: ReadCommand[] = []
  isPartial = false
  readonly #state: MarkingState
  readonly #expansion: Expansion

  constructor(source: Source, cwd: string) {
    this.#state = new MarkingState({}, cwd)
    this.#expansion = {
      source,
      state: this.#state,
      substitute: () => Promise.reject(new MustRunError()),
    }
  }

  get marks(): ReadonlyMap<string, Variable> {
    return this.#state.marks
  }

  async read(node: SyntaxNode | Statement['command']): Promise<void> {
    if (node.type === 'AndOr') for (const command of node.commands) await this.read(command)
    // What a command before it writes is not known.
    else if (node.type === 'Pipeline')
      for (const [index, command] of node.commands.entries())
        if (index === 0 || !isCurl(command)) await this.read(command)
        else this.isPartial = true
    else if (node.type === 'Command') await this.#command(node)
    else this.isPartial = true
  }

  async #command(command: Command): Promise<void> {
    try {
      const [name] = command.name ? await expandWords([command.name], this.#expansion) : []
      if (name === undefined) for (const part of command.prefix) await this.#assign(part, false)
      else if (name === 'export') for (const part of command.args) await this.#assign(part, true)
      else if (name === 'curl') {
        const args = command.args.filter((part): part is Word => part.type === 'Word')
        this.commands.push({
          words: await expandWords(args, this.#expansion),
          stdin: await this.#stdin(command.redirects),
        })
      }
    } catch (error) {
      if (!(error instanceof MustRunError) && !ScriptError.is(error)) throw error
      this.isPartial = true
    }
  }

  /** What is exported, or secret, is a variable for all languages; what is only set is a word of the script. */
  async #assign(
    part: Command['args'][number] | Command['prefix'][number],
    isExported: boolean,
  ): Promise<void> {
    if (part.type !== 'Assignment') return
    const { name, value } = part
    const isVariable = isExported || isSecretName(name) || value.type !== 'Word'
    const text = value.type === 'Word' && !isVariable ? await expandAssigned(value, this.#expansion) : ''
    this.#state.set(name, isVariable ? this.#state.mark(name) : text)
  }

  async #stdin(redirects: readonly Redirection[]): Promise<string | undefined> {
    const last = redirects.findLast((each) => each.type !== 'Redirect')
    if (!last) return undefined
    if (last.type === 'HereString')
      return last.target && `${await expandText(last.target, this.#expansion)}\n`
    const { operator, delimiter, body } = last
    const text = operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text
    if (delimiter?.quoted || operator === '<<-' || !body.parts) return fillValues(text, this.#expansion)
    return expandHeredoc(body.parts, this.#expansion)
  }
}

function isCurl(node: SyntaxNode): boolean {
  return node.type === 'Command' && node.name?.text === 'curl'
}
