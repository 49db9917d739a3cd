// Files that a notebook names and that are not here: a small one of its kind stands in the folder of both kernels, two
// levels down, so that `../images/a.png` is inside of it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const CONTENTS = {
  png: Buffer.from(PIXEL, 'base64'),
  jpg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  gif: Buffer.from('R0lGODlhAQABAAAAACw=', 'base64'),
  webp: Buffer.from('RIFF\x1a\0\0\0WEBPVP8L', 'latin1'),
  pdf: '%PDF-1.4\n%%EOF\n',
  txt: 'A first line.\nA second line, with é.\n',
  md: '# A title\n\nA paragraph.\n',
  csv: 'name,value\nfirst,1\nsecond,2\n',
  json: '{"name": "first", "value": 1}\n',
  jsonl: '{"name": "first"}\n{"name": "second"}\n',
  wav: Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'),
  mp3: Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
  mp4: Buffer.from('\0\0\0\x18ftypmp42', 'latin1'),
}
CONTENTS.jpeg = CONTENTS.jpg

const NAMED = /["'(]((?:\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*\.(\w+))["')]/g

/** Writes what the cells name. @returns The folder to run them in. */
export function writeSamples(folder, sources) {
  const cwd = join(folder, 'lessons', 'here')
  mkdirSync(cwd, { recursive: true })
  for (const [, name, ending] of sources.join('\n').matchAll(NAMED)) {
    const path = join(cwd, name)
    const isInside = !name.startsWith('/') && !relative(folder, path).startsWith('..')
    if (!isInside || !Object.hasOwn(CONTENTS, ending.toLowerCase()) || isWritten(name, sources)) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, CONTENTS[ending.toLowerCase()])
  }
  return cwd
}

/** A file that the notebook makes itself. */
function isWritten(name, sources) {
  const at = name.replaceAll(/[.+]/g, '\\$&')
  return sources.some((source) =>
    new RegExp(
      `${at}["']\\s*,\\s*(?:mode=)?["'][wax]|%%writefile.*${at}|(?:-O|-o|>|urlretrieve\\().*${at}`,
    ).test(source),
  )
}
