/**
 * What is known of the thing at a place: signature, documentation and tags, as tslab prints them; inside the parentheses
 * of a call, where there is no such thing, the call's signature.
 */
import type {
  JSDocTagInfo,
  LanguageService,
  QuickInfo,
  SignatureHelpItem,
  SignatureHelpItems,
  SymbolDisplayPart,
} from 'typescript'
import { cleanText } from './clean-text'
import type { LinkKind } from './cell-links'
import type { Question } from './notebook-files'
import type { Inspection, Place } from './protocol'

/** Code with a cursor, its file, and the folder of its notebook. */
export interface InspectedCode extends Place, Question {
  readonly root: string
}

/**
 * Describes what is at the cursor.
 *
 * @param service - The language service, which has the code.
 * @param place - Code, cursor, and where the code belongs.
 * @returns No text when there is nothing to say.
 */
export function inspect(service: LanguageService, { path, offset, linkOf, root }: InspectedCode): Inspection {
  const info = service.getQuickInfoAtPosition(path, offset)
  if (info?.displayParts?.length) return { text: cleanText(printQuickInfo(info, linkOf), root) }
  const help = service.getSignatureHelpItems(path, offset, undefined)
  return help === undefined ? {} : { text: cleanText(printSignature(help), root) }
}

function printQuickInfo(info: QuickInfo, linkOf: Question['linkOf']): string {
  const signature = textOf(info.displayParts)
  const name = IMPORT_LINE.exec(signature)?.[1]
  const link = name === undefined ? undefined : linkOf(name)
  const head = name === undefined || link === undefined ? signature : asDeclared(signature, name, link)
  return sections(head, textOf(info.documentation), info.tags)
}

/** TypeScript puts it below what an imported name is, and between its meanings. */
const IMPORT_LINE = /^import (\S+)$/m

/** The signature of an imported name, as it would be in the cell that declares it: the import is our affair. */
function asDeclared(signature: string, name: string, link: LinkKind): string {
  const meanings = signature.split(new RegExp(IMPORT_LINE, 'gm')).filter((_part, index) => index % 2 === 0)
  // Where the value comes from another cell than the type, the last is the value itself.
  const text = meanings.map((each) => each.trim()).findLast((each) => each !== '') ?? signature
  const lines = text.replace(/^(?:\(alias\) ?)+/gm, '').trimEnd()
  // In a call, TypeScript leaves out what it is.
  if (lines.startsWith(`new ${name}`)) return lines.replace('new', 'constructor')
  return /^[(<]/.test(lines.slice(name.length)) && lines.startsWith(name) ? `${link} ${lines}` : lines
}

function printSignature({ items, selectedItemIndex, argumentIndex }: SignatureHelpItems): string {
  const item = items[selectedItemIndex] ?? items[0]
  if (item === undefined) return ''
  const others = items.length - 1
  const count = others === 0 ? '' : ` (+${others} overload${others === 1 ? '' : 's'})`
  const active = item.parameters[Math.min(argumentIndex, item.parameters.length - 1)]
  const about = active && textOf(active.documentation)
  const parameter = about ? `\n\n@param ${active.name} ${about}` : ''
  return sections(signatureOf(item) + count, textOf(item.documentation), []) + parameter
}

function signatureOf(item: SignatureHelpItem): string {
  const parameters = item.parameters.map((each) => textOf(each.displayParts))
  const between = textOf(item.separatorDisplayParts)
  return textOf(item.prefixDisplayParts) + parameters.join(between) + textOf(item.suffixDisplayParts)
}

function sections(head: string, documentation: string, tags: readonly JSDocTagInfo[] = []): string {
  const lines = tags.flatMap((tag) => {
    const text = textOf(tag.text)
    return text === '' ? [] : [tag.name === 'param' ? `@param ${text}` : text]
  })
  const below = [documentation, ...lines].filter((each) => each !== '')
  return below.length === 0 ? head : `${head}\n\n${below.join('\n')}`
}

function textOf(parts: readonly SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join('')
}
