/**
 * `wc` without its program, for standard input. Counts while the input passes and keeps none of it.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/wc.html
 */
import type { InProcess } from '../shell'
import { writeText, type ByteSource } from '../streams'

/** `wc [-l] [-w] [-c] [-m]` of standard input: one count alone, or the three usual ones. */
export function findWc(args: readonly string[]): InProcess | undefined {
  if (!args.every((arg) => /^-[lwcm]+$/.test(arg))) return undefined
  const flags = args.join('').replaceAll('-', '') || 'lwc'
  return async ({ stdin, stdout }) => {
    const counts = await countText(stdin)
    const shown = [...'lwmc'].filter((flag) => flags.includes(flag)).map((flag) => counts[flag] ?? 0)
    // Columns are 7 wide when the size of the input is not known beforehand.
    const line =
      shown.length === 1 ? String(shown[0]) : shown.map((count) => String(count).padStart(7)).join(' ')
    await writeText(stdout, `${line}\n`)
    return 0
  }
}

/** Lines, words, characters and bytes, counted as they pass. */
async function countText(input: ByteSource): Promise<Record<string, number>> {
  const counts = { l: 0, w: 0, m: 0, c: 0 }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let isInWord = false
  const take = (text: string): void => {
    if (text === '') return
    // A word that was cut is counted once.
    counts.w += (text.match(/\S+/g)?.length ?? 0) - (isInWord && /^\S/.test(text) ? 1 : 0)
    isInWord = /\S$/.test(text)
    for (const character of text) {
      counts.m++
      if (character === '\n') counts.l++
    }
  }
  for await (const bytes of input) {
    counts.c += bytes.length
    take(decoder.decode(bytes, { stream: true }))
  }
  take(decoder.decode())
  return counts
}
