/** `collections.deque`. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/** A list that forgets at its other end what is more than `maxlen` */
export class Deque extends Array<any> {
  readonly maxlen: number | null

  /** What is made of one is a list. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  constructor(maxlen: number | null, values: Iterable<any> = []) {
    super()
    this.maxlen = maxlen
    this.push(...values)
  }

  override push(...values: any[]): number {
    super.push(...values)
    if (this.maxlen !== null) this.splice(0, this.length - this.maxlen)
    return this.length
  }

  override unshift(...values: any[]): number {
    super.unshift(...values)
    if (this.maxlen !== null) this.splice(this.maxlen)
    return this.length
  }

  rotate(steps: number): void {
    const by = this.length === 0 ? 0 : ((steps % this.length) + this.length) % this.length
    if (by > 0) super.unshift(...this.splice(-by))
  }
}
