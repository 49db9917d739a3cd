/**
 * Tabs for the cells of a page: each request in the languages that are wanted. A cell of one curl command is a tab itself;
 * other code stays as it is, and its requests follow.
 */
import { LANGUAGE_LABELS, writeSnippet, type SnippetLanguage } from '../../snippets/write-snippet'
import type { SnippetRequest } from '../../snippets/request'
import type { CodeCell, Page, Tab } from '../page'
import { requestsOfScript, type ScriptPlace } from './find-requests'

/** Which tabs, and of which notebook. */
export interface TabOptions extends ScriptPlace {
  /** Languages in the order of their tabs. */
  readonly languages: readonly SnippetLanguage[]
}

/**
 * Adds tabs.
 *
 * @param page - The page.
 * @param options - Languages, and where the notebook is.
 * @returns The page with its tabs, and a note for each cell whose commands could not be read.
 */
export async function addTabs(
  page: Page,
  { languages, ...place }: TabOptions,
): Promise<{ readonly page: Page; readonly notes: readonly string[] }> {
  const notes: string[] = []
  const cells = []
  for (const cell of page.cells)
    cells.push(
      cell.kind === 'code' && !cell.hasNoTabs ? await withTabs(cell, { languages, place, notes }) : cell,
    )
  return { page: { ...page, cells }, notes }
}

interface Wanted {
  readonly languages: readonly SnippetLanguage[]
  readonly place: ScriptPlace
  readonly notes: string[]
}

async function withTabs(cell: CodeCell, { languages, place, notes }: Wanted): Promise<CodeCell> {
  const { code, requests } = cell
  const script = code?.language === 'bash' ? await requestsOfScript(code.text, place) : undefined
  if (code?.language === 'bash' && /^\s*curl\b/m.test(code.text) && !script && requests.length === 0)
    notes.push(`cell ${cell.number} gets no tabs: its curl command cannot be read without running it`)
  const found = script?.requests ?? requests
  if (found.length === 0) return cell
  const isOwn = script?.isAll === true && languages.includes('curl')
  const tabs = found.map((request) => tabsOf(request, languages, isOwn ? code?.text : undefined))
  return { ...cell, tabs, isCodeInTabs: isOwn }
}

function tabsOf(
  request: SnippetRequest,
  languages: readonly SnippetLanguage[],
  curl: string | undefined,
): Tab[] {
  return languages.map((language) => {
    const text = language === 'curl' && curl !== undefined ? curl : writeSnippet(request, language)
    const { label, fence } = LANGUAGE_LABELS[language]
    return { id: language, label, language: fence, text }
  })
}
