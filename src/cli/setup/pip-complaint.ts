/**
 * What pip says of a failure, in one line. It reports a network that is down as a package that does not exist; what it
 * warned of before tells them apart. Pure: lines in, sentence out.
 */

/** Reads what pip writes. */
export interface PipComplaint {
  /** Takes a line of standard error, or the one of standard output that names the index. */
  take(line: string): void
  /** The failure as a sentence; empty when no line told one. */
  sentence(): string
}

/** Where pip looks when nobody says otherwise; then it does not name it either. */
const USUAL_INDEX = 'pypi.org'

/** Why a connection failed, in the words of the system, of TLS, or of a proxy. */
const REASONS = [
  /certificate verify failed[^'"(\\]*/,
  /Tunnel connection failed: [^'"\\)]+/,
  /\[Errno -?\d+\] ([^'"\\)]+)/,
  /timed out/,
  /Cannot connect to proxy/,
]

/** An error of a connection, said as such. */
const LOST = /ConnectionPool|Connection broken|timed out/

/** Starts reading. */
export function readPipComplaint(): PipComplaint {
  let index = USUAL_INDEX
  let brokenBy: string | undefined
  let isNothingFound = false
  let complaint = ''
  return {
    take(line) {
      index = hostOf(/^Looking in indexes: ([^\s,]+)/.exec(line)?.[1]) ?? index
      brokenBy = /^WARNING: Retrying .* after connection broken by (.*)/.exec(line)?.[1] ?? brokenBy
      isNothingFound ||= line.includes('(from versions: none)')
      if (line.trim() !== '' && (/^ERROR|Error:/.test(line) || complaint === '')) complaint = line.trim()
    },
    sentence() {
      if (brokenBy === undefined || !(isNothingFound || LOST.test(complaint))) return complaint
      const why = reasonOf(brokenBy)
      return `pip cannot reach ${index}${why && ` (${why})`}. Check the network, and HTTPS_PROXY and PIP_CERT behind a proxy, then run this again.`
    },
  }
}

function reasonOf(text: string): string {
  for (const pattern of REASONS) {
    const match = pattern.exec(text)
    if (match) return (match[1] ?? match[0]).trim()
  }
  return ''
}

/** Host and port of an address, without a name or password in it. */
function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined
}
