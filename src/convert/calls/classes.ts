/** Classes of the notebook: how objects of them are made and called. */
import type { Code } from '../write/code'
import { refuse } from '../write/refusal'
import type { CallParts } from './arguments'

/** `Name(…)` */
export function construct(name: string, parts: CallParts): Code {
  return refuse(`an object of the class ${name}`, parts.node)
}

/** `object.name(…)` */
export function instanceCall(_target: Code, parts: CallParts): Code {
  return refuse(`${parts.name}()`, parts.node)
}
