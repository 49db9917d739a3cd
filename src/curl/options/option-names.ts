/**
 * Every option that curl 7.88.1 knows: long name, short letter, whether it takes a value. All names are needed, also
 * those that are refused, because a shortened name must be unambiguous among all of them. Knows nothing of effects.
 * @see https://curl.se/docs/manpage.html
 */

/** `text` and `file` take a value; `flag` can be turned off with `--no-`; `once` cannot. */
export type OptionKind = 'text' | 'file' | 'flag' | 'once'

/** How one option is spelled. */
export interface OptionName {
  readonly name: string
  readonly letter?: string
  readonly kind: OptionKind
}

// One word per option: `name` or `name/letter`.
const TEXT = `url dns-ipv4-addr dns-ipv6-addr egd-file oauth2-bearer connect-timeout doh-url ciphers dns-interface
  dns-servers limit-rate rate create-file-mode max-redirs aws-sigv4 interface krb krb4 max-filesize socks5 retry
  retry-delay retry-max-time ftp-account ftp-method local-port socks4 socks4a ftp-alternative-to-user
  ftp-ssl-ccc-mode libcurl socks5-hostname keepalive-time noproxy proxy1.0 tftp-blksize mail-from mail-rcpt proto
  proto-redir resolve delegation mail-auth sasl-authzid socks5-gssapi-service proxy-service-name service-name
  proto-default expect100-timeout connect-to tls-max happy-eyeballs-timeout-ms tls13-ciphers proxy-tls13-ciphers
  user-agent/A cookie/b alt-svc hsts cookie-jar/c continue-at/C data/d data-raw data-ascii data-binary
  data-urlencode json url-query referer/e cert-type key-type pass engine pubkey hostpubmd5 hostpubsha256 tlsuser
  tlspassword tlsauthtype pinnedpubkey proxy-pinnedpubkey proxy-tlsuser proxy-tlspassword proxy-tlsauthtype
  proxy-cert-type proxy-key-type proxy-pass proxy-ciphers login-options curves form/F form-string request-target
  header/H proxy-header max-time/m output-dir ftp-port/P quote/Q range/r telnet-option/t user/u proxy-user/U
  write-out/w proxy/x preproxy request/X speed-limit/Y speed-time/y time-cond/z parallel-max`

const FILE = `random-file trace trace-ascii stderr unix-socket abstract-unix-socket dump-header/D cert/E cacert key
  capath crlfile proxy-cert proxy-key proxy-crlfile proxy-cacert proxy-capath etag-save etag-compare config/K
  netrc-file output/o upload-file/T`

const FLAG = `disable-epsv disallow-username-in-url epsv npn alpn compressed tr-encoding digest negotiate ntlm ntlm-wb
  basic anyauth ftp-create-dirs create-dirs proxy-ntlm crlf haproxy-protocol disable-eprt eprt xattr ftp-ssl ssl
  ftp-pasv tcp-nodelay proxy-digest proxy-basic retry-connrefused proxy-negotiate form-escape proxy-anyauth
  trace-time ignore-content-length ftp-skip-pasv-ip ftp-ssl-reqd ssl-reqd sessionid ftp-ssl-control ftp-ssl-ccc raw
  post301 keepalive post302 socks5-gssapi-nec ftp-pret post303 metalink sasl-ir test-event path-as-is
  tftp-no-options suppress-connect-headers compressed-ssh retry-all-errors http0.9 append/a use-ascii/B
  ssl-allow-beast ssl-auto-client-cert proxy-ssl-auto-client-cert cert-status doh-cert-status false-start
  ssl-no-revoke ssl-revoke-best-effort tcp-fastopen proxy-ssl-allow-beast proxy-insecure socks5-basic
  socks5-gssapi fail/f fail-early styled-output mail-rcpt-allowfails fail-with-body remove-on-error globoff/g get/G
  help/h include/i head/I junk-session-cookies/j remote-header-name/J insecure/k doh-insecure list-only/l
  location/L location-trusted manual/M netrc/n netrc-optional buffer/N remote-name/O remote-name-all clobber
  proxytunnel/p disable/q remote-time/R silent/s show-error/S verbose/v version/V parallel/Z parallel-immediate
  progress-bar/# progress-meter`

const ONCE = `http1.0/0 http1.1 http2 http2-prior-knowledge http3 http3-only tlsv1/1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3
  sslv2/2 sslv3/3 ipv4/4 ipv6/6 proxy-tlsv1 next/:`

function expand(list: string, kind: OptionKind): OptionName[] {
  return list
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name = '', letter] = word.split('/')
      return letter === undefined ? { name, kind } : { name, letter, kind }
    })
}

/** All options of curl 7.88.1. */
export const OPTION_NAMES: readonly OptionName[] = [
  ...expand(TEXT, 'text'),
  ...expand(FILE, 'file'),
  ...expand(FLAG, 'flag'),
  ...expand(ONCE, 'once'),
]

const byName = new Map(OPTION_NAMES.map((option) => [option.name, option]))
const byLetter = new Map(OPTION_NAMES.flatMap((option) => (option.letter ? [[option.letter, option]] : [])))

/**
 * Finds an option by its long name, which may be shortened as long as it stays unambiguous. Case does not matter.
 *
 * @param word - Name without dashes and without `no-`.
 * @returns The option, or `'ambiguous'`, or `undefined` when there is none.
 */
export function findLong(word: string): OptionName | 'ambiguous' | undefined {
  const wanted = word.toLowerCase()
  const exact = byName.get(wanted)
  if (exact) return exact
  const hits = OPTION_NAMES.filter(({ name }) => name.startsWith(wanted))
  return hits.length > 1 ? 'ambiguous' : hits[0]
}

/** Finds an option by its short letter. */
export function findShort(letter: string): OptionName | undefined {
  return byLetter.get(letter) as OptionName | undefined
}
