/**
 * Magics of the environment: `%set_env`, `%env`, `%dotenv`. Owns how their lines are read; the work is done in `env/`.
 */
import { UsageError } from '../../errors'
import { currentScope } from '../../kernel/scope/scope'
import { environmentSecrets } from '../../secrets/environment-secrets'
import { MIN_SECRET_CHARS, whyNotMasked } from '../../secrets/plain-values'
import { containsSecret, MASK } from '../../secrets/redact-text'
import { createSecret, type Secret } from '../../secrets/secret-value'
import { createMagic, type OwnCall, type NoOptions } from '../define-magic'
import type { LineTag } from '../values/interpolate'
import type { Magic } from '../registry'

/** `NAME=...`, as tutorials print it. Run as it is, it must not take away a value that is there. */
const PLACEHOLDER = /^(\w+)\s*=\s*(?:\.{3,}|\u2026)$/

/** `NAME=value` sets, `NAME` alone asks. */
async function setVariable({ line, into }: OwnCall<NoOptions>): Promise<void> {
  if (line === '')
    throw new UsageError(
      '%set_env sets a variable: %set_env NAME=value. Without a value it asks: %set_env NAME',
    )
  if (/^\w+$/.test(line)) {
    const { askEnv } = await import('../../env/ask-env.js')
    return await askEnv(line)
  }
  const blank = PLACEHOLDER.exec(line)?.[1]
  const present = blank === undefined ? undefined : process.env[blank]
  if (present !== undefined && present !== '' && !PLACEHOLDER.test(`${blank}=${present}`))
    return currentScope().write('stdout', `env: ${blank} keeps the value it has: "..." stands for one\n`)
  const { setEnv } = await import('../../env/set-env.js')
  into(setEnv as LineTag<void>)
}

/** A variable's value for code; a secret one is wrapped, so that showing it shows the mask. */
function readVariable(name: string): string | Secret {
  const value = process.env[name]
  if (value === undefined)
    throw new UsageError(`There is no variable ${name} in the environment. Set it: %set_env ${name}=value`)
  return isHidden(name, value) ? createSecret(value, name) : value
}

/** Short values are hidden here, though in other output they are not. */
export function isHidden(name: string, value: string): boolean {
  const isSecret = environmentSecrets({ [name]: value }).some(({ whole }) => whole)
  const isOpen = value.length >= MIN_SECRET_CHARS && whyNotMasked(value, name) !== undefined
  return (isSecret && !isOpen) || containsSecret(value)
}

function listVariables(): Record<string, string> {
  const variables = Object.entries(process.env).map(([name, value = '']) => [
    name,
    isHidden(name, value) ? MASK : value,
  ])
  return Object.fromEntries(variables.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))) as Record<
    string,
    string
  >
}

/** The magics of the environment. */
export const envMagics: readonly Magic[] = [
  createMagic<NoOptions>('set_env', setVariable, {
    kind: 'line',
    usage: 'NAME=value',
    help: 'sets a variable of the environment; without a value it asks for one',
    words: 'variable',
  }),
  createMagic<NoOptions>(
    'env',
    async (call) => {
      if (call.line === '') return listVariables()
      return /^\w+$/.test(call.line) ? readVariable(call.line) : await setVariable(call)
    },
    {
      kind: 'line',
      usage: '[NAME | NAME=value]',
      help: 'lists the environment, gives one variable or sets one; secret values are hidden',
      words: 'variable',
    },
  ),
  createMagic(
    'dotenv',
    async ({ words, options }) => {
      const [path, ...more] = words
      if (more.length > 0) throw new UsageError('%dotenv takes one file: %dotenv path/to/.env')
      const { loadEnv } = await import('../../env/load-env.js')
      await loadEnv({ ...(path === undefined ? {} : { path }), override: options.override || options.o })
    },
    {
      kind: 'line',
      usage: '[-o] [FILE]',
      help: 'sets the variables of a .env file',
      words: 'file',
      options: {
        o: { help: 'the file wins over variables that are set' },
        override: { help: 'the same' },
        v: { help: 'says what was set, which it does anyway' },
        verbose: { help: 'the same' },
      },
    },
  ),
]
