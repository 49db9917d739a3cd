/** `urllib.parse`, `html`, `string`, `hashlib`, `secrets`, `base64`: texts and bytes in other forms. */
import { valueOf } from '../../facts/join'
import { COUNT, optional, present, STR, type Type } from '../../facts/types'
import { BINDS, type Code, operand, primary, quoted } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

const BYTES: Type = { kind: 'bytes' }
const HASH: Type = { kind: 'sdk', of: 'hash' }
const TEMPLATE: Type = { kind: 'sdk', of: 'template' }
const ADDRESS: Type = { kind: 'sdk', of: 'address' }
const ASCII: Type = { kind: 'sdk', of: 'ascii' }

/** An argument that is surely a text. */
function text(args: Arguments, name: string): Code {
  const code = args.need(name)
  const { kind } = present(code.type)
  return kind === 'str' || kind === 'any' ? code : refuse(`${args.parts.name} of a ${kind}`, args.parts.node)
}

/** An argument that is surely bytes. */
function bytes(args: Arguments, name: string): Code {
  const code = args.need(name)
  return code.type.kind === 'bytes'
    ? code
    : refuse(`${args.parts.name} of what may be no bytes`, args.parts.node)
}

/** A helper that takes texts and gives one. */
const helper =
  (name: string, ...params: readonly string[]): ModuleCall =>
  (args, { context }) =>
    primary(`${context.helper(name)}(${params.map((param) => text(args, param).text).join(', ')})`, STR)

