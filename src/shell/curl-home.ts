/**
 * Makes the real curl show what it receives at once, also inside a pipe, without a change to the user's command: a
 * folder for CURL_HOME whose `.curlrc` reads the user's own file and then adds `no-buffer`.
 * `curl -q` reads no file, and stays as it is.
 * @see https://curl.se/docs/manpage.html#-K
 */
import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { guardFolder } from './guard'

/**
 * Makes the folder. Whoever asks for it removes it with `removeFolder`; it does not outlive this process.
 *
 * @param env - The environment in which curl will run.
 * @returns Path of the folder, for `CURL_HOME`.
 */
export function createCurlHome(env: Readonly<Record<string, string | undefined>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-'))
  guardFolder(folder)
  const own = findCurlrc(env)
  const include = own === undefined ? '' : `config = "${own.replace(/[\\"]/g, '\\$&')}"\n`
  writeFileSync(join(folder, '.curlrc'), `${include}no-buffer\n`, { mode: 0o600 })
  return folder
}

/** The file that curl would read by itself: the first of its places that holds one. */
function findCurlrc(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const home = env['HOME'] ?? homedir()
  const places: [string | undefined, ...string[]][] = [
    [env['CURL_HOME'], '.curlrc'],
    [env['XDG_CONFIG_HOME'], '.curlrc', 'curlrc'],
    [home, '.curlrc'],
    [join(home, '.config'), 'curlrc'],
  ]
  const files = places.flatMap(([folder, ...names]) =>
    folder ? names.map((name) => join(folder, name)) : [],
  )
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}
