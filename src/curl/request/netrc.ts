/**
 * `.netrc`: text → login for a host. Knows nothing of where the file lies.
 * @see https://everything.curl.dev/usingcurl/netrc.html
 */

/** A login found in a `.netrc`; either half may be missing. */
export interface NetrcLogin {
  user?: string
  password?: string
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Finds the login of a host.
 *
 * @param text - The file's text.
 * @param host - Host name.
 * @param wantedUser - Take only the entry of this user.
 * @returns The login, or `undefined` when no entry fits; `'broken'` when the file ends inside a quoted word.
 */
export function findNetrcLogin(
  text: string,
  host: string,
  wantedUser?: string,
): NetrcLogin | 'broken' | undefined {
  let login: NetrcLogin | undefined
  let inOurs = false
  const tokens = readTokens(text)
  if (tokens === undefined) return 'broken'
  for (let index = 0; index < tokens.length; index++) {
    const keyword = tokens[index]?.toLowerCase()
    if (keyword === 'machine' || keyword === 'default') {
      if (login?.password !== undefined) break
      const isHost = keyword === 'default' || tokens[++index]?.toLowerCase() === host.toLowerCase()
      inOurs = isHost
      if (isHost) login = {}
    } else if (inOurs && login && keyword === 'login') {
      const user = tokens[++index] ?? ''
      if (wantedUser !== undefined && user !== wantedUser) inOurs = false
      else login.user = user
    } else if (inOurs && login && keyword === 'password') login.password = tokens[++index] ?? ''
  }
  return login
}

/** Words of the file without comments and macros; `undefined` when a quote is not closed. */
function readTokens(text: string): string[] | undefined {
  const tokens: string[] = []
  let inMacro = false
  for (const line of text.split(/\r?\n/)) {
    if (inMacro) {
      inMacro = line !== ''
      continue
    }
    for (let rest = line.trimStart(); rest !== '' && !rest.startsWith('#'); rest = rest.trimStart()) {
      const quoted = /^"((?:\\[^]|[^"\\])*)"/.exec(rest)
      if (rest.startsWith('"') && !quoted) return undefined
      const word = quoted ? quoted[0] : (/^\S+/.exec(rest)?.[0] ?? '')
      rest = rest.slice(word.length)
      tokens.push(
        quoted ? (quoted[1] ?? '').replace(/\\([^])/g, (_, char: string) => ESCAPES[char] ?? char) : word,
      )
      if (word.toLowerCase() === 'macdef') {
        tokens.pop()
        inMacro = true
        break
      }
    }
  }
  return tokens
}
