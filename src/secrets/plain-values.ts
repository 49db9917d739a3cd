/**
 * Values that must not be masked although their name looks secret: masking them would hit ordinary text.
 * Owns that judgement; knows nothing of the registry.
 */

/** Fewest characters of a value that is masked: shorter ones would hit ordinary text. */
const MIN_SECRET_CHARS = 8

/** Settings and words that stand in variables with secret-looking names, and in ordinary output. */
const COMMON = new Set(
  `password passwords passphrase localhost configuration authentication documentation organization international development production staging testing default defaults disabled enabled
  required optional undefined anonymous username user-name changeme change-me administrator everyone example example.com
  placeholder interactive automatic kerberos keychain keyring gnome-keyring osxkeychain libsecret wincred manager
  manager-core credential credentials basic-auth api-key apikey bearer authorization access_token
  access-token id_token client_credentials client_secret authorization_code implicit password123 12345678 123456789
  1234567890 00000000 notebook jupyter jupyterlab postgres postgresql 127.0.0.1 0.0.0.0 http://localhost
  https://localhost localhost:8080 localhost:3000 localhost:8888 us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1
  eu-central-1 sha256 hmac-sha256 aes-256-gcm aes-128-gcm same-origin no-cache application/json text/plain`.split(
    /\s+/,
  ),
)

/** The pairs of letters that make up most of English. Random letters are made of these to about a half, words to nearly all. */
const PAIRS = new Set(
  `th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea
  ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie
  wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab
  gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du
  ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys
  ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa
  eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt rp sk xi oe oy ws lv dl rf eu dg wr xa yi nm eb rb tm xc eh
  tc gy ja hn yp za gg ym sw bj lm cs ii ix xe oh lk dv lp ax ox uf dm iu sf bt ka yt ek pm ya gt wl rh yl hs ah yc yb rw
  hm lw hl ae zi az lc py aj iq nj bb nh uo kl lr tn gm sn nr fy mn dw sb yn dn sq zo oj yd lb wt zl mf sr zz`.split(
    /\s+/,
  ),
)

/** Longest run of letters that is judged as a word: longer words are rare, pass phrases of two words are not. */
const MAX_WORD_CHARS = 11

/** What documentation writes where a key belongs: a reader must see that it is still there. */
const PLACEHOLDER = /^(?:<[^<>]+>|\{\{[^{}]+\}\}|\$\{?\w+\}?|your[_-][a-z_-]+)$/i

/**
 * Tells why a value is not masked.
 *
 * @param value - The value of a variable or a prompt.
 * @returns A few words for a note, e.g. `shorter than 8 characters`; `undefined` for a value that can be masked.
 */
export function whyNotMasked(value: string): string | undefined {
  if (value.length < MIN_SECRET_CHARS) return `shorter than ${MIN_SECRET_CHARS} characters`
  if (PLACEHOLDER.test(value)) return 'a placeholder'
  if (COMMON.has(value.toLowerCase()) || /^(.)\1*$/su.test(value) || isWord(value)) return 'a common word'
  return undefined
}

/** One word of a natural language: letters in one case (or capitalised), mostly in usual pairs. */
function isWord(value: string): boolean {
  if (value.length > MAX_WORD_CHARS || !/^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(value)) return false
  const word = value.toLowerCase()
  let usual = 0
  for (let at = 1; at < word.length; at++) if (PAIRS.has(word.slice(at - 1, at + 1))) usual++
  return usual / (word.length - 1) >= 0.9
}
