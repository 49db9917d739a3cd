/**
 * Tabs that several targets share.
 */
import { fence } from '../fence'
import type { Tab } from '../page'
import { colonMark, details } from './folds'

/** Name under which a site keeps the reader's choice. */
export const TAB_GROUP = 'api-client'

/** The fence of a tab. */
export function tabFence({ language, text }: Tab): string {
  return fence(language, text)
}

/** The first as it is, the others folded: where there are no tabs. */
export function foldedTabs(tabs: readonly Tab[]): string {
  return foldedCode(tabs, fence).join('\n\n')
}

/** The parts of {@link foldedTabs}, with code as a target writes it. */
export function foldedCode(tabs: readonly Tab[], write: typeof fence): string[] {
  return tabs.map(({ label, language, text }, index) => {
    const code = write(language, text)
    return index === 0 ? code : details(label, code)
  })
}

/** A component around others, from its opening tag. */
export function jsxTabs(open: string, items: readonly string[]): string {
  return `${open}\n${items.join('\n')}\n${closing(open)}`
}

/** A component around a fence. The blank lines are what lets MDX read Markdown inside. */
export function jsxTab(open: string, tab: Tab): string {
  return `${open}\n\n${tabFence(tab)}\n\n${closing(open)}`
}

function closing(open: string): string {
  return `</${/^<([\w.]+)/.exec(open)![1]}>`
}

/** Directives of MyST; `options` are those of the set. */
export function mystTabs(tabs: readonly Tab[], options = ''): string {
  const items = tabs.map((tab) => {
    const body = tabFence(tab)
    const mark = colonMark(body)
    return `${mark}{tab-item} ${tab.label}\n:sync: ${tab.id}\n\n${body}\n\n${mark}`
  })
  const body = items.join('\n\n')
  const mark = colonMark(body)
  return `${mark}{tab-set}\n${options}\n${body}\n\n${mark}`
}
