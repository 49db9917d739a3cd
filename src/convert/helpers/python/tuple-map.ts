/** Dicts with tuples for keys. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/** A dict whose keys are tuples: equal ones are one key */
export class TupleMap extends Map<any, any> {
  private known: Record<string, any> | undefined

  constructor(entries: Iterable<readonly [any, any]> = []) {
    super()
    for (const [key, value] of entries) this.set(key, value)
  }

  private keyOf(key: any): any {
    this.known ??= {}
    return (this.known[JSON.stringify(key)] ??= key)
  }

  override get(key: any): any {
    return super.get(this.keyOf(key))
  }

  override has(key: any): boolean {
    return super.has(this.keyOf(key))
  }

  override set(key: any, value: any): this {
    return super.set(this.keyOf(key), value)
  }

  override delete(key: any): boolean {
    return super.delete(this.keyOf(key))
  }
}