/** What a call of `Buffer.from` for a text is made of: a hash takes the text itself. */
const hashed = ({ text: whole }: Code): string =>
  /^Buffer\.from\(((?:[\w.]+|"[^"]*"|`[^`]*`))\)$/.exec(whole)?.[1] ?? whole

const hash =
  (name: string): ModuleCall =>
  (args, { context }) => {
    args.named('usedforsecurity')
    const start = `${context.import('createHash', 'node:crypto')}("${name}")`
    return primary(args.count > 0 ? `${start}.update(${hashed(bytes(args, 'data'))})` : start, HASH)
  }

const random =
  (form: 'hex' | 'base64url'): ModuleCall =>
  (args, { context }) => {
    const size = args.code('nbytes')
    if (size && size.type.kind !== 'int') refuse('a secret of this size', args.parts.node)
    return primary(
      `${context.import('randomBytes', 'node:crypto')}(${size?.text ?? '32'}).toString("${form}")`,
      STR,
    )
  }

const encoded =
  (form: 'base64' | 'base64url'): ModuleCall =>
  (args, { node }) => {
    const code = args.need('s')
    // The form for addresses ends without `=` here.
    if (form === 'base64url')
      return code.type.kind === 'bytes'
        ? primary(
            `${operand(code, BINDS.call)}.toString("base64").replaceAll("+", "-").replaceAll("/", "_")`,
            ASCII,
          )
        : refuse('base64 of what may be no bytes', node)
    const buffer = code.text.startsWith('Buffer.') ? code.text : `Buffer.from(${code.text})`
    // `.decode("utf-8")` follows, and finds the text already there.
    return primary(`${buffer}.toString("base64")`, ASCII)
  }

const decodedFrom =
  (isForUrls: boolean): ModuleCall =>
  (args, { context, node }) => {
    const code = args.need('s')
    if (!['str', 'any', 'bytes', 'sdk', 'optional'].includes(code.type.kind))
      refuse('base64 of this value', node)
    const plain = isForUrls
      ? `${operand(code, BINDS.call)}.replaceAll("-", "+").replaceAll("_", "/")`
      : code.text
    if (isForUrls && code.type.kind === 'bytes') refuse('base64 of these bytes', node)
    return primary(`${context.helper('fromBase64')}(${plain})`, BYTES)
  }

export const TEXT_CALLS: Readonly<Record<string, ModuleCall>> = {
  ...Object.fromEntries(['md5', 'sha1', 'sha256', 'sha512'].map((name) => [`hashlib.${name}`, hash(name)])),
  'secrets.token_hex': random('hex'),
  'secrets.token_urlsafe': random('base64url'),
  'base64.b64encode': encoded('base64'),
  'base64.standard_b64encode': encoded('base64'),
  'base64.urlsafe_b64encode': encoded('base64url'),
  'base64.b64decode': decodedFrom(false),
  'base64.standard_b64decode': decodedFrom(false),
  'base64.urlsafe_b64decode': decodedFrom(true),
  'urllib.parse.quote': (args, { context }) => {
    const [value, safe] = [text(args, 'string'), args.code('safe')]
    return primary(`${context.helper('percentEncoded')}(${value.text}${safe ? `, ${safe.text}` : ''})`, STR)
  },
  'urllib.parse.quote_plus': (args, { context }) =>
    primary(
      `${context.helper('percentEncoded')}(${text(args, 'string').text}, " ").replaceAll(" ", "+")`,
      STR,
    ),
  'urllib.parse.unquote': helper('percentDecoded', 'string'),
  'urllib.parse.urlencode': (args, { context, node }) => {
    const values = args.need('query')
    const item = values.type.kind === 'list' ? values.type.item : undefined
    const isPairs = item?.kind === 'tuple' && item.items.every((each) => context.isPlain(each))
    if (!isPairs && (!valueOf(values.type) || !context.isPlain(values.type)))
      refuse('urlencode of what may be shown in a form of its own', node, 'Use URLSearchParams.')
    return primary(`${context.helper('urlEncoded')}(${values.text})`, STR)
  },
  'urllib.parse.urlparse': (args, { context }) =>
    primary(`${context.helper('addressParts')}(${text(args, 'url').text})`, ADDRESS),
  'urllib.parse.urljoin': helper('joinUrl', 'base', 'url'),
  'html.escape': helper('escapeHtml', 's'),
  'html.unescape': helper('unescapeHtml', 's'),
  'string.Template': (args) => ({ ...text(args, 'template'), type: TEMPLATE }),
  'textwrap.shorten': (args, { context }) => {
    const [value, width, placeholder] = [text(args, 'text'), args.need('width'), args.code('placeholder')]
    const all = [value, width, ...(placeholder ? [placeholder] : [])]
    return primary(`${context.helper('shorten')}(${all.map((each) => each.text).join(', ')})`, STR)
  },
}

/** Methods of such values; `undefined` for those of others. */
export function textMethod(target: Code, args: Arguments): Code | undefined {
  const { name, node, context } = args.parts
  const type = present(target.type)
  if (type.kind !== 'sdk') return undefined
  const base = operand(target, BINDS.call)
  if (type.of === 'hash') {
    if (name === '.hexdigest') return primary(`${base}.digest("hex")`, STR)
    if (name === '.digest') return primary(`${base}.digest()`, BYTES)
    if (name === '.update') return primary(`${base}.update(${hashed(bytes(args, 'data'))})`, { kind: 'none' })
    return refuse(`${name}() of a hash`, node)
  }
  if (type.of !== 'template') return undefined
  if (name !== '.substitute' && name !== '.safe_substitute') return refuse(`${name}() of a Template`, node)
  const parts = args.count > 0 ? [args.need('mapping')] : []
  const values = args.rest.map(([key, value]): Code => {
    args.named(key)
    const code = context.write(value)
    return primary(code.text === key ? key : `${key}: ${operand(code, BINDS.arrow)}`, code.type)
  })
  if ([...parts, ...values].some((each) => !context.isPlain(each.type)))
    refuse('a Template with values that Python shows in a form of their own', node, 'Use a template literal.')
  const [only] = parts
  const given = values.map((each) => each.text)
  const object =
    only && given.length === 0
      ? only.text
      : `{ ${[...(only ? [`...${operand(only, BINDS.arrow)}`] : []), ...given].join(', ')} }`
  const isSafe = name === '.safe_substitute' ? ', true' : ''
  return primary(`${context.helper('substitute')}(${target.text}, ${object}${isSafe})`, STR)
}

/** Fields of an address that was taken apart, and of a uuid. */
export function textField(target: Code, name: string): Code | undefined {
  const type = present(target.type)
  const base = operand(target, BINDS.call)
  if (type.kind !== 'sdk') return undefined
  if (type.of === 'uuid') return name === 'hex' ? primary(`${base}.replaceAll("-", "")`, STR) : undefined
  if (type.of !== 'address') return undefined
  if (['scheme', 'netloc', 'path', 'query', 'fragment'].includes(name)) return primary(`${base}.${name}`, STR)
  if (name === 'hostname') return primary(`${base}.hostname`, optional(STR))
  return name === 'port' ? primary(`${base}.port`, optional(COUNT)) : undefined
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** Constants of `string`. */
export const TEXT_VALUES: Readonly<Record<string, Code>> = Object.fromEntries(
  Object.entries({
    ascii_lowercase: LOWER,
    ascii_uppercase: LOWER.toUpperCase(),
    ascii_letters: LOWER + LOWER.toUpperCase(),
    digits: '0123456789',
    hexdigits: '0123456789abcdefABCDEF',
    punctuation: SIGNS,
  }).map(([name, value]) => [`string.${name}`, primary(quoted(value), STR)]),
)
