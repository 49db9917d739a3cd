/**
 * A request drawn in a cell: the same in each language. Tabs would need a style sheet or a script, and a notebook keeps
 * neither; folds of one name open one at a time and are kept everywhere.
 */
import { createHash } from 'node:crypto'
import type { MimeBundle } from '../base/mime-bundle'
import { html as h, raw } from '../display/html'
import { maskForCell } from '../display/mask'
import type { SnippetRequest } from './request'
import { LANGUAGE_LABELS, LANGUAGES, writeSnippet } from './write-snippet'

const SUMMARY = 'cursor:pointer'
const PRE = 'white-space:pre-wrap;margin:2px 0 8px 18px'

/** Makes the bundle of a request: HTML that needs no script, Markdown for where that is read, and plain text. */
export function requestBundle(request: SnippetRequest): MimeBundle {
  const snippets = LANGUAGES.map((language) => ({
    label: LANGUAGE_LABELS[language].label,
    code: maskForCell(writeSnippet(request, language)),
  }))
  // One name for those of this request alone, and the same at every run.
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const name = `request-${hash.slice(0, 8)}`
  const folds = snippets.map(
    ({ label, code }, index) =>
      h`<details name="${name}"${index === 0 && raw(' open')}><summary style="${SUMMARY}">${label}</summary><div class="highlight"><pre style="${PRE}">${code}</pre></div></details>`,
  )
  return {
    data: {
      'text/html': String(h`<div>${folds}</div>`),
      'text/plain': snippets
        .map(({ label, code }) => `${label}\n${'-'.repeat(label.length)}\n${code}`)
        .join('\n\n'),
    },
  }
}
