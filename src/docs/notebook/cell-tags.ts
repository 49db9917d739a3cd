/**
 * Tags of a cell that say what a page leaves out or folds: those of Jupyter Book, and nbsphinx' and Quarto's words for
 * the same.
 * @see https://jupyterbook.org/en/stable/content/metadata.html
 */
import { isObject, stringOf, type JsonObject } from '../../base/unknown'

/** Other words for a tag. */
const SAME: Readonly<Record<string, string>> = {
  remove_cell: 'remove-cell',
  remove_input: 'remove-input',
  remove_output: 'remove-output',
  hide_cell: 'hide-cell',
  hide_input: 'hide-input',
  hide_output: 'hide-output',
  'remove-stdout': 'remove-stdout',
  'remove-stderr': 'remove-stderr',
}

/** Reads the tags of a cell. */
export function readTags({ metadata }: JsonObject): ReadonlySet<string> {
  if (!isObject(metadata)) return new Set()
  const tags = Array.isArray(metadata['tags']) ? metadata['tags'].map(stringOf) : []
  const found = new Set(tags.map((tag) => SAME[tag] ?? tag))
  const jupyter = isObject(metadata['jupyter']) ? metadata['jupyter'] : {}
  // What is folded in JupyterLab is folded on the page.
  if (jupyter['source_hidden'] === true) found.add('hide-input')
  if (jupyter['outputs_hidden'] === true) found.add('hide-output')
  return found
}
