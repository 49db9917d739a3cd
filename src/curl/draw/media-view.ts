/**
 * Pictures, sound and films as what they are; other binary content as a line that says how much it was.
 */
import { formatBytes } from '../../display/one-line'
import { imageBundle, imageType, playerBundle, svgBundle } from '../../display/show'
import type { MimeBundle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { BodyView } from './body-view'

/** Largest file that is put into the notebook. */
const MAX_DRAWN_BYTES = 20 * 1024 * 1024

/** A picture, sound or film. */
export interface Media {
  readonly kind: 'image' | 'audio' | 'video'
  /** As the server named it; `''` when it did not. */
  readonly mediaType: string
}

/** Makes a view of a picture, sound or film. */
export function createMediaView(scope: CellScope, media: Media): BodyView {
  const chunks: Uint8Array[] = []
  let size = 0
  return {
    push(bytes) {
      size += bytes.length
      if (size <= MAX_DRAWN_BYTES) chunks.push(bytes)
      else chunks.length = 0
    },
    end() {
      scope.display(
        size > MAX_DRAWN_BYTES
          ? sizeBundle(media.mediaType, size)
          : mediaBundle(media, Buffer.concat(chunks)),
      )
      return Promise.resolve()
    },
  }
}

/** Makes a view of content that cannot be drawn. */
export function createBinaryView(scope: CellScope, mediaType: string): BodyView {
  let size = 0
  return {
    push(bytes) {
      size += bytes.length
    },
    end() {
      scope.display(sizeBundle(mediaType || 'binary data', size))
      return Promise.resolve()
    },
  }
}

function mediaBundle({ kind, mediaType }: Media, bytes: Buffer): MimeBundle {
  if (kind === 'image')
    return mediaType === 'image/svg+xml'
      ? svgBundle(bytes.toString('utf8'))
      : imageBundle(bytes, imageType(bytes) ?? mediaType)
  return playerBundle(bytes, { kind, mediaType })
}

function sizeBundle(mediaType: string, size: number): MimeBundle {
  return { data: { 'text/plain': `[${mediaType}, ${formatBytes(size)}; save it with -o FILE]` } }
}
