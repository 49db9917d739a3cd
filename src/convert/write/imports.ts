/** Imports: names of modules are remembered, and what they give is written where it is used. */
import type { Import, ImportFrom } from '../python/statements'
import type { Context } from './context'
import { refuse } from './refusal'
import { adviceFor } from '../calls/advice'

/** Modules that the converter knows, by the first part of their name. */
const KNOWN = new Set(
  'openai anthropic mistralai groq together json os sys time re random math base64 getpass dotenv requests httpx IPython pprint typing dataclasses pydantic enum asyncio datetime google __future__ textwrap collections functools itertools uuid copy pathlib string typing_extensions abc tqdm'.split(
    ' ',
  ),
)

/** Modules that only change how Python reads the source. */
export function importModule(node: Import, context: Context): string {
  for (const { name, asname } of node.names) {
    check(name, node)
    context.assign(asname ?? name.split('.')[0]!, {
      kind: 'module',
      name: asname ? name : name.split('.')[0]!,
    })
  }
  return ''
}

/** `from module import name` */
export function importFrom(node: ImportFrom, context: Context): string {
  const from = node.module ?? refuse('an import from beside', node)
  check(from, node)
  for (const { name, asname } of node.names) {
    if (name === '*') refuse(`all names of ${from}`, node)
    context.assign(asname ?? name, { kind: 'module', name: `${from}.${name}` })
  }
  return ''
}

function check(name: string, node: Import | ImportFrom): void {
  const [root] = name.split('.')
  if (!KNOWN.has(root!) || name === 'google.genai' || name.startsWith('google.generativeai'))
    refuse(`the Python package ${root}, which has no counterpart here`, node, adviceFor(name))
}
