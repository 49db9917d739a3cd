/** Names: how those of Python are called here, what an import means, what fields of answers hold. */
import type { Expression } from '../python/ast'
import { COUNT, FLOAT, listOf, optional, SDK_VALUE, STR, type Type } from '../facts/types'
import { isWord, primary, type Code } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** Words that are names in Python and not in TypeScript. */
const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  ),
)

/** How a name of Python is called here: helpers and imports of the notebook keep theirs. */
export function nameText(id: string, taken: ReadonlySet<string> = TAKEN): string {
  if (!isWord(id)) refuse(`the name ${id}`)
  return RESERVED.has(id) || taken.has(id) ? `${id}_` : id
}

/** Names that the text of a notebook means otherwise. */
const TAKEN: ReadonlySet<string> = new Set(
  'console process fetch Object Array Number String Math JSON Date Set Map Promise Error TypeError RangeError Boolean Uint8Array Buffer RegExp Symbol structuredClone performance undefined NaN Infinity globalThis require module exports openai npm bash curl show chat ask askEnv loadEnv setEnv needs clearOutput text_ readFileSync writeFileSync appendFileSync existsSync readdirSync statSync mkdirSync unlinkSync join basename dirname extname parse randomUUID len item setItem fromEntries get callNamed typeName grouped certain inPattern fetchFile contentOf partsOf fromBase64 eventsOf joinPaths joinTexts makeFolders realPath walk realpathSync lstatSync decoded byteLines readText downloaded mkdtempSync rmSync tmpdir setDefault pop slice iterate range zip sum mapInTurn withoutNone nextOf unpack countEach mostCommon strftime isoFormat addTime timeBetween keyOf memberOf failure passOn printed drawn isDrawn inspect textsOf first product combinations parseJson dumps floatText numberText exact plainNumber calculate divide power abs floorDivide modulo round toFixed isExactHalf thousands signed toExponential realNumber inDomain add addTo multiply multiplyBy truthy orElse equals contains compare sorted max min extreme sizeOf int float chosen shuffled withFlag readPattern translatedPattern findAll replaceMatches escapePattern request webValues str shown repr reprAs setText find rfind indexOf count split splitLines strip title capitalize pad padAny format replaceFirst swapCase expandTabs partition rpartition rsplit dedent wrap linesOf center TupleMap removePrefix removeSuffix translate intIn nextOr take setSlice unpackAround divmod bound enumerated zipped Logger percentEncoded percentDecoded urlEncoded addressParts joinUrl escapeHtml unescapeHtml shorten substitute splitExtension folderOf bytesText cached later outcomes within started finished collect inTurn Semaphore globbed copyFile withSuffix renameSync rmdirSync resolve randomBytes createHash ZonedDate offsetIn atWall onClockOf nowIn zoneOf isZone fixedZone zoneText offsetText zoneName weekdays months dayOfYear replaceTime dateOf dayOf utcWall durationText strptime inOffset fromIso dayFromIso zones syntaxError notRead tokensOf ExpressionReader numberOf textBetween PythonNumber evaluate asFloat asFloats calculated calleeOf isTrue operated applied literal literalOf roundAny TextReader StringIO TextFile ByteFile sentBytes csvRows csvRecords CsvWriter cellText counterText Deque entriesOf removeItem removeFrom toGeneral asWhole totalText floatOr keyError jsonError afterSpace jsonValue jsonParts jsonText errorName argsOf errorRepr systemText validated validatedJson validationError wrongParts wrongType outOfBounds partOf unwrapped shortened modelText fieldTexts withoutSome sameObjects isObject retried exponentially runProcess partsOfFloat nearestFloat mean median stdev rootOf mode permutations zipLongest groupBy accumulateNumbers heapPush heapPop heapify siftDown siftUp spawnSync systemName parametersOf docOf cleanDocOf wholeDocOf annotationName'.split(
    ' ',
  ),
)

const COUNTS = new Set([
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'input_tokens',
  'output_tokens',
  'created',
  'index',
])
const TEXTS = new Set([
  'content',
  'finish_reason',
  'stop_reason',
  'role',
  'output_text',
  'arguments',
  'model',
  'id',
  'text',
  'reasoning_content',
])
const LISTS = new Set(['choices', 'tool_calls', 'data', 'output'])

/** What a field of an answer holds. */
export function answerField(of: Type, field: string): Type {
  if (COUNTS.has(field)) return COUNT
  if (LISTS.has(field)) return optional(listOf(SDK_VALUE))
  if (field === 'embedding') return listOf(FLOAT)
  if (field === 'content' && of.kind === 'sdk' && of.of !== 'delta') return SDK_VALUE
  if (field === 'delta' || field === 'message') return { kind: 'sdk', of: 'delta' }
  if (TEXTS.has(field)) return optional(STR)
  return SDK_VALUE
}

/** The full name of what an import gave, if that is what is meant. */
export function moduleOf(node: Expression, context: Context): string | undefined {
  if (node.type === 'Name') {
    const type = context.typeOf(node.id)
    return type?.kind === 'module' ? type.name : undefined
  }
  if (node.type !== 'Attribute') return undefined
  const inner = moduleOf(node.value, context)
  return inner === undefined ? undefined : `${inner}.${node.attr}`
}

/** `os.environ.get("NAME")` */
export function environment(key: Expression, context: Context): Code {
  if (key.type === 'Constant' && isWord(String(key.value)))
    return primary(`process.env.${String(key.value)}`, optional(STR))
  return primary(`process.env[${context.write(key).text}]`, optional(STR))
}

/** `os.environ["NAME"]`, which fails where there is none. */
export function neededVariable(key: Expression, context: Context): Code {
  const code = environment(key, context)
  const name = key.type === 'Constant' ? String(key.value) : undefined
  if (name !== undefined && context.givenEnvironment.has(name)) return { ...code, type: STR }
  const isEarly = name !== undefined && context.scope.isCell && context.tries === 0 && !context.readsDotenv
  if (!isEarly) return primary(`${context.helper('item')}(process.env, ${context.write(key).text})`, STR)
  context.needed.add(name)
  return { ...code, type: STR }
}
