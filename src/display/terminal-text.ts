/**
 * Text from outside on its way to a terminal or a cell's stdout: escape sequences other than colours are taken out,
 * invisible characters can be made visible. Pure; knows nothing of streams of the process.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */

// In order: colours (kept), other CSI, strings (OSC, DCS, SOS, PM, APC) up to BEL or ST, other escapes, lone controls.
// A string that does not end takes the rest of its line, not of the text.
const SEQUENCES =
  /(\x1b\[[0-9;:]*m)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g

// An escape sequence that the end of a chunk may have cut.
const UNFINISHED =
  /(?:\x1b|\x1b\[[0-?]*[ -/]*|\x9b[0-?]*[ -/]*|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*\x1b?)$/

/** Most characters of a sequence held back at the end of a chunk; a longer one is not one. */
const MAX_HELD_CHARS = 4096

/**
 * Takes control characters and escape sequences out of a text; line ends, tabs and colours stay.
 *
 * @param text - Text from a process, a server or a model.
 * @returns The text with no way to move the cursor, set a title, make a link or write to the clipboard.
 * @example
 * ```ts
 * stripControls('\x1b[31mred\x1b[0m\x1b[2J') // '\x1b[31mred\x1b[0m'
 * ```
 */
export function stripControls(text: string): string {
  return text.replace(SEQUENCES, (_match, colour: string | undefined) => colour ?? '')
}

/** {@link stripControls} for a text that arrives in pieces. */
export interface ControlStripper {
  /** Takes the next piece; a sequence that is not complete yet is held back. */
  push(text: string): string
  /** What was held back, as far as it may be shown. */
  end(): string
}

/**
 * Makes a {@link ControlStripper}: the pieces together give what the whole text would give.
 */
export function createControlStripper(): ControlStripper {
  let held = ''
  return {
    push(text) {
      const whole = held + text
      const start = Math.max(0, whole.length - MAX_HELD_CHARS)
      const cut = UNFINISHED.exec(start === 0 ? whole : whole.slice(start))
      const keep = cut === null ? whole.length : start + cut.index
      held = whole.slice(keep)
      return stripControls(whole.slice(0, keep))
    },
    end() {
      const rest = stripControls(held)
      held = ''
      return rest
    },
  }
}

// Format characters (bidi controls, zero-width, tags), controls, odd spaces, fillers and lone surrogates.
const INVISIBLE =
  /[\p{Cf}\p{Cc}\p{Cs}\u2028\u2029\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]/gu

/**
 * Makes characters visible that could hide or turn around parts of a command or a URL.
 *
 * @param text - A command, a URL, a header, a file name.
 * @returns The text with each such character written as `⟨U+202E⟩`; line ends and tabs stay.
 * @example
 * ```ts
 * showInvisible('a\u202eb') // 'a⟨U+202E⟩b'
 * ```
 */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, (char) => (char === '\n' || char === '\t' ? char : nameOf(char)))
}

function nameOf(char: string): string {
  return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}

// Of the above those that ordinary text does not need. Joiners do belong between letters of other scripts and in emoji.
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<=[\x21-\x7e])[\u200c\u200d]|[\u200c\u200d](?=[\x21-\x7e])/gu
const ADDRESS = /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\]\(|\]:[ \t]*)[^\s]+/gi

/**
 * Makes characters visible that could hide or turn around a part of a model's code; emoji and other scripts stay.
 *
 * @param code - Code to be shown.
 * @returns The code with each such character written as `⟨U+202E⟩`.
 */
export function showHidden(code: string): string {
  return code.replace(HIDDEN, nameOf)
}

/**
 * The same in the addresses of a text, where they are percent-encoded: the link leads where it did.
 *
 * @param text - Markdown outside of code.
 */
export function showHiddenInAddresses(text: string): string {
  if (text.search(HIDDEN) === -1) return text
  return text.replace(ADDRESS, (address) => address.replace(HIDDEN, (char) => encodeURIComponent(char)))
}
