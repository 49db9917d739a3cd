/**
 * Work on several things at the same time, with the results in the order of the things.
 */

/** What to do. */
export interface OrderedWork<Thing, Result> {
  /** How many are worked on at the same time, from 1. */
  readonly jobs: number
  work(thing: Thing): Promise<Result>
  /** Whether nothing more is begun after this result. */
  isLast?(result: Result): boolean
}

/**
 * Gives each result as soon as it and all before it are there.
 *
 * @param things - What to work on.
 * @param options - See {@link OrderedWork}.
 */
export async function* inOrder<Thing, Result>(
  things: readonly Thing[],
  { jobs, work, isLast }: OrderedWork<Thing, Result>,
): AsyncGenerator<Result, void, undefined> {
  const begun: Promise<Result>[] = []
  let isOver = false
  const begin = (): void => {
    if (isOver || begun.length === things.length) return
    const job = work(things[begun.length]!)
    begun.push(job)
    // Before the loop below goes on, so that it never finds the list at an end too early.
    job.then(
      (result) => {
        isOver ||= isLast?.(result) ?? false
        begin()
      },
      () => (isOver = true),
    )
  }
  for (let count = 0; count < jobs; count++) begin()
  for (let at = 0; at < begun.length; at++) yield await begun[at]!
}
