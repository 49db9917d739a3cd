/**
 * What `npm start`, `npm test` and `npx` leave in the environment of what they start: settings of that one npm and facts
 * about its package, by which another npm below it would go. Pure. Where packages come from (registry, proxies,
 * certificates, logins, cache) is not among it: a user's shell sets that in the same way, and npm only repeats it. In
 * capital letters, `NPM_CONFIG_…`, a variable is always a user's.
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 */

/** Variables by name. */
type Env = Readonly<Record<string, string | undefined>>

/** Settings that say where packages come from. */
const SOURCES =
  /^npm_config_(?:registry|@.*|\/\/.*|(?:https?_)?proxy|no_?proxy|ca|cafile|cert|key|strict_ssl|cache|userconfig|globalconfig|fetch_\w+|local_address|_\w+)$/

/** Names that are npm's own whatever they hold. */
const OWN =
  /^(?:npm_(?:config|package|lifecycle)_.*|npm_(?:command|execpath|node_execpath|old_pid)|INIT_CWD)$/

/**
 * What to change so that an environment is as it was before npm.
 *
 * @param env - The environment.
 * @returns A new value for each variable that changes, `undefined` to take it away; nothing where no npm was there.
 */
export function npmLeftovers(env: Env): Env {
  if (env['npm_lifecycle_event'] === undefined && env['npm_execpath'] === undefined) return {}
  const changes: Record<string, string | undefined> = {}
  for (const name of Object.keys(env)) if (OWN.test(name) && !SOURCES.test(name)) changes[name] = undefined
  if (env['NODE'] !== undefined && env['NODE'] === env['npm_node_execpath']) changes['NODE'] = undefined
  if (/^[01]$/.test(env['COLOR'] ?? '')) changes['COLOR'] = undefined
  const path = withoutBins(env['PATH'])
  if (path !== env['PATH']) changes['PATH'] = path
  return changes
}

/** Without the folders of programs that npm puts before all others; the last of them is that of node-gyp. */
function withoutBins(path: string | undefined): string | undefined {
  const folders = path?.split(':')
  const last = folders?.findLastIndex((folder) => /[\\/]node-gyp-bin$/.test(folder)) ?? -1
  if (folders === undefined || last < 0) return path
  return folders.filter((folder, index) => index > last || !isNpmBin(folder)).join(':')
}

const isNpmBin = (folder: string): boolean => /[\\/](?:node_modules[\\/]\.bin|node-gyp-bin)$/.test(folder)

/** The environment without them. */
export function withoutNpm(env: Env): Record<string, string | undefined> {
  const clean: Record<string, string | undefined> = { ...env }
  for (const [name, value] of Object.entries(npmLeftovers(env)))
    if (value === undefined) Reflect.deleteProperty(clean, name)
    else clean[name] = value
  return clean
}

/** Takes them out of the environment of a process that cells run in, once, before the first of them. */
export function dropNpmLeftovers(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(npmLeftovers(env)))
    if (value === undefined) Reflect.deleteProperty(env, name)
    else env[name] = value
}
