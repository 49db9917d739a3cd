/**
 * The file that use is kept in: lines are added at its end, by one write each, so that several processes may share it and
 * one that is killed leaves whole lines. Knows nothing of what is in a line.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html (O_APPEND)
 */
import { closeSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { systemMessage } from '../../base/system-message'
import { ClassError } from './errors'

/** An open file of use. */
export interface UseFile {
  /** Adds a line. @returns What went wrong, in words. */
  append(line: string): string | undefined
  /**
   * Reads what has been added since the last call, by whomever.
   *
   * @param onLine - Takes each line.
   * @param onNew - Told first when another file has taken its place: then all of it is read.
   */
  readNew(onLine: (line: string) => void, onNew: () => void): void
  close(): void
}

const BLOCK_BYTES = 1 << 16
/** The owner's alone: it tells who asks how much. */
const PRIVATE = 0o600

/**
 * Opens a file of use; makes it where there is none.
 *
 * @param path - The file.
 * @throws ClassError `class` when that cannot be done.
 */
export function openUseFile(path: string): UseFile {
  let fd = open(path)
  let at = 0
  let rest = ''
  let decoder = new StringDecoder('utf8')
  let isBroken = !endsWhole(fd)
  const block = Buffer.alloc(BLOCK_BYTES)
  return {
    append(line) {
      try {
        // What a full disk has left of a line must not run into the next one.
        const bytes = Buffer.from(`${isBroken ? '\n' : ''}${line}\n`)
        isBroken = true
        isBroken = writeSync(fd, bytes) < bytes.length
        return isBroken ? `${path} has no room for another line.` : undefined
      } catch (error) {
        return `${path} cannot be written: ${systemMessage(error)}.`
      }
    },
    readNew(onLine, onNew) {
      const place = statSync(path, { throwIfNoEntry: false })
      const { ino, size } = fstatSync(fd)
      if (place?.ino !== ino || size < at) {
        closeSync(fd)
        fd = open(path)
        at = 0
        rest = ''
        decoder = new StringDecoder('utf8')
        isBroken = !endsWhole(fd)
        onNew()
      }
      for (;;) {
        const count = readSync(fd, block, 0, BLOCK_BYTES, at)
        if (count === 0) return
        at += count
        const lines = (rest + decoder.write(block.subarray(0, count))).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) if (line.trim() !== '') onLine(line)
      }
    },
    close: () => closeSync(fd),
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'a+', PRIVATE)
  } catch (error) {
    throw new ClassError(
      `${path} cannot be written: ${systemMessage(error)}. The use of the class is kept there.`,
    )
  }
}

function endsWhole(fd: number): boolean {
  const { size } = fstatSync(fd)
  if (size === 0) return true
  const last = Buffer.alloc(1)
  readSync(fd, last, 0, 1, size - 1)
  return last[0] === 10
}
