/** Errors of the helpers, and those that no `catch` of a notebook keeps. */
/* eslint-disable @typescript-eslint/no-explicit-any */

export function failure(name: string, message?: string): Error {
  return Object.assign(new Error(message), { name })
}

/** A `catch` lets through what this notebook cannot do as Python does it, and what a cell that was not converted gives. */
export function passOn(error: any): void {
  if (error?.name === 'NotConverted' || error instanceof ReferenceError) throw error
}
