// Why a cell of a public notebook did not run: one word for each cause, and whose it is. Pure: takes what the cell
// showed and what earlier cells did.

/** Reasons in the order of the table; `ours` counts against the kernel. */
export const REASONS = {
  ran: { ours: false, means: 'ran' },
  compile: { ours: true, means: 'failed to compile' },
  runtime: { ours: true, means: 'failed at run time' },
  hang: { ours: true, means: 'no end in time' },
  later: { ours: true, means: 'only because an earlier cell failed' },
  network: { ours: false, means: 'needs the network' },
  package: { ours: false, means: 'needs a package that is not installed, or another version of it' },
  notebook: { ours: false, means: "the notebook's own: failed for its author too, or out of order" },
}

const NETWORK = /ENETUNREACH|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|the mock has no |fetch failed|Connection error/
const NO_PACKAGE = /Cannot find (?:module|package) '([^'./][^']*)'/
const NO_SUBPATH = /ERR_PACKAGE_PATH_NOT_EXPORTED|Package subpath '[^']+' is not defined/
const COMPILE = /^(TypeScriptError|SyntaxError)$/
const UNKNOWN_NAME = /Cannot find name '(\w+)'|(\w+) is not defined/g

/**
 * @param {object} cell
 * @param {object} cell.record What the kernel sent: `finished`, `reply`, `outputs`.
 * @param {string} cell.shown Its text.
 * @param {boolean} cell.failedBefore Whether its author saved it with an error, or marked it as one that fails.
 * @param {ReadonlySet<string>} cell.lost Names that failed cells before it would have declared.
 * @param {ReadonlySet<string>} cell.declared Names that it or a cell before it declares.
 * @param {(specifier: string) => boolean} cell.isInstalled Whether Node finds what an import names.
 * @returns {keyof typeof REASONS}
 */
export function classify({ record, shown, failedBefore, lost, declared, isInstalled }) {
  if (record.reply?.status === 'ok') return 'ran'
  if (failedBefore) return 'notebook'
  if (!record.finished) return 'hang'
  const unknown = [...shown.matchAll(UNKNOWN_NAME)].map(([, one, other]) => one ?? other)
  if (unknown.some((name) => lost.has(name))) return 'later'
  if (unknown.length > 0 && unknown.every((name) => !declared.has(name))) return 'notebook'
  const missing = NO_PACKAGE.exec(shown)?.[1]
  if ((missing && !isInstalled(missing)) || NO_SUBPATH.test(shown)) return 'package'
  if (NETWORK.test(shown)) return 'network'
  const error = record.outputs.find(({ type }) => type === 'error')
  if (!error) return 'compile'
  return COMPILE.test(error.ename) && !/JSON/.test(error.evalue) ? 'compile' : 'runtime'
}

/** Names that a cell declares at its top level, imports among them; by the look of its lines. */
export function namesIn(code) {
  const names = new Set()
  for (const [, name] of code.matchAll(
    /^(?:export )?(?:async )?(?:const|let|var|function\*?|class|enum|interface|type) (\w+)/gm,
  ))
    names.add(name)
  for (const [, list] of code.matchAll(/^(?:export )?(?:const|let|var) [{[]([^=]+)[}\]] =/gm))
    addAll(names, list)
  for (const [, clause] of code.matchAll(/^import (?:type )?([^'"]+?) from/gms)) addAll(names, clause)
  return names
}

function addAll(names, list) {
  for (const part of list.split(/[,{}]/)) {
    const name = /(\w+)\s*$/.exec(part.replace(/=.*/s, '').trim())?.[1]
    if (name) names.add(name)
  }
}
