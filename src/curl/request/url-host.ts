/**
 * Host names of addresses: which are acceptable, and the numeric forms that stand for an IPv4 address.
 * Knows nothing of the rest of an address.
 */
import { isIPv6, SocketAddress } from 'node:net'

/**
 * Normalises the host part of an address.
 *
 * @param name - Wire text; IPv6 in brackets.
 * @returns The host, or `undefined` when no host can be spelled like that.
 */
export function normalizeHost(name: string): string | undefined {
  if (name === '') return undefined
  if (name.startsWith('[')) {
    const [address = '', zone] = name.slice(1, -1).split(/%(?:25(?=.))?/, 2)
    if (!isIPv6(address) || zone === '') return undefined
    const canonical = new SocketAddress({ address, family: 'ipv6' }).address
    return `[${canonical.length < address.length ? canonical : address}]`
  }
  const numeric = normalizeIpv4(name)
  if (numeric !== undefined) return numeric
  const decoded = name.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

  return /[\x00-\x20\x7f/:#?!@{}[\]\\$'"^`*<>=;,+&()]/.test(decoded) ? undefined : decoded
}

/** `127.1`, `0x7f000001` and the like as four numbers; `undefined` when it is a name. */
function normalizeIpv4(name: string): string | undefined {
  const words = name.split('.')
  if (words.length > 4 || !words.every((word) => /^(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(word)))
    return undefined
  const parts = words.map((word) => (/^0[0-7]+$/.test(word) ? parseInt(word, 8) : Number(word)))
  const last = parts.pop() ?? 0
  if (parts.some((part) => part > 255) || last >= 256 ** (4 - parts.length)) return undefined
  const tail = Array.from(
    { length: 4 - parts.length },
    (_, i) => Math.floor(last / 256 ** (3 - parts.length - i)) % 256,
  )
  return [...parts, ...tail].join('.')
}
