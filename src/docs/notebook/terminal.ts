/**
 * What a terminal would show at the end: without colours and controls, with what a carriage return or a backspace has
 * taken away.
 */
import { stripVTControlCharacters } from 'node:util'
import { stripControls } from '../../display/terminal-text'

/** A text as it stands on the screen when all of it was written. */
export function settledText(text: string): string {
  const lines = text.replace(/\r+\n/g, '\n').split('\n')
  return lines.map((line) => (/[\r\b]/.test(line) ? overwritten(line) : plain(line))).join('\n')
}

function plain(text: string): string {
  return stripVTControlCharacters(stripControls(text))
}

function overwritten(line: string): string {
  let shown: string[] = []
  for (const part of line.split('\r')) {
    const isCleared = part.includes('\x1b[K') || part.includes('\x1b[2K')
    const chars: string[] = []
    for (const char of plain(part.replaceAll('\b', '\ue000')))
      if (char === '\ue000') chars.pop()
      else chars.push(char)
    shown = isCleared ? chars : [...chars, ...shown.slice(chars.length)]
  }
  return shown.join('')
}
