import { createZstdFrames } from '../../../src/base/body/zstd-frames'

/** Written by zstd 1.5. */
const frames: [what: string, hex: string][] = [
  ['one block', '28b52ffd200529000068656c6c6f'],
  ['a checksum', '28b52ffd24176500003068656c6c6f200100994b11175eae0d'],
  ['several blocks', '28b52ffda0e09304005400001061610100fbff39c00202001061039f0461'],
  ['no size of its content', '28b52ffd00004d0000106162010027a90e0b'],
  ['bytes of a user', '502a4d180300000061626328b52ffd200529000068656c6c6f'],
]

describe('createZstdFrames', () => {
  test.each(frames)('finds the end of a frame with %s, and only that', (what, hex) => {
    const bytes = Buffer.from(hex, 'hex')
    const ends = []
    for (let length = 1; length <= bytes.length; length++) {
      const whole = createZstdFrames()
      whole.take(bytes.subarray(0, length))
      const cut = createZstdFrames()
      for (const byte of bytes.subarray(0, length)) cut.take(Uint8Array.of(byte))
      expect(cut.isComplete).toBe(whole.isComplete)
      if (whole.isComplete) ends.push(length)
    }
    // Frames of a user are frames by themselves.
    expect(ends).toEqual(what === 'bytes of a user' ? [11, bytes.length] : [bytes.length])
  })

  test('follows several frames', () => {
    const follower = createZstdFrames()
    for (const [, hex] of frames) follower.take(Buffer.from(hex, 'hex'))
    expect(follower.isComplete).toBe(true)
    follower.take(Uint8Array.of(0x28))
    expect(follower.isComplete).toBe(false)
  })
})
