/** `format` of texts. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { item } from './containers'
import { failure } from './failure'
import { str } from './show'

/** `template.format(…)` */
export function format(template: string, values: Record<string, any>): string {
  let next = 0
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole[0]!
    if (field === undefined) throw failure('ValueError', `Single '${whole}' encountered in format string`)
    if (!/^\w*$/.test(field))
      throw failure('NotConverted', `The field {${field}} of a format string is not converted.`)
    const key = field === '' ? String(next++) : field
    if (/^\d+$/.test(key) && !Object.hasOwn(values, key))
      throw failure('IndexError', `Replacement index ${key} out of range for positional args tuple`)
    return str(item(values, key))
  })
}
