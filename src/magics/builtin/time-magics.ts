/**
 * The magic that times: `%time` and `%%time`. A line of it that is a statement is timed in place, see `read/rewrite-cell.ts`.
 */
import { UsageError } from '../../errors'
import { currentScope } from '../../kernel/scope/scope'
import { startClock } from '../clock'
import { createMagic, type NoOptions } from '../define-magic'
import type { Magic } from '../registry'

/** The magic of time. */
export const timeMagics: readonly Magic[] = [
  createMagic<NoOptions>(
    'time',
    async ({ body, runCode }) => {
      if (body === undefined) throw new UsageError('%time needs code to time: %time await f()')
      const clock = startClock()
      await runCode()
      clock(currentScope())
    },
    { usage: 'CODE', help: 'runs code and prints how long it took', takesCode: true, codeBody: true },
  ),
]
