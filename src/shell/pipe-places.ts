/**
 * The pipelines of a script that decide its exit code, as they stand in its text. Pure, over the tree of unbash.
 */
import type { CommandNode, CompoundList, PipelineNode, Script, Word } from '../base/unbash'

/** One command of a pipeline. */
export interface PipeStage {
  /** Its program without the folder; `undefined` for loops, groups, and names that are not written out. */
  readonly name: string | undefined
  /** Its words after the name, quotes taken off. */
  readonly words: readonly string[]
  /** Whether its standard error goes elsewhere. */
  readonly hidesErrors: boolean
}

/** A pipeline, which may be a single command. */
export interface PipePlace {
  /** Lines on which it stands, from 1. */
  readonly firstLine: number
  readonly lastLine: number
  /** Whether a loop is around it: then `set -e` may have ended the loop early. */
  readonly isRepeated: boolean
  readonly stages: readonly PipeStage[]
}

/**
 * Lists the pipelines with whose exit code a script ends when it runs to its end.
 *
 * @param script - The tree.
 * @param text - The text it was parsed from.
 */
export function listLastPipes(script: Script, text: string): PipePlace[] {
  const found: PipePlace[] = []
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const visitList = (list: Script | CompoundList | undefined, isRepeated: boolean): void => {
    const last = list?.commands.at(-1)
    if (last === undefined || last.background === true) return
    const { command } = last
    visit(command.type === 'AndOr' ? (command.commands.at(-1) as PipelineNode) : command, isRepeated)
  }
  const visit = (node: PipelineNode, isRepeated: boolean): void => {
    const lines = { firstLine: lineAt(node.pos), lastLine: lineAt(node.end) }
    if (node.type === 'Pipeline') {
      if (node.prefixes.some(({ type }) => type === 'Negation')) return
      found.push({ ...lines, isRepeated, stages: node.commands.map((stage) => stageOf(stage)) })
    } else if (node.type === 'Command') found.push({ ...lines, isRepeated, stages: [stageOf(node)] })
    else if (node.type === 'Redirected') visit(node.command, isRepeated)
    else if (node.type === 'BraceGroup') visitList(node.body, isRepeated)
    else if (node.type === 'If') {
      visitList(node.then, isRepeated)
      for (const branch of node.elif) visitList(branch.then, isRepeated)
      visitList(node.else, isRepeated)
    } else if (node.type === 'Case') for (const { body } of node.items) visitList(body, isRepeated)
    else if (['For', 'ArithmeticFor', 'While', 'Select'].includes(node.type))
      visitList((node as { readonly body: CompoundList }).body, true)
  }
  visitList(script, false)
  return found
}

/** Programs that run the one named after them. */
const RUNNERS = new Set(['command', 'env', 'exec', 'nice', 'nohup', 'sudo', 'stdbuf', 'time'])

function stageOf(node: CommandNode): PipeStage {
  if (node.type !== 'Command') return { name: undefined, words: [], hidesErrors: false }
  const words = [node.name, ...node.args].flatMap((word) => (word?.type === 'Word' ? [word] : []))
  const isRunner = (word: Word | undefined) => RUNNERS.has(word?.value ?? '')
  let start = 0
  while (isRunner(words[start]) || (start > 0 && /^-|^\w+=/.test(words[start]?.value ?? ''))) start++
  const hidesErrors = node.redirects.some(
    ({ operator, descriptor }) =>
      operator.startsWith('&>') ||
      (operator.startsWith('>') && descriptor?.type === 'FileDescriptor' && descriptor.value === 2),
  )
  const name = words[start]
  const isWritten = name !== undefined && /^[\w./+-]+$/.test(name.value) && !/[$`]/.test(name.text)
  return {
    name: isWritten ? name.value.replace(/^.*\//, '') : undefined,
    words: words.slice(start + 1).map(({ value }) => value),
    hidesErrors,
  }
}
