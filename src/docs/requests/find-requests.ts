/**
 * The requests of a cell: those that its outputs hold, or those of the curl commands in it.
 */
import { isObject } from '../../base/unknown'
import { readRequestMetadata } from '../../snippets/output-metadata'
import type { SnippetRequest } from '../../snippets/request'
import { readCommand, type CommandPlace } from './read-operation'
import { readScript } from './read-script'

/** Where the commands of a cell would run. */
export interface ScriptPlace extends Pick<CommandPlace, 'readBeside'> {
  readonly cwd: string
}

/** What was found. */
export interface FoundRequests {
  readonly requests: readonly SnippetRequest[]
  /** Whether the cell is these requests and nothing else. */
  readonly isAll: boolean
}

/** The requests that outputs hold, in order. */
export function requestsOfOutputs(outputs: unknown): SnippetRequest[] {
  const all = Array.isArray(outputs) ? outputs.filter(isObject) : []
  return all.flatMap(({ metadata }) => readRequestMetadata(metadata) ?? [])
}

/**
 * The requests of the curl commands in a script.
 *
 * @param text - The script.
 * @param place - Where it would run.
 * @returns `undefined` when one of them cannot be told without running it.
 */
export async function requestsOfScript(text: string, place: ScriptPlace): Promise<FoundRequests | undefined> {
  if (!/\bcurl\b/.test(text)) return undefined
  const script = await readScript(text, place.cwd)
  if (script === undefined || script.commands.length === 0) return undefined
  const { marks, readBeside } = { marks: script.marks, readBeside: place.readBeside }
  const requests: SnippetRequest[] = []
  for (const command of script.commands) {
    const found = await readCommand(command, { marks, readBeside })
    if (found === undefined) return undefined
    requests.push(...found)
  }
  return { requests, isAll: !script.isPartial && requests.length === 1 }
}
