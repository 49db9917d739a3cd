// Writes files in the GGUF format, version 3, which llama.cpp reads: named values, then named tensors. Tensors of zeros
// are holes in the file, so that they take no place on a disk that knows holes. Knows nothing of what a model needs.
//
// Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

const VERSION = 3
/** Every tensor begins at a multiple of this many bytes. */
const ALIGNMENT = 32

/** Types of a value, by their numbers in the file. */
const U32 = 4
const I32 = 5
const F32 = 6
const BOOL = 7
const STRING = 8
const ARRAY = 9

export const u32 = (value) => ({ type: U32, bytes: [number(4, 'writeUInt32LE', value)] })
export const f32 = (value) => ({ type: F32, bytes: [number(4, 'writeFloatLE', value)] })
export const bool = (value) => ({ type: BOOL, bytes: [Buffer.from([value ? 1 : 0])] })
export const string = (value) => ({ type: STRING, bytes: text(value) })
export const strings = (values) => array(STRING, values.map(text))
export const floats = (values) => array(F32, values.map((value) => [number(4, 'writeFloatLE', value)])) // prettier-ignore
export const ints = (values) => array(I32, values.map((value) => [number(4, 'writeInt32LE', value)])) // prettier-ignore

/**
 * @typedef {object} Tensor
 * @property {readonly number[]} shape The length of a row first, then the number of rows.
 * @property {Float32Array} [data] Row after row; all zeros where it is missing.
 */

/**
 * Writes one file.
 * @param {string} path
 * @param {Record<string, { type: number, bytes: readonly Buffer[] }>} values As {@link u32} and its neighbours make them.
 * @param {Record<string, Tensor>} tensors All of 32-bit floats.
 */
export function writeGguf(path, values, tensors) {
  const names = Object.keys(tensors)
  const head = [Buffer.from('GGUF'), number(4, 'writeUInt32LE', VERSION), size(names.length), size(Object.keys(values).length)] // prettier-ignore
  for (const [name, { type, bytes }] of Object.entries(values))
    head.push(...text(name), number(4, 'writeUInt32LE', type), ...bytes)
  const places = []
  let end = 0
  for (const name of names) {
    const { shape } = tensors[name]
    places.push(end)
    head.push(...text(name), number(4, 'writeUInt32LE', shape.length), ...shape.map(size))
    head.push(number(4, 'writeUInt32LE', 0), size(end))
    end = aligned(end + 4 * shape.reduce((product, length) => product * length, 1))
  }
  const bytes = Buffer.concat(head)
  const start = aligned(bytes.length)
  const file = openSync(path, 'w')
  try {
    ftruncateSync(file, start + end)
    writeSync(file, bytes, 0, bytes.length, 0)
    for (const [at, name] of names.entries()) {
      const { data } = tensors[name]
      if (data) writeSync(file, new Uint8Array(data.buffer), 0, data.byteLength, start + places[at])
    }
  } finally {
    closeSync(file)
  }
}

function aligned(length) {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}

function number(length, method, value) {
  const bytes = Buffer.alloc(length)
  bytes[method](value)
  return bytes
}

function size(value) {
  return number(8, 'writeBigUInt64LE', BigInt(value))
}

function text(value) {
  const bytes = Buffer.from(value)
  return [size(bytes.length), bytes]
}

function array(type, items) {
  return { type: ARRAY, bytes: [number(4, 'writeUInt32LE', type), size(items.length), ...items.flat()] }
}
