/**
 * `export --badge`: which badges a page gets, and where they lead.
 */
import { dirname, relative } from 'node:path'
import {
  BADGE_NAMES,
  badgeMarkdown,
  binderAddress,
  binderBase,
  codespacesAddress,
  type BadgeName,
} from '../../docs/badges'
import { CliError } from '../errors'
import { slashed } from '../paths'
import { findGitRoot, findRepository } from '../repository'

/** A badge that was asked for. */
interface WantedBadge {
  /** Once it has been looked at a {@link BadgeName}. */
  readonly name: string
  /** Address of a Binder with the repository, instead of the one that `package.json` leads to. */
  readonly base: string | undefined
}

/**
 * Says what is wrong with the option.
 *
 * @param text - `binder,codespaces`, `binder=URL`.
 * @returns One line; `undefined` when nothing is.
 */
export function wrongBadges(text: string): string | undefined {
  for (const { name, base } of readBadges(text)) {
    if (!BADGE_NAMES.some((each) => each === name))
      return `--badge takes ${BADGE_NAMES.join(', ')} with commas between them, not "${name}".`
    if (base === undefined) continue
    if (name !== 'binder') return `--badge ${name} takes no address.`
    if (!/^https?:\/\/[^\s<>"?#]+$/.test(base))
      return `--badge binder=URL takes the address of a repository in Binder, as https://mybinder.org/v2/gh/OWNER/NAME/HEAD, not "${base}".`
  }
  return undefined
}

/** Where a notebook is. */
interface NotebookPlace {
  readonly file: string
  /** What its path begins at where neither `package.json` nor git says. */
  readonly cwd: string
}

/**
 * The line of badges of a page.
 *
 * @param text - The option; there is nothing wrong with it.
 * @param place - Where the notebook is.
 * @returns Markdown.
 * @throws CliError When nothing says where the repository is, or it has no such link.
 */
export function badgeLine(text: string, { file, cwd }: NotebookPlace): string {
  const found = findRepository(dirname(file))
  const path = found?.pathOf(file) ?? slashed(relative(findGitRoot(dirname(file)) ?? cwd, file))
  return readBadges(text)
    .map(({ name, base }) => {
      if (found === undefined && base === undefined)
        throw new CliError(
          `No package.json above ${file} says where its repository is. Add "repository", or give --badge binder=https://mybinder.org/v2/gh/OWNER/NAME/HEAD`,
        )
      const address =
        name === 'binder'
          ? binderAddress(base?.replace(/\/+$/, '') ?? binderBase(found!.repository), path)
          : codespacesAddress(found!.repository)
      if (address === undefined)
        throw new CliError(`${found!.repository.name} is not on GitHub, so no codespace opens it.`)
      return badgeMarkdown(name as BadgeName, address)
    })
    .join(' ')
}

function readBadges(text: string): WantedBadge[] {
  // An address may hold a comma.
  return text.split(/,(?=[^,/]*(?:=|,|$))/).map((word) => {
    const [, name = '', base] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    return { name, base }
  })
}
