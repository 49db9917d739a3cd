/**
 * `--noproxy` and `no_proxy`: which hosts are reached directly. Pure.
 * @see https://curl.se/docs/manpage.html#--noproxy
 */
import { BlockList, isIP } from 'node:net'

/**
 * Tells whether a host is in a list.
 *
 * @param host - Name or address, without brackets.
 * @param list - Names, addresses and networks, separated by commas or spaces; `*` is everything.
 */
export function bypassesProxy(host: string, list: string): boolean {
  if (list.trim() === '*') return true
  const name = host.toLowerCase().replace(/\.$/, '')
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(name, entry.toLowerCase()))
}

function matches(host: string, entry: string): boolean {
  const version = isIP(host)
  if (version !== 0) return matchesAddress(host, version, entry.replace(/^\[(.*)\]$/, '$1'))
  const domain = entry.replace(/^\./, '').replace(/\.$/, '')
  return host === domain || host.endsWith(`.${domain}`)
}

function matchesAddress(host: string, version: number, entry: string): boolean {
  const [network = '', bits] = entry.split('/', 2)
  if (isIP(network) !== version) return false
  if (bits === undefined) return network === host
  const blocks = new BlockList()
  const type = version === 6 ? 'ipv6' : 'ipv4'
  const prefix = Number(bits)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32)) return false
  blocks.addSubnet(network, prefix, type)
  return blocks.check(host, type)
}
