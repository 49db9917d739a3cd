import { inOrder } from '../../../src/cli/run/in-order'

interface Job {
  readonly name: number
  end(result?: Error): void
}

/** Work that ends when the test says so. */
function controlled(): { jobs: Job[]; work(name: number): Promise<number> } {
  const jobs: Job[] = []
  const work = (name: number): Promise<number> =>
    new Promise((resolve, reject) =>
      jobs.push({ name, end: (error) => (error ? reject(error) : resolve(name)) }),
    )
  return { jobs, work }
}
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('inOrder', () => {
  test('works on as many things as it may, and gives results in the order of the things', async () => {
    const { jobs, work } = controlled()
    const results = inOrder([1, 2, 3], { jobs: 2, work })
    const first = results.next()
    expect(jobs.map(({ name }) => name)).toEqual([1, 2])
    jobs[1]!.end()
    await turns()
    expect(jobs.map(({ name }) => name)).toEqual([1, 2, 3])
    jobs[0]!.end()
    expect(await first).toEqual({ done: false, value: 1 })
    expect(await results.next()).toEqual({ done: false, value: 2 })
    jobs[2]!.end()
    expect(await results.next()).toEqual({ done: false, value: 3 })
    expect(await results.next()).toEqual({ done: true, value: undefined })
  })

  test.each([0, 1, 5])('takes %p things with three jobs', async (count) => {
    const things = Array.from({ length: count }, (_, at) => at)
    const results: number[] = []
    for await (const result of inOrder(things, { jobs: 3, work: async (thing) => thing }))
      results.push(result)
    expect(results).toEqual(things)
  })

  test('begins nothing after the last result', async () => {
    const begun: number[] = []
    const work = async (thing: number): Promise<number> => (begun.push(thing), thing)
    for await (const result of inOrder([1, 2, 3], { jobs: 1, work, isLast: (each) => each === 2 }))
      void result
    expect(begun).toEqual([1, 2])
  })

  test('throws what was thrown, and begins nothing more', async () => {
    const { jobs, work } = controlled()
    const results = inOrder([1, 2], { jobs: 1, work })
    const first = results.next()
    jobs[0]!.end(new RangeError('no'))
    await expect(first).rejects.toThrow('no')
    expect(jobs).toHaveLength(1)
  })
})
