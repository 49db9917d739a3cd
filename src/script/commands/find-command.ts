/**
 * Which commands run in this process: those of a shell always, filters only where they are exact.
 */
import { setTimeout } from 'node:timers/promises'
import type { InProcess } from '../shell'
import { echo } from './echo'
import { findGrep } from './grep'
import { findJq, isOnPath } from './jq'
import { findJsonTool } from './json-tool'
import { isPlainFormat, printf } from './printf'
import { cd, exit, exportNames, failQuietly, pwd, set, succeed, unset } from './shell-builtins'
import { findTest } from './test-command'
import { findBase64, findCat, findHead, findTail, findTee } from './text-filters'
import { findWc } from './wc'

const SHELL: Readonly<Record<string, InProcess | undefined>> = {
  ':': succeed,
  cd,
  echo,
  exit,
  export: exportNames,
  false: failQuietly,
  pwd,
  set,
  true: succeed,
  unset,
}

/** `sleep SECONDS`, ended at once by Stop. */
function findSleep(args: readonly string[]): InProcess | undefined {
  const [seconds = ''] = args
  if (args.length !== 1 || !/^\d+(?:\.\d+)?$/.test(seconds)) return undefined
  return async ({ signal }) => {
    await setTimeout(Number(seconds) * 1000, undefined, { signal }).catch(() => signal.throwIfAborted())
    return 0
  }
}

/** Filters by name: each says whether it does exactly what the real program would do with these arguments. */
const FILTERS: Readonly<
  Record<string, ((args: readonly string[], path: string | undefined) => InProcess | undefined) | undefined>
> = {
  '[': (args) => findTest(args, true),
  base64: findBase64,
  cat: findCat,
  egrep: (args) => findGrep('egrep', args),
  fgrep: (args) => findGrep('fgrep', args),
  grep: (args) => findGrep('grep', args),
  head: findHead,
  jq: (args, path) => (isOnPath('jq', path) ? undefined : findJq(args)),
  python: findJsonTool,
  python3: findJsonTool,
  sleep: findSleep,
  tail: findTail,
  tee: findTee,
  test: (args) => findTest(args, false),
  wc: findWc,
  printf: (args) => (isPlainFormat(args) ? printf : undefined),
}

/**
 * Finds a command of this process.
 *
 * @param name - First word of the command.
 * @param options - `args`: the words after it, already expanded; `path`: `PATH` of the script.
 * @returns `undefined` when a program of the system has to do it.
 */
export function findCommand(
  name: string,
  { args, path }: { readonly args: readonly string[]; readonly path: string | undefined },
): InProcess | undefined {
  if (Object.hasOwn(SHELL, name)) return SHELL[name]
  return Object.hasOwn(FILTERS, name) ? FILTERS[name]?.(args, path) : undefined
}
