/**
 * Fragments of tool calls to calls. Owns the question which call a fragment belongs to.
 */
import type { ToolCall } from './answer'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'

interface Slot {
  index: number
  id: string
  name: string
  arguments: string
}

/** Collects the tool calls of one choice. */
export interface ToolCalls {
  /**
   * Adds a fragment as it came in `tool_calls`.
   * @returns What is new in its call; `undefined` for noise.
   */
  add(fragment: unknown): ToolCallPart | undefined
  /** The calls so far, by index. */
  list(): ToolCall[]
}

/** What a fragment added to its call. */
export interface ToolCallPart {
  /** Position of the call, from 0 in order of appearance. */
  readonly slot: number
  /** The call was not there before. */
  readonly isNew: boolean
  /** The id, where this fragment brought it first. */
  readonly id: string
  /** The name, where this fragment brought it first. */
  readonly name: string
  /** Arguments to append. */
  readonly arguments: string
}

/**
 * Makes an empty collection. A fragment goes to the slot of its `index`; a new id with a name on the same index opens
 * another call (servers that count every call as 0). Without index it goes by id, else to the last call. The first id
 * and the first name win; arguments append.
 */
export function createToolCalls(): ToolCalls {
  const slots: Slot[] = []

  const find = (index: number | undefined, id: string, name: string): Slot | undefined => {
    if (index !== undefined) {
      const last = slots.findLast((slot) => slot.index === index)
      return last && isAnotherCall(last, id, name) ? undefined : last
    }
    if (id !== '') {
      const same = slots.find((slot) => slot.id === id)
      if (same) return same
      const last = slots.at(-1)
      return last && last.id === '' && (name === '' || last.name === '') ? last : undefined
    }
    const last = slots.at(-1)
    // Neither index nor id, but a name: a second call, unless the name is only repeated inside the first one.
    const isOther = last && name !== '' && last.name !== '' && (last.name !== name || isJson(last.arguments))
    return isOther ? undefined : last
  }

  return {
    add(fragment) {
      if (!isObject(fragment)) return undefined
      const call = [fragment['function'], fragment['custom']].find(isObject) ?? fragment
      const id = stringOf(fragment['id'])
      const name = stringOf(call['name'])
      const index = indexOf(fragment)
      let slot = find(index, id, name)
      const isNew = slot === undefined
      if (slot === undefined) {
        slot = { index: index ?? (slots.at(-1)?.index ?? -1) + 1, id: '', name: '', arguments: '' }
        slots.push(slot)
      }
      const part = {
        slot: slots.indexOf(slot),
        isNew,
        id: slot.id === '' ? id : '',
        name: slot.name === '' ? name : '',
        arguments: argumentsOf(call),
      }
      if (part.id !== '') slot.id = part.id
      if (part.name !== '') slot.name = part.name
      slot.arguments += part.arguments
      return part
    },
    list: () =>
      [...slots]
        .sort((a, b) => a.index - b.index)
        .map(({ id, name, arguments: text }) => ({ id, name, arguments: text })),
  }
}

/** Arguments as text; some servers send the object itself. Custom tools of OpenAI have an `input` of plain text. */
export function argumentsOf(call: JsonObject): string {
  const value = call['arguments'] ?? call['input']
  if (typeof value === 'string') return value
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : ''
}

function isAnotherCall(slot: Slot, id: string, name: string): boolean {
  return id !== '' && name !== '' && slot.id !== '' && slot.id !== id
}

function indexOf(fragment: JsonObject): number | undefined {
  const { index } = fragment
  if (typeof index === 'number' && Number.isInteger(index)) return index
  return typeof index === 'string' && /^\d+$/.test(index) ? Number(index) : undefined
}

function isJson(text: string): boolean {
  if (!text.endsWith('}')) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
