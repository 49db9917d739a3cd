/** Types as TypeScript writes them. */
import type { Type } from './types'

/** How TypeScript writes it down where it must be said. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'str':
      return 'string'
    case 'int':
    case 'float':
    case 'number':
      return 'number'
    case 'bool':
      return 'boolean'
    case 'optional':
      return typeText(type.of)
    case 'list': {
      const item = typeText(type.item)
      return `${item}[]`
    }
    case 'set':
      return `Set<${typeText(type.item)}>`
    case 'dict':
      return `Record<string, ${typeText(type.value)}>`
    case 'map':
      return `Map<${typeText(type.key)}, ${typeText(type.value)}>`
    case 'instance':
      return type.name
    default:
      return 'any'
  }
}
