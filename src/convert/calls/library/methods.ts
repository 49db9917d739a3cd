/** Methods of what Python's library gives: which writer takes which. */
import { present } from '../../facts/types'
import type { Code } from '../../write/code'
import type { Arguments } from '../arguments'
import { csvMethod } from './csv'
import { loggerMethod } from './logging'
import { openFileMethod } from './open-files'
import { prettyMethod } from './pretty'
import { textMethod } from './texts'

/** Writes `target.name(…)`; `undefined` for a value of another kind. */
export function libraryMethod(target: Code, args: Arguments): Code | undefined {
  const type = present(target.type)
  if (type.kind === 'sdk' && type.of === 'logger') return loggerMethod(target, args)
  if (type.kind === 'sdk' && type.of === 'csv-writer') return csvMethod(target, args)
  if (type.kind === 'sdk' && (type.of === 'text-file' || type.of === 'byte-file'))
    return openFileMethod(target, args)
  if (type.kind === 'sdk' && type.of === 'pretty-printer') return prettyMethod(target, args)
  return textMethod(target, args)
}
