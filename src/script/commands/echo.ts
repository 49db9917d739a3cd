/**
 * `echo`, as built into bash.
 */
import type { InProcess } from '../shell'
import { unescapeBytes } from './escapes'

/** Writes its arguments. `-n`: no newline, `-e`: escapes are read, `-E`: they are not. */
export const echo: InProcess = async ({ args, stdout }) => {
  let newline = true
  let escapes = false
  let first = 0
  for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
    for (const flag of (args[first] as string).slice(1)) {
      if (flag === 'n') newline = false
      else escapes = flag === 'e'
    }
  }
  const text = args.slice(first).join(' ')
  const { bytes, stops } = escapes ? unescapeBytes(text, 'zero') : { bytes: Buffer.from(text), stops: false }
  await stdout.write(Buffer.concat([bytes, Buffer.from(newline && !stops ? '\n' : '')]))
  return 0
}
