/**
 * Links that open a notebook in a running Jupyter: Binder and GitHub Codespaces, and the lines that show them as badges. Pure;
 * knows nothing of files.
 * @see https://docs.binder.org/en/latest/reference/services.html and
 * https://docs.github.com/codespaces/setting-up-your-project-for-codespaces/setting-up-your-repository/facilitating-quick-creation-and-resumption-of-codespaces
 */

/** Words for `--badge`. */
export const BADGE_NAMES = ['binder', 'codespaces'] as const

/** One of them. */
export type BadgeName = (typeof BADGE_NAMES)[number]

/** Where a repository is hosted. */
export interface Repository {
  /** `other` is reached by its address alone. */
  readonly host: 'github' | 'gitlab' | 'other'
  /** `owner/name`; of `other` the address for `git clone`. */
  readonly name: string
}

const PICTURES = {
  binder: ['Open in Binder', 'https://mybinder.org/badge_logo.svg'],
  codespaces: ['Open in GitHub Codespaces', 'https://github.com/codespaces/badge.svg'],
} as const

/**
 * The address under which Binder builds a repository.
 *
 * @param repository - Where it is.
 * @returns Without the notebook to open; of the newest commit.
 */
export function binderBase({ host, name }: Repository): string {
  const provider = { github: `gh/${name}`, gitlab: `gl/${encode(name)}`, other: `git/${encode(name)}` }[host]
  return `https://mybinder.org/v2/${provider}/HEAD`
}

/**
 * The address that opens a notebook in Binder.
 *
 * @param base - See {@link binderBase}, or that of a Binder of one's own.
 * @param path - The notebook's path in the repository, with `/`; empty for JupyterLab alone.
 */
export function binderAddress(base: string, path = ''): string {
  // Twice: Binder takes one layer off, and JupyterLab the other.
  const place = path === '' ? 'lab' : `lab/tree/${path.split('/').map(encode).join('/')}`
  return `${base}?urlpath=${encode(place)}`
}

/**
 * The address that opens a repository in a codespace.
 *
 * @returns `undefined` when it is not on GitHub.
 */
export function codespacesAddress({ host, name }: Repository): string | undefined {
  return host === 'github' ? `https://codespaces.new/${name}?quickstart=1` : undefined
}

/**
 * A badge as Markdown.
 *
 * @param badge - Which.
 * @param address - Where it leads.
 */
export function badgeMarkdown(badge: BadgeName, address: string): string {
  const [words, picture] = PICTURES[badge]
  return `[![${words}](${picture})](${address})`
}

/** Percent-encoding that leaves nothing that Markdown or HTML reads as its own. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
