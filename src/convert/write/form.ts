/** How Python shows the parts of a value, for the helpers that write it. */
import { isPlain, type Type } from '../facts/types'
import type { ClassFacts } from '../facts/facts'
import { keyText, quoted } from './code'
import { nameText } from './names'

type Classes = ReadonlyMap<string, ClassFacts>

/** A member of an Enum, an object of a model, or one that shows itself. */
function instanceForm(
  name: string,
  classes: Classes,
  of: (type: Type) => string | undefined,
): string | undefined {
  const facts = classes.get(name)
  if (facts?.kind === 'enum') return `{ member: ${nameText(name)}, name: ${quoted(name)} }`
  if (facts?.kind !== 'model') return '"own"'
  const forms = [...facts.fields].map(([field, { type }]) => [field, of(type)] as const)
  if (forms.some(([, form]) => form === undefined)) return undefined
  const fields = forms.map(([field, form]) => `${field}: ${form}`).join(', ')
  return `{ model: ${quoted(name)}, fields: { ${fields} } }`
}

/** How Python shows the parts of a value, for the helper `reprAs`; `undefined` where that is not known. */
export function formOf(type: Type, classes: Classes, depth = 0): string | undefined {
  if (depth > 8) return undefined
  const of = (inner: Type) => formOf(inner, classes, depth + 1)
  const one = (name: string, inner: Type) => {
    const form = of(inner)
    return form === undefined ? undefined : `{ ${name}: ${form} }`
  }
  switch (type.kind) {
    case 'float':
      return type.hasFraction ? '"any"' : '"float"'
    case 'number':
      return type.orZero ? '"total"' : '"number"'
    case 'never':
      return '"any"'
    case 'list':
      if (type.isDeque) return one('deque', type.item)
      return !type.isTuple && isPlain(type) ? '"any"' : one(type.isTuple ? 'tuple' : 'list', type.item)
    case 'optional':
      return of(type.of)
    case 'tuple': {
      const forms = type.items.map(of)
      return forms.includes(undefined) ? undefined : `{ items: [${forms.join(', ')}] }`
    }
    case 'dict':
      if (type.missing !== undefined) return undefined
      return isPlain(type) ? '"any"' : one('dict', type.value)
    case 'map': {
      const [key, value] = [of(type.key), of(type.value)]
      if (type.missing !== undefined || key === undefined || value === undefined) return undefined
      return `{ key: ${key}, dict: ${value} }`
    }
    case 'record': {
      if (isPlain(type)) return '"any"'
      const forms = Object.entries(type.fields).map(([name, each]) => [name, of(each)] as const)
      if (forms.some(([, form]) => form === undefined)) return undefined
      const shown = forms.filter(([, form]) => type.more || form !== '"any"')
      const more = type.more ? `, dict: ${of(type.more) ?? '"murky"'}` : ''
      return `{ record: { ${shown.map(([name, form]) => `${keyText(name)}: ${form}`).join(', ')} }${more} }`
    }
    case 'instance':
      return instanceForm(type.name, classes, of)
    case 'any':
      return type.isFloat ? '"floats"' : type.isJson ? '"json"' : type.isMurky ? '"murky"' : '"any"'
    case 'sdk':
      return type.of === 'value' || type.of === 'delta' ? '"part"' : undefined
    default:
      return isPlain(type) ? '"any"' : undefined
  }
}
