/**
 * Options of `tslab-magics export`: their shape, and what is wrong with them.
 */
import { nearestName } from '../../base/nearest-name'
import { wrongBadges } from './badges'

/** Words for `--to`. */
export const TARGET_NAMES = [
  'gfm',
  'docusaurus',
  'mintlify',
  'starlight',
  'nextra',
  'myst',
  'sphinx',
  'quarto',
  'vitepress',
  'mkdocs',
  'html',
] as const

/** Words for `--tabs`. */
export const TAB_LANGUAGES = ['curl', 'ts', 'python'] as const

/** Options as the command line gives them. */
export interface ExportOptions {
  readonly to?: string
  /** The version for students instead of pages. */
  readonly student?: boolean
  readonly out?: string
  readonly stdout?: boolean
  readonly cell?: string
  /** `false` for `--no-outputs`. */
  readonly outputs?: boolean
  readonly fold?: string
  readonly baseUrl?: string
  readonly answers?: string
  readonly footers?: string
  readonly check?: boolean
  /** Languages, between commas. */
  readonly tabs?: string
  /** Links that open the notebook, between commas; `binder` may have an address behind `=`. */
  readonly badge?: string
}

/**
 * Says what is wrong with the options.
 *
 * @param options - As they were given.
 * @returns One line; `undefined` when nothing is.
 */
export function wrongUse(options: ExportOptions): string | undefined {
  const { to, out, stdout, fold, tabs, answers, footers, check, baseUrl, cell, badge } = options
  if (options.student) return wrongForStudents(options)
  if (to === undefined)
    return `Say what the pages are for with --to: ${TARGET_NAMES.join(', ')}; or --student.`
  if (!TARGET_NAMES.some((name) => name === to)) {
    const near = nearestName(to, TARGET_NAMES)
    return `There is no target "${to}"${near ? `; did you mean ${near}?` : '.'} Targets: ${TARGET_NAMES.join(', ')}.`
  }
  if (out === undefined && !stdout && cell === undefined)
    return 'Name the folder of the pages with --out, or print a page with --stdout.'
  if (out !== undefined && stdout) return 'Choose --out or --stdout.'
  if (check && out === undefined) return '--check compares with the pages in a folder: name it with --out.'
  if (fold !== undefined && !/^\d{1,9}$/.test(fold)) return `--fold takes a number of lines, not "${fold}".`
  const language = tabs?.split(',').find((word) => !TAB_LANGUAGES.some((name) => name === word))
  if (language !== undefined)
    return `--tabs takes ${TAB_LANGUAGES.join(', ')} with commas between them, not "${language}".`
  if (answers !== undefined && answers !== 'prose' && answers !== 'fence')
    return `--answers is "prose" or "fence", not "${answers}".`
  if (footers !== undefined && !/^(?:drop|freeze|keep)$/.test(footers))
    return `--footers is "drop", "freeze" or "keep", not "${footers}".`
  if (baseUrl !== undefined && !/^(?:https?:\/\/[^\s<>"]+|\/[^\s<>"]*)$/.test(baseUrl))
    return `--base-url is an http address or begins with /, not "${baseUrl}".`
  return badge === undefined ? undefined : wrongBadges(badge)
}

/** The version for students is a notebook: it takes a folder and nothing else. */
function wrongForStudents({ out, student: _student, outputs, ...others }: ExportOptions): string | undefined {
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0]
  if (other !== undefined)
    return `--${other === 'baseUrl' ? 'base-url' : other} is for pages, and does not go with --student.`
  if (outputs === false) return 'Outputs are always left out with --student.'
  return out === undefined ? 'Name the folder of the notebooks for students with --out.' : undefined
}
