/**
 * The environment that children get: that of this process, without what an npm left in it that started this process. What
 * was set since then counts, also in names that npm uses.
 */
import { npmLeftovers } from '../base/npm-leftovers'

const inherited = npmLeftovers(process.env)
const before = Object.fromEntries(Object.keys(inherited).map((name) => [name, process.env[name]]))

/** A copy of it as it is now. */
export function childEnv(): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...process.env }
  for (const [name, value] of Object.entries(inherited)) if (env[name] === before[name]) env[name] = value
  return env
}
