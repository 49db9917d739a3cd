/**
 * The official client's class with two changes: nothing prints its key, and its streams throw where they were stopped.
 */
import { noteCallStart } from './call-start'
import { guardStream } from './guard-stream'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** The promise of a call, on which every version of the client can change the parsed result. */
interface CallPromise {
  _thenUnwrap?(change: (value: unknown) => unknown): CallPromise
}

type Post = (path: string, options?: unknown) => CallPromise

/** Called by every version of the client before each request of a call. */
type PrepareRequest = (request: object, context: { readonly options: object }) => Promise<void>

type ClientClass = new (options: object) => object

/**
 * Makes a subclass whose instances print as one line: in `console.log`, `util.inspect` and `JSON.stringify`, also when
 * they are reached through one of their parts. Copies that the client makes of itself (`withOptions`) are made by the
 * same class.
 *
 * @param Base - The class of the official client.
 * @param line - What an instance prints as.
 */
export function makeSafe(Base: ClientClass, line: () => string): ClientClass {
  class OpenAI extends Base {
    constructor(options: object) {
      super(options)
      for (const name of [INSPECT, 'toJSON', 'toString']) {
        Object.defineProperty(this, name, {
          value: line,
          enumerable: false,
          configurable: true,
          writable: true,
        })
      }
      this.#guardStreams()
      this.#noteStarts()
      // Options that print although nobody inspects the client as a whole.
      for (const name of Object.keys(this)) {
        if (!/key|secret|token|options|auth|credential/i.test(name)) continue
        const value = (this as Record<string, unknown>)[name]
        Object.defineProperty(this, name, { value, enumerable: false, configurable: true, writable: true })
      }
    }

    #guardStreams(): void {
      const client = this as unknown as { post?: Post }
      const post = client.post?.bind(this)
      if (!post) return
      const guarded: Post = (path, options) => {
        const promise = post(path, options)
        return typeof promise._thenUnwrap === 'function' ? promise._thenUnwrap(guardStream) : promise
      }
      Object.defineProperty(this, 'post', {
        value: guarded,
        enumerable: false,
        configurable: true,
        writable: true,
      })
    }

    #noteStarts(): void {
      const prepare = (this as unknown as { prepareRequest?: PrepareRequest }).prepareRequest?.bind(this)
      if (!prepare) return
      const noting: PrepareRequest = async (request, context) => {
        noteCallStart(request, context.options)
        await prepare(request, context)
      }
      Object.defineProperty(this, 'prepareRequest', {
        value: noting,
        enumerable: false,
        configurable: true,
        writable: true,
      })
    }
  }
  return OpenAI
}
