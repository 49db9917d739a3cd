/** What ends the writing of a cell: something outside of the subset. */
import type { Place } from '../python/ast'

/** Why a cell is not converted, and what to do by hand. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** @param what - What is missing and why, without a full stop. @param place - Where it stands. @param advice - The nearest way by hand. */
  constructor(
    readonly what: string,
    readonly place: Partial<Place> | undefined,
    readonly advice?: string,
  ) {
    super(what)
  }
}

/** Ends the writing of the cell. */
export function refuse(what: string, place?: Partial<Place>, advice?: string): never {
  throw new Refusal(what, place, advice)
}
