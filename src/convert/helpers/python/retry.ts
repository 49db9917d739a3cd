/** `tenacity`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure, passOn } from './failure'

/** `@retry(stop=…, wait=…)`: seconds to wait by the number of the attempt */
export function retried<F extends (...args: any[]) => any>(
  call: F,
  options: {
    attempts?: number
    seconds?: number
    wait?: (attempt: number) => number
    when?: (error: any) => boolean
    reraise?: boolean
  } = {},
): (...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>> {
  const {
    attempts = Infinity,
    seconds = Infinity,
    wait = () => 0,
    when = () => true,
    reraise = false,
  } = options
  const again = async (...args: any[]) => {
    const start = Date.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(...args)
      } catch (error: any) {
        passOn(error)
        if (!when(error)) throw error
        if (attempt >= attempts || Date.now() - start >= seconds * 1000) {
          if (reraise) throw error
          throw Object.assign(failure('RetryError', `RetryError[${error.message}]`), { cause: error })
        }
        await new Promise((resolve) => setTimeout(resolve, wait(attempt) * 1000))
      }
    }
  }
  return Object.defineProperty(again, 'name', { value: call.name })
}

/** `wait_exponential(…)`, or with `isRandom` any time up to that */
export function exponentially(
  options: { multiplier?: number; min?: number; max?: number; isRandom?: boolean } = {},
): (attempt: number) => number {
  const { multiplier = 1, min = 0, max = Infinity, isRandom = false } = options
  return (attempt) => {
    const high = Math.max(min, Math.min(multiplier * 2 ** (attempt - 1), max))
    return isRandom ? min + Math.random() * (high - min) : high
  }
}
