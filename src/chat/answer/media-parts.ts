/**
 * Pictures and speech of an answer, in whatever spelling a server sends them. Pure; fetches nothing.
 * @see https://openrouter.ai/docs/features/multimodal/image-generation
 * @see https://platform.openai.com/docs/guides/audio
 */
import type { AnswerAudio, AnswerImage } from './answer'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'

/** Fields in which a picture is a part of its own. */
const NESTED = ['image_url', 'image', 'inline_data', 'inlineData', 'source', 'file'] as const
/** Fields that hold a picture as base64. */
const BASE64 = ['data', 'base64', 'b64_json', 'image_base64', 'result'] as const
const TYPES = ['mediaType', 'media_type', 'mimeType', 'mime_type'] as const

/**
 * Reads pictures.
 *
 * @param list - Elements of `images`, or parts of a message's content.
 * @returns Those that are pictures.
 */
export function readImages(list: unknown): AnswerImage[] {
  if (!Array.isArray(list)) return []
  return list.map((part) => readImage(part)).filter((image) => image !== undefined)
}

/** Tells whether a part of a message's content is a picture. */
export function isImagePart(part: JsonObject): boolean {
  const type = stringOf(part['type'])
  return /image/.test(type) || ['image_url', 'inline_data', 'inlineData'].some((name) => name in part)
}

function readImage(part: unknown, depth = 0): AnswerImage | undefined {
  if (typeof part === 'string') return part === '' ? undefined : { url: part, mediaType: typeOfUrl(part) }
  if (!isObject(part) || depth > 3) return undefined
  const type = TYPES.map((name) => stringOf(part[name])).find((name) => name !== '')
  // Files of other kinds come the same way.
  if (type !== undefined && !type.startsWith('image/')) return undefined
  const url = stringOf(part['url'])
  if (url !== '') return { url, mediaType: type ?? typeOfUrl(url) }
  for (const name of BASE64) {
    const data = stringOf(part[name])
    if (data === '') continue
    if (data.startsWith('data:')) return { url: data, mediaType: type ?? typeOfUrl(data) }
    const mediaType = type ?? `image/${stringOf(part['output_format']) || 'png'}`
    return { url: `data:${mediaType};base64,${data}`, mediaType }
  }
  for (const name of NESTED) {
    const image = readImage(part[name], depth + 1)
    if (image) return image
  }
  return undefined
}

function typeOfUrl(url: string): string {
  return /^data:([\w.+-]+\/[\w.+-]+)[;,]/.exec(url.slice(0, 200))?.[1]?.toLowerCase() ?? ''
}

/** Speech while it comes. */
export interface AudioCollector {
  /** Takes in what a chunk says in `audio`. */
  add(audio: JsonObject): void
  /** The speech so far; `null` when there is none. */
  build(): AnswerAudio | null
}

/** Makes an empty collector. Each chunk's `data` is base64 by itself, so they are joined as bytes. */
export function createAudioCollector(): AudioCollector {
  let isThere = false
  let id = ''
  let transcript = ''
  let expiresAt: number | null = null
  const pieces: Buffer[] = []
  return {
    add(audio) {
      isThere = true
      id ||= stringOf(audio['id'])
      transcript += stringOf(audio['transcript'])
      const data = stringOf(audio['data'])
      if (data !== '') pieces.push(Buffer.from(data, 'base64'))
      if (typeof audio['expires_at'] === 'number') expiresAt = audio['expires_at']
    },
    build: () =>
      isThere ? { id, transcript, data: Buffer.concat(pieces).toString('base64'), expiresAt } : null,
  }
}
