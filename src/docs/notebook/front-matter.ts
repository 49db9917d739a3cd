/**
 * Front matter: of the first cell, between two lines of `---`, or of the notebook's metadata.
 */
import { parse, stringify } from 'yaml'
import { isObject, stringOf, type JsonObject } from '../../base/unknown'

/** What a notebook says of its page. */
export interface FrontMatter {
  /** Lines of YAML, each with its line break; empty when there is none. */
  readonly lines: string
  readonly fields: ReadonlySet<string>
  readonly title: string | undefined
  /** What is left of the first cell; `undefined` when it holds no front matter. */
  readonly rest: string | undefined
}

const BLOCK = /^\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/
/** Fields of a notebook's metadata that a page takes over. */
const OWN_FIELDS = ['title', 'description', 'authors', 'date', 'tags'] as const

/** Reads the front matter of a notebook. */
export function readFrontMatter(metadata: unknown, first: JsonObject | undefined): FrontMatter {
  const isText = first?.['cell_type'] === 'markdown' || first?.['cell_type'] === 'raw'
  const source = first?.['source']
  const text = isText ? (Array.isArray(source) ? source.map(stringOf).join('') : stringOf(source)) : ''
  const block = BLOCK.exec(text)
  const values = block === null ? undefined : parseYaml(block[1]!)
  if (block !== null && values !== undefined)
    return {
      lines: `${block[1]!.replace(/\r\n/g, '\n').trim()}\n`,
      fields: new Set(Object.keys(values)),
      title: titleOf(values),
      rest: text.slice(block[0].length),
    }
  const own = isObject(metadata)
    ? Object.fromEntries(
        OWN_FIELDS.filter((name) => isPlain(metadata[name])).map((name) => [name, metadata[name]]),
      )
    : {}
  return {
    lines: Object.keys(own).length === 0 ? '' : stringify(own, { lineWidth: 0 }),
    fields: new Set(Object.keys(own)),
    title: titleOf(own),
    rest: undefined,
  }
}

function parseYaml(text: string): JsonObject | undefined {
  try {
    const value: unknown = parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined // Two rules with text between them.
  }
}

function titleOf({ title }: JsonObject): string | undefined {
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  )
}
