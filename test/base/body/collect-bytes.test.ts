import { collectBytes } from '../../../src/base/body/collect-bytes'

describe('collectBytes', () => {
  const source = async function* () {
    yield* [Buffer.from('ab'), Buffer.from('cd')]
  }
  test('gives all bytes up to the limit', async () => {
    expect((await collectBytes(source(), 4, () => new Error('too much'))).toString()).toBe('abcd')
  })

  test('fails beyond it', async () => {
    await expect(collectBytes(source(), 3, () => new Error('too much'))).rejects.toThrow('too much')
  })
})
