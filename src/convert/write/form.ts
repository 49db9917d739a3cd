/** How Python shows the parts of a value, for the helpers that write it. */
import { isPlain, type Type } from '../facts/types'
import { keyText } from './code'

/** How Python shows the parts of a value, for the helper `reprAs`; `undefined` where that is not known. */
export function formOf(type: Type): string | undefined {
  const one = (name: string, inner: Type) => {
    const form = formOf(inner)
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
      return formOf(type.of)
    case 'tuple': {
      const forms = type.items.map(formOf)
      return forms.includes(undefined) ? undefined : `{ items: [${forms.join(', ')}] }`
    }
    case 'dict':
      if (type.missing !== undefined) return undefined
      return isPlain(type) ? '"any"' : one('dict', type.value)
    case 'map': {
      const [key, value] = [formOf(type.key), formOf(type.value)]
      if (type.missing !== undefined || key === undefined || value === undefined) return undefined
      return `{ key: ${key}, dict: ${value} }`
    }
    case 'record': {
      if (isPlain(type)) return '"any"'
      const forms = Object.entries(type.fields).map(([name, each]) => [name, formOf(each)] as const)
      if (forms.some(([, form]) => form === undefined)) return undefined
      const shown = forms.filter(([, form]) => type.more || form !== '"any"')
      const more = type.more ? `, dict: ${formOf(type.more) ?? '"murky"'}` : ''
      return `{ record: { ${shown.map(([name, form]) => `${keyText(name)}: ${form}`).join(', ')} }${more} }`
    }
    case 'instance':
      return '"own"'
    case 'any':
      return type.isFloat ? '"floats"' : type.isJson ? '"json"' : type.isMurky ? '"murky"' : '"any"'
    case 'sdk':
      return type.of === 'value' || type.of === 'delta' ? '"part"' : undefined
    default:
      return isPlain(type) ? '"any"' : undefined
  }
}
