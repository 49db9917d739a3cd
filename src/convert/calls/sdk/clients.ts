/** The clients of packages: which npm package has the same, and what its constructor takes. */
import type { Expression } from '../../python/ast'
import type { Type } from '../../facts/types'
import { BINDS, operand, primary, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { objectOf, type Arguments } from '../arguments'

interface Client {
  /** npm package; `undefined` for the client of this library. */
  readonly from?: string
  /** What is imported: `default as Name`, or a name. */
  readonly import?: string
  /** Class as it is called. */
  readonly name: string
  /** Fixed options: the address of a server whose own client speaks otherwise. */
  readonly options?: readonly string[]
  /** Variable of the key when none is given. */
  readonly key?: string
}

const openai: Client = { name: 'openai' }
const azure: Client = { from: 'openai', import: 'AzureOpenAI', name: 'AzureOpenAI' }
const anthropic: Client = { from: '@anthropic-ai/sdk', import: 'default as Anthropic', name: 'Anthropic' }
const groq: Client = { from: 'groq-sdk', import: 'default as Groq', name: 'Groq' }
const together: Client = { from: 'together-ai', import: 'default as Together', name: 'Together' }
/** Mistral's own package writes names otherwise; the server takes what the client of OpenAI sends. */
const mistral: Client = {
  name: 'openai',
  options: ['baseURL: "https://api.mistral.ai/v1"'],
  key: 'MISTRAL_API_KEY',
}

const fireworks: Client = {
  name: 'openai',
  options: ['baseURL: "https://api.fireworks.ai/inference/v1"'],
  key: 'FIREWORKS_API_KEY',
}

const llama: Client = {
  from: 'llama-api-client',
  import: 'default as LlamaAPIClient',
  name: 'LlamaAPIClient',
}

const CLIENTS: Readonly<Record<string, Client>> = {
  'openai.OpenAI': openai,
  'openai.AsyncOpenAI': openai,
  'openai.Client': openai,
  'openai.AsyncClient': openai,
  'openai.AzureOpenAI': azure,
  'openai.AsyncAzureOpenAI': azure,
  'anthropic.Anthropic': anthropic,
  'anthropic.AsyncAnthropic': anthropic,
  'anthropic.Client': anthropic,
  'anthropic.AsyncClient': anthropic,
  'groq.Groq': groq,
  'groq.AsyncGroq': groq,
  'groq.Client': groq,
  'groq.AsyncClient': groq,
  'together.Together': together,
  'together.AsyncTogether': together,
  'fireworks.client.Fireworks': fireworks,
  'fireworks.client.AsyncFireworks': fireworks,
  'llama_api_client.LlamaAPIClient': llama,
  'mistralai.Mistral': mistral,
  'mistralai.client.Mistral': mistral,
}

/** Names of options there and here. */
const OPTIONS: Readonly<Record<string, string>> = {
  api_key: 'apiKey',
  base_url: 'baseURL',
  organization: 'organization',
  project: 'project',
  max_retries: 'maxRetries',
  default_headers: 'defaultHeaders',
  default_query: 'defaultQuery',
  timeout: 'timeout',
  // Of Mistral's client, which adds the version itself.
  timeout_ms: 'timeout',
  server_url: 'baseURL',
  azure_endpoint: 'endpoint',
  api_version: 'apiVersion',
  azure_deployment: 'deployment',
  auth_token: 'authToken',
}

export const isClient = (name: string): boolean => Object.hasOwn(CLIENTS, name)

const CLIENT: Type = { kind: 'sdk', of: 'client' }
const ASYNC_CLIENT: Type = { ...CLIENT, isAsync: true }

/** `OpenAI(api_key=…)` */
export function clientClass(name: string, args: Arguments): Code {
  const client = CLIENTS[name]!
  const { node, context } = args.parts
  if (args.count > 0) refuse(`${name} with arguments by position`, node)
  if (args.spreads.length > 0) refuse(`** in ${name}`, node)
  const given = args.rest
  const parts = given.map(([option, value]) => {
    args.named(option)
    return clientOption(option, value, { args, client })
  })
  const fixed = (client.options ?? []).filter(
    (text) => !given.some(([option]) => text.startsWith(`${OPTIONS[option]}:`)),
  )
  if (client.key && !given.some(([option]) => option === 'api_key'))
    fixed.push(`apiKey: process.env.${client.key}`)
  const all = [...fixed, ...parts]
  const text = all.length === 0 ? '' : objectOf(all, node)
  const type = /\.Async\w+$/.test(name) ? ASYNC_CLIENT : CLIENT
  if (client.from === undefined) return primary(`${context.magic('openai')}(${text})`, type)
  const imported = context.import(client.import!, client.from)
  return primary(`new ${imported}(${text})`, type)
}

/** An option of a client under its name here. */
export function clientOption(
  option: string,
  value: Expression,
  { args, client }: { args: Arguments; client?: Client },
): string {
  const { context, node } = args.parts
  const key = Object.hasOwn(OPTIONS, option) ? OPTIONS[option]! : refuse(`${option} of a client`, node)
  const code = context.write(option === 'timeout' ? secondsOf(value, context) : value)
  if (option === 'server_url') return `baseURL: ${versioned(code)}`
  // openai() of this library calls them so.
  const name = key === 'defaultHeaders' && client !== undefined && client.from === undefined ? 'headers' : key
  if (option === 'timeout') return `${name}: ${milliseconds(code, value)}`
  return code.text === name ? name : `${name}: ${operand(code, BINDS.arrow)}`
}

/** The address of a server with the version of its interface. */
function versioned({ text }: Code): string {
  const plain = /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : `\${${text}}`
  return plain.startsWith('$') ? `\`${plain}/v1\`` : quoted(`${plain.replace(/\/$/, '')}/v1`)
}

/** The seconds of `httpx.Timeout(60, connect=5)`: here is one limit of time for a whole request. */
export function secondsOf(node: Expression, context: Context): Expression {
  if (node.type !== 'Call' || !/^httpx2?\.Timeout$/.test(moduleOf(node.func, context) ?? '')) return node
  const [seconds] = node.args
  if (node.keywords.length > 0) context.note('a timeout is one limit for the whole request')
  return seconds ?? refuse('httpx.Timeout without seconds for all', node, 'Give milliseconds.')
}

/** Seconds, which Python's clients count in, as the milliseconds of those of npm. */
export function milliseconds(code: Code, node: Expression): string {
  if (/^[\d._]+$/.test(code.text)) return String(Math.round(Number(code.text.replaceAll('_', '')) * 1000))
  if (!['int', 'float', 'number'].includes(code.type.kind))
    refuse('a timeout that is no number', node, 'Give milliseconds.')
  return `${operand(code, BINDS.times)} * 1000`
}
