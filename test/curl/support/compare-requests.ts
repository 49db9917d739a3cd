/**
 * Are two recorded requests the same request? What may differ between two clients that mean the same is left out:
 * lengths, connection handling, the client's own name, boundary text, the order of cookies, the case of `%2f`.
 */
import type { RecordedRequest } from './recorder'

const IGNORED = new Set([
  'host',
  'content-length',
  'connection',
  'proxy-connection',
  'expect',
  'accept-encoding',
  'transfer-encoding',
  'keep-alive',
])

/**
 * Compares requests in their order.
 *
 * @returns One line for each difference.
 */
export function compareRequests(
  expected: readonly RecordedRequest[],
  actual: readonly RecordedRequest[],
): string[] {
  const differences: string[] = []
  if (expected.length !== actual.length)
    differences.push(`${actual.length} requests instead of ${expected.length}`)
  for (const [index, wanted] of expected.entries()) {
    const got = actual[index]
    if (!got) break
    const prefix = expected.length > 1 ? `request ${index + 1}: ` : ''
    differences.push(...compareOne(normalise(wanted), normalise(got)).map((line) => prefix + line))
  }
  return differences
}

interface Normal {
  readonly method: string
  readonly host: string
  readonly target: string
  readonly headers: readonly string[]
  readonly body: string
  readonly secure: boolean
}

function normalise(request: RecordedRequest): Normal {
  const header = (name: string): string =>
    request.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
  const target = percentEncoded(request.target)
  const absolute = /^https?:\/\/([^/]+)(\/.*)$/.exec(target)
  return {
    method: request.method,
    host: (absolute?.[1] ?? header('host')).replace(/:(?:80|443)$/, ''),
    target: absolute?.[2] ?? target,
    headers: request.headers.flatMap(([name, value]) =>
      normalHeader(name.toLowerCase(), (value ?? '').trim()),
    ),
    body: request.multipart ? JSON.stringify(request.multipart) : (request.bodyBase64 ?? request.body ?? ''),
    secure: request.tls === true,
  }
}

function normalHeader(name: string, value: string): string[] {
  if (IGNORED.has(name)) return []
  if (name === 'user-agent' && value.startsWith('curl/')) return []
  if (name === 'accept' && value === '*/*') return []
  if (name === 'cookie') return [`cookie: ${value.split(/;\s*/).sort().join('; ')}`]
  return [`${name}: ${name === 'content-type' ? value.replace(/;?\s*boundary=.*/, '') : value}`]
}

function percentEncoded(target: string): string {
  const upper = target.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase())
  return upper.replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char))
}

function compareOne(expected: Normal, actual: Normal): string[] {
  const lines: string[] = []
  for (const field of ['method', 'host', 'target', 'secure'] as const)
    if (expected[field] !== actual[field])
      lines.push(`${field} ${actual[field]} instead of ${expected[field]}`)
  for (const header of expected.headers)
    if (!actual.headers.includes(header)) lines.push(`header missing: ${header}`)
  for (const header of actual.headers)
    if (!expected.headers.includes(header)) lines.push(`header too many: ${header}`)
  if (lines.length === 0 && expected.headers.join('\n') !== actual.headers.join('\n'))
    lines.push('headers in another order')
  if (expected.body !== actual.body)
    lines.push(
      `body ${JSON.stringify(actual.body.slice(0, 100))} instead of ${JSON.stringify(expected.body.slice(0, 100))}`,
    )
  return lines
}
