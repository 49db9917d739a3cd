/**
 * Operations → the addresses to fetch, in curl's order, with globs expanded.
 */
import { CurlUsageError } from '../transfer-error'
import type { Operation } from '../options/operation'
import { expandGlobs, type GlobbedUrl } from '../options/url-globs'
import type { MessageWriter } from './message-writer'
import type { Address } from './prepare'

/** An address and the operation it belongs to. */
export interface ListedAddress {
  readonly operation: Operation
  readonly address: Address
}

/**
 * Lists addresses lazily.
 *
 * @throws CurlUsageError when an operation has none; CurlError with exit code 3 for a broken glob.
 */
export function* listAddresses(
  operations: readonly Operation[],
  messages: Pick<MessageWriter, 'warn'>,
): Generator<ListedAddress> {
  let number = 0
  let warned = false
  for (const operation of operations) {
    if (operation.entries[0]?.url === undefined) throw new CurlUsageError('no URL specified!')
    for (const entry of operation.entries) {
      const urlNumber = number++
      if (entry.url === undefined) {
        if (!warned) messages.warn('Got more output options than URLs')
        warned = true
        continue
      }
      const urls = (text: string): Iterable<GlobbedUrl> =>
        operation.globOff ? [{ url: text, matches: [] }] : expandGlobs(text)
      const uploads = entry.upload === undefined ? [undefined] : [...urls(entry.upload)].map(({ url }) => url)
      for (const upload of uploads) {
        for (const { url, matches } of urls(entry.url)) {
          yield { operation, address: { entry, urlNumber, url, matches, upload } }
        }
      }
    }
  }
}
