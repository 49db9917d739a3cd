/**
 * Writes outputs into a notebook's file and leaves all else in it byte for byte.
 */
import { isObject, type JsonObject } from '../../../base/unknown'
import { applyEdits, fieldOf, type JsonEdit, type JsonNode, parseJsonSource } from '../../check/json-source'
import type { Pairs } from './volatile'

/** Outputs of one cell. */
export interface NewOutputs {
  /** Number of the cell among the code cells, from 1. */
  readonly number: number
  readonly outputs: readonly unknown[]
}

/** What is written. */
export interface OutputUpdate {
  readonly cells: readonly NewOutputs[]
  /** Those of the notebook: ports and ids become those that are saved elsewhere for the same server or answer. */
  readonly pairs: Pairs
}

/**
 * Replaces the outputs of some cells.
 *
 * @param json - The notebook as it is on disk.
 * @param update - What is new.
 */
export function updateOutputs(json: string, { cells, pairs }: OutputUpdate): string {
  const codeCells = codeCellsOf(json)
  const isAscii = !/[^\x00-\x7f]/.test(json) && /\\u[0-9a-f]{4}/i.test(json)
  const edits = cells.flatMap(({ number, outputs }): JsonEdit[] => {
    const cell = codeCells[number - 1]
    const old = fieldOf(cell, 'outputs')
    if (old === undefined) return []
    const text = write(
      outputs.map((output) => onDisk(output, pairs)),
      layoutAt(json, old),
    )
    const count = fieldOf(cell, 'execution_count')
    return [
      { start: old.start, end: old.end, text: isAscii ? inAscii(text) : text },
      ...(count ? [{ start: count.start, end: count.end, text: String(number) }] : []),
    ]
  })
  return applyEdits(json, edits)
}

/** The code cells of a notebook's file, in order. */
export function codeCellsOf(json: string): JsonNode[] {
  const cells = fieldOf(parseJsonSource(json), 'cells')
  if (cells?.kind !== 'list') return []
  return cells.items.filter((cell) => {
    const type = fieldOf(cell, 'cell_type')
    return type?.kind === 'text' && type.value === 'code'
  })
}

/** Texts as lists of lines, fields by name: so Jupyter writes them. */
function onDisk(output: unknown, pairs: Pairs): unknown {
  if (!isObject(output)) return output
  const isText = (type: string): boolean => !/[/+]json$/.test(type)
  const fields = Object.keys(output)
    .sort()
    .map((name): [string, unknown] => {
      const value = output[name]
      if (name === 'text') return [name, linesOf(value, pairs)]
      if (name !== 'data' || !isObject(value)) return [name, withSavedValues(value, pairs)]
      const data: JsonObject = value
      const types = Object.keys(data)
        .sort()
        .map((type): [string, unknown] => [
          type,
          isText(type) ? linesOf(data[type], pairs) : withSavedValues(data[type], pairs),
        ])
      return [name, Object.fromEntries(types)]
    })
  return Object.fromEntries(fields)
}

function linesOf(value: unknown, pairs: Pairs): unknown {
  const text = Array.isArray(value) ? value.join('') : value
  if (typeof text !== 'string') return withSavedValues(value, pairs)
  return pairs.withSavedValues(text).match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function withSavedValues(value: unknown, pairs: Pairs): unknown {
  if (typeof value === 'string') return pairs.withSavedValues(value)
  if (Array.isArray(value)) return value.map((part) => withSavedValues(part, pairs))
  if (!isObject(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, withSavedValues(value[name], pairs)]))
}

interface Layout {
  /** Of one level; empty when all is on one line. */
  readonly indent: string
  /** In front of the line on which the outputs begin. */
  readonly margin: string
}

function layoutAt(json: string, { start }: JsonNode): Layout {
  const line = json.slice(json.lastIndexOf('\n', start - 1) + 1, start)
  return { indent: /^\s*\{\r?\n([ \t]+)/.exec(json)?.[1] ?? '', margin: /^[ \t]*/.exec(line)![0] }
}

function write(outputs: readonly unknown[], { indent, margin }: Layout): string {
  return JSON.stringify(outputs, null, indent).replaceAll('\n', `\n${margin}`)
}

function inAscii(json: string): string {
  return json.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
