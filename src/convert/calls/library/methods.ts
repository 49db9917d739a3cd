/** Methods of what Python's library gives: which writer takes which. */
import { present } from '../../facts/types'
import type { Code } from '../../write/code'
import type { Arguments } from '../arguments'
import { loggerMethod } from './logging'
import { textMethod } from './texts'

/** Writes `target.name(…)`; `undefined` for a value of another kind. */
export function libraryMethod(target: Code, args: Arguments): Code | undefined {
  const type = present(target.type)
  if (type.kind === 'sdk' && type.of === 'logger') return loggerMethod(target, args)
  return textMethod(target, args)
}
