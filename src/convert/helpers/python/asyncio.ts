/** `asyncio`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure, passOn } from './failure'

/** `asyncio.create_task(f(…))`: begins when what runs now waits */
export async function later(f: any, ...values: any[]): Promise<any> {
  await null
  return f(...values)
}

/** `asyncio.gather(…, return_exceptions=True)`: what failed gives its error */
export function outcomes(promises: readonly Promise<any>[]): Promise<any[]> {
  const caught = (error: any) => {
    passOn(error)
    return error
  }
  return Promise.all(promises.map((each) => each.catch(caught)))
}

/** `asyncio.wait_for(…, seconds)` */
export async function within(promise: Promise<any>, seconds: number | null): Promise<any> {
  if (seconds === null) return promise
  let timer: any
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(failure('TimeoutError', '')), seconds * 1000)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** `asyncio.Semaphore(free)`: who finds none free waits for a turn */
export class Semaphore {
  private readonly waiting: (() => void)[] = []

  constructor(private free = 1) {}

  take(): boolean {
    if (this.free === 0) return false
    this.free--
    return true
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  release(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.free++
  }
}

/** `pool.submit(f, value)`: what fails fails where the result is asked for */
export function started<T>(call: () => T | Promise<T>): Promise<T> {
  const future = (async () => await call())()
  future.catch(() => undefined)
  return future
}

/** `concurrent.futures.as_completed(futures)`: the futures themselves, each when it is done */
export function finished<T>(futures: Iterable<Promise<T>>): AsyncIterableIterator<Promise<T>> {
  const open = new Map<Promise<T>, Promise<[Promise<T>]>>()
  for (const each of futures) {
    const done = (): [Promise<T>] => [each]
    open.set(each, each.then(done, done))
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (open.size === 0) return { done: true, value: undefined }
      const [future] = await Promise.race(open.values())
      open.delete(future)
      return { done: false, value: future }
    },
  }
}

/** `list(as_completed(futures))` */
export async function collect(futures: AsyncIterable<any>): Promise<any[]> {
  const all: any[] = []
  for await (const each of futures) all.push(each)
  return all
}

/** `as_completed(promises)`: the first is the one that is done first */
export function inTurn(promises: Iterable<Promise<any>>): Promise<any>[] {
  const all = [...promises]
  const done: ((value: Promise<any>) => void)[] = []
  const turns = all.map(() => new Promise<any>((resolve) => done.push(resolve)))
  let next = 0
  for (const each of all) {
    const take = () => done[next++]!(each)
    each.then(take, take)
  }
  for (const turn of turns) turn.catch(() => undefined)
  return turns
}
