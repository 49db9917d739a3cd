/** `pip install`: the packages of npm that are meant. */

/** Packages of PyPI, and what has the same here. An empty text: nothing is needed. */
const PACKAGES: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: '@anthropic-ai/sdk',
  groq: 'groq-sdk',
  together: 'together-ai',
  mistralai: 'openai',
  'google-genai': '@google/genai',
  'llama-api-client': 'llama-api-client',
  pydantic: 'zod',
  tiktoken: 'js-tiktoken',
  langchain: 'langchain',
  'python-dotenv': '',
  dotenv: '',
  requests: '',
  httpx: '',
  pip: '',
  ipykernel: '',
  jupyter: '',
  ipython: '',
  notebook: '',
  ipywidgets: '',
  rich: '',
  tenacity: '',
}

const PIP = /^[!%]\s*(?:python3?\s+-m\s+)?(?:uv\s+)?pip3?\s+install\s+(.*)$/s

/** What an install line becomes. */
export interface Install {
  /** Packages of npm, each once. */
  readonly packages: readonly string[]
  /** Packages of PyPI without a counterpart. */
  readonly unknown: readonly string[]
}

/** Reads an install line; `undefined` for any other. */
export function readInstall(magic: string): Install | undefined {
  const found = PIP.exec(magic.trim())
  if (!found) return undefined
  const words = found[1]!
    .replace(/\\\n/g, ' ')
    .replace(/\s#.*$/s, '')
    .split(/\s+/)
  const names = words
    .filter((word) => word !== '' && !word.startsWith('-'))
    .map((word) =>
      word
        .replace(/^["']|["']$/g, '')
        .replace(/[[<>=!~;].*$/s, '')
        .toLowerCase()
        .replaceAll('_', '-'),
    )
  const packages = new Set<string>()
  const unknown: string[] = []
  for (const name of names) {
    const npm = Object.hasOwn(PACKAGES, name) ? PACKAGES[name]! : undefined
    if (npm === undefined) unknown.push(name)
    else if (npm !== '') packages.add(npm)
  }
  return { packages: [...packages], unknown }
}
