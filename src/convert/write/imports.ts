/** Imports: names of modules are remembered, and what they give is written where it is used. */
import type { Import, ImportFrom, Statement } from '../python/statements'
import type { Context } from './context'
import { refuse } from './refusal'
import { adviceFor } from '../calls/advice'

/** Modules that the converter knows, by the first part of their name. */
const KNOWN = new Set(
  'openai anthropic mistralai groq together fireworks llama_api_client json os sys time re random math base64 getpass dotenv requests httpx IPython pprint typing dataclasses pydantic enum asyncio datetime google __future__ textwrap collections functools itertools uuid copy pathlib string typing_extensions abc tqdm urllib nest_asyncio warnings concurrent logging hashlib secrets html contextlib traceback glob shutil ast pytz zoneinfo csv io operator tenacity statistics heapq subprocess tempfile platform rich inspect'.split(
    ' ',
  ),
)

/** Whether a module is there, or what it gives. */
export const isKnownModule = (name: string): boolean =>
  KNOWN.has(name.split('.')[0]!) && !/^google\.(?:generativeai|colab)/.test(name)

/** Modules that only change how Python reads the source. */
export function importModule(node: Import, context: Context): string {
  const lines = node.names.flatMap(({ name }) => unknown(name, node, context))
  for (const { name, asname } of node.names) {
    context.assign(asname ?? name.split('.')[0]!, {
      kind: 'module',
      name: asname ? name : name.split('.')[0]!,
    })
  }
  return lines.join('\n')
}

/** What is the same by another name. */
const ALIASES: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^IPython\.core\.display\./, (name) => `IPython.display.${name}`],
  [/^mistralai\.(?:client\.)?types\.BaseModel$/, () => 'pydantic.BaseModel'],
]

/** `from module import name` */
export function importFrom(node: ImportFrom, context: Context): string {
  const from = node.module ?? refuse('an import from beside', node)
  const lines = unknown(from, node, context)
  for (const { name, asname } of node.names) {
    if (name === '*') refuse(`all names of ${from}`, node)
    const full = `${from}.${name}`
    context.assign(asname ?? name, {
      kind: 'module',
      name: ALIASES.find(([alias]) => alias.test(full))?.[1](name) ?? full,
    })
  }
  return lines.join('\n')
}

const isKnown = (name: string) => KNOWN.has(name.split('.')[0]!) && !name.startsWith('google.generativeai')

/** Whether a statement gives nothing but what has no counterpart. */
export function isUnknownImport(node: Statement): boolean {
  if (node.type === 'ImportFrom') return node.module !== null && !isKnown(node.module)
  return node.type === 'Import' && node.names.every(({ name }) => !isKnown(name))
}

/** What has no counterpart is refused where it is used. A cell that does nothing else has nothing to go on with. */
function unknown(name: string, node: Import | ImportFrom, context: Context): string[] {
  if (isKnown(name)) return []
  context.unknownPackages.add(name.split('.')[0]!)
  if (context.isOnlyUnknown) refuse(context.moduleText(name), node, adviceFor(name))
  context.note(context.moduleText(name))
  return [`// ${name}: a Python package without a counterpart here.`]
}
