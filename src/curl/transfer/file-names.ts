/**
 * Names of files for `-O` and `-J`: the last part of an address, the name a server suggests. Pure. Whatever a server
 * says, the result is a bare name: it cannot leave the directory.
 */

/** The file name in an address's path; empty when there is none. */
export function urlFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^.*\\/, '')
}

/**
 * The file name of a `Content-Disposition` header.
 *
 * @returns A bare name, or `undefined` when the header has none that can be used.
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
export function dispositionFileName(header: string): string | undefined {
  // Encoded names (`filename*=`) are not understood, as in curl 7.88.
  for (const parameter of splitParameters(header)) {
    const [, value] = /^\s*filename=([^]*)$/.exec(parameter) ?? []
    if (value === undefined) continue
    const quote = /^["']/.exec(value)?.[0]
    const text = quote === undefined ? value : (value.slice(1).split(quote)[0] ?? '')
    const name = text.replace(/^[^]*[/\\]/, '').replace(/[\r\n][^]*$/, '')

    return name === '' || name === '.' || name === '..' || /\x00/.test(name) ? undefined : name
  }
  return undefined
}

function splitParameters(header: string): string[] {
  return header.match(/(?:"[^"]*"|[^;"])+/g) ?? []
}
