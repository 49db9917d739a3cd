/**
 * Notebooks of every kind of output that the library draws, in the form in which JupyterLab saves them.
 */

/** A one-pixel picture. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A notebook file. */
export function notebook(cells: readonly object[], metadata: object = {}): string {
  return JSON.stringify({
    cells,
    metadata: {
      kernelspec: { name: 'tslab', language: 'typescript', display_name: 'TypeScript' },
      ...metadata,
    },
    nbformat: 4,
    nbformat_minor: 5,
  })
}

/** A Markdown cell. */
export function prose(source: string, more: object = {}): object {
  return { cell_type: 'markdown', id: 'prose', metadata: {}, source, ...more }
}

/** A code cell. */
export function code(source: string, outputs: readonly object[] = [], more: object = {}): object {
  return { cell_type: 'code', id: 'code', metadata: {}, execution_count: 1, source, outputs, ...more }
}

/** Text that was printed. */
export function stream(text: string, name = 'stdout'): object {
  return { output_type: 'stream', name, text: text.match(/[^\n]*\n|[^\n]+$/g) ?? [] }
}

/** What was shown. */
export function display(data: object, metadata: object = {}): object {
  return { output_type: 'display_data', data, metadata }
}
