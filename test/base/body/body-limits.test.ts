import { bodyTooLarge, DEFAULT_LIMITS, eventTooLong, readLimits } from '../../../src/base/body/body-limits'

describe('readLimits', () => {
  test('has defaults, each for itself', () => {
    expect(readLimits({})).toEqual({ maxEventChars: 8_388_608, maxBodyBytes: 268_435_456 })
    expect(readLimits({ maxEventChars: Infinity })).toEqual({ ...DEFAULT_LIMITS, maxEventChars: Infinity })
  })

  test.each([[0], [-1], [NaN], ['1 MB'], [null]])('refuses %p', (value) => {
    expect(() => readLimits({ maxBodyBytes: value as number })).toThrow(
      'maxBodyBytes is a number from 1 on; Infinity is no limit.',
    )
  })
})

describe('the words of a limit', () => {
  test.each([
    [268_435_456, '256 MiB'],
    [1024 ** 4, '1,024 GiB'],
    [65_536, '64 KiB'],
    [1_000_000, '1,000,000 bytes'],
  ])('name %i bytes as %s', (bytes, words) => {
    expect(bodyTooLarge('the answer', bytes)).toBe(
      `the answer is larger than ${words}. Raise maxBodyBytes if that is meant.`,
    )
  })

  test('name characters', () => {
    expect(eventTooLong(8_388_608)).toBe(
      'an event of the stream is longer than 8 Mi characters. Raise maxEventChars if that is meant.',
    )
  })
})
