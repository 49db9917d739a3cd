/**
 * Bodies of requests: bytes at hand, files and streams read while they are sent. Knows nothing of HTTP.
 */
import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { CurlError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'

/** A request body that can be sent, and sent again if its source allows. */
export interface RequestBody {
  /** Length; `undefined` when it is only known at the end. */
  readonly size: number | undefined
  /** The whole body when it is at hand. */
  readonly bytes?: Buffer
  /** Reads the body from its beginning. */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** A body at hand. */
export function bytesBody(bytes: Buffer): RequestBody {
  return { size: bytes.length, bytes, open: () => (bytes.length > 0 ? [bytes] : []) }
}

/**
 * Size of a file that is to be sent.
 *
 * @param name - What the user called it.
 * @throws CurlError with exit code 26 when it cannot be read.
 */
export async function fileSize(path: string, name: string): Promise<number> {
  try {
    const info = await stat(path)
    await access(path, constants.R_OK)
    if (info.isDirectory()) throw Object.assign(new Error('directory'), { code: 'EISDIR' })
    return info.size
  } catch (error) {
    const text = `Failed to open/read local data from file/application: ${name}: ${systemMessage(error)}`
    throw new CurlError(EXIT.read, text, error)
  }
}

/** A file from `start` on. It is opened when the body is sent. */
export function fileBody(path: string, size: number, start = 0): RequestBody {
  return {
    size: size - start,
    async *open() {
      if (size <= start) return
      try {
        yield* createReadStream(path, { start, end: size - 1 }) as AsyncIterable<Buffer>
      } catch (error) {
        throw new CurlError(EXIT.read, `Failed to read ${path}: ${systemMessage(error)}`, error)
      }
    },
  }
}

/** A stream of unknown length, which can be read once. */
export function streamBody(stream: AsyncIterable<Uint8Array>): RequestBody {
  let isRead = false
  return {
    size: undefined,
    open() {
      if (isRead) throw new CurlError(65, 'necessary data rewind was not possible')
      isRead = true
      return stream
    },
  }
}

/** Bodies one after the other. */
export function joinBodies(parts: readonly RequestBody[]): RequestBody {
  const sizes = parts.map(({ size }) => size)
  const size = sizes.every((part) => part !== undefined)
    ? sizes.reduce((sum, part) => sum + part, 0)
    : undefined
  const buffers = parts.map(({ bytes }) => bytes)
  if (buffers.every((bytes) => bytes !== undefined)) return bytesBody(Buffer.concat(buffers))
  return {
    size,
    async *open() {
      for (const part of parts) yield* part.open()
    },
  }
}
