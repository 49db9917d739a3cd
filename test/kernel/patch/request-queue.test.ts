import { RequestQueue } from '../../../src/kernel/patch/request-queue'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A queue with requests that are waiting. */
function queueWith(count: number) {
  const queue = new RequestQueue<{ id: number }>()
  const requests = Array.from({ length: count }, (_, id) => ({ id }))
  for (const request of requests) queue.add(request)
  return { queue, requests, dropped: () => requests.map((request) => queue.isDropped(request)) }
}

describe('RequestQueue', () => {
  test('drops nothing by itself', () => {
    expect(queueWith(2).dropped()).toEqual([false, false])
  })

  test('drops what waits when a request fails', async () => {
    const { queue, dropped } = queueWith(2)
    await queue.dropWaiting()
    expect(dropped()).toEqual([true, true])
  })

  test('drops nothing that has had its turn', async () => {
    const { queue, requests } = queueWith(3)
    const [first, second, third] = requests as [{ id: number }, { id: number }, { id: number }]
    expect(queue.isDropped(first)).toBe(false)
    await queue.dropWaiting()
    expect([first, second, third].map((each) => queue.isDropped(each))).toEqual([false, true, true])
  })

  test('drops nothing that comes after', async () => {
    const { queue } = queueWith(1)
    await queue.dropWaiting()
    const late = { id: 9 }
    queue.add(late)
    expect(queue.isDropped(late)).toBe(false)
  })

  test('drops what was sent before and arrives one by one', async () => {
    const { queue, dropped, requests } = queueWith(1)
    const done = queue.dropWaiting()
    for (let id = 1; id <= 10; id++) {
      await turn()
      const request = { id }
      requests.push(request)
      queue.add(request)
    }
    await done
    expect(dropped()).toEqual(Array.from({ length: 11 }, () => true))
  })

  test('waits for a few turns of the event loop only, where nothing comes', async () => {
    const { queue } = queueWith(0)
    let turns = 0
    let isOver = false
    const done = queue.dropWaiting().then(() => (isOver = true))
    while (!isOver && turns < 50) {
      await turn()
      turns += 1
    }
    await done
    expect(turns).toBeLessThanOrEqual(5)
  })

  test('does not wait forever, where requests never end', async () => {
    const { queue } = queueWith(0)
    let isOver = false
    const done = queue.dropWaiting().then(() => (isOver = true))
    let turns = 0
    for (; !isOver && turns < 1_000; turns++) {
      queue.add({ id: turns })
      await turn()
    }
    await done
    expect(turns).toBeLessThan(300)
  })

  test('may fail again', async () => {
    const { queue, dropped } = queueWith(1)
    await Promise.all([queue.dropWaiting(), queue.dropWaiting()])
    expect(dropped()).toEqual([true])
    const next = { id: 5 }
    queue.add(next)
    await queue.dropWaiting()
    expect(queue.isDropped(next)).toBe(true)
  })
})
