/**
 * The types of `expect` in an exercise: jest's own matchers, and those of this library. Types only; jest's declarations
 * need a newer TypeScript than the one that checks cells in a stock kernel.
 */

/** What a value is asked for. Each throws when the value is not so. */
export interface Matchers<Result> {
  /** The opposite. */
  readonly not: Matchers<Result>
  /** The value itself, by `Object.is`. */
  toBe(expected: unknown): Result
  /** Equal in all fields; `undefined` fields do not count. */
  toEqual(expected: unknown): Result
  /** Equal in all fields and in type. */
  toStrictEqual(expected: unknown): Result
  /** Has at least these fields. */
  toMatchObject(expected: object): Result
  /** A text that matches or contains. */
  toMatch(expected: string | RegExp): Result
  /** A list that holds the value, or a text that contains it. */
  toContain(expected: unknown): Result
  /** A list that holds an equal value. */
  toContainEqual(expected: unknown): Result
  /** Has this `length`. */
  toHaveLength(expected: number): Result
  /** Has a field, by name or path, and with a value if one is given. */
  toHaveProperty(path: string | readonly (string | number)[], value?: unknown): Result
  /** Is not `undefined`. */
  toBeDefined(): Result
  /** Is `undefined`. */
  toBeUndefined(): Result
  /** Is `null`. */
  toBeNull(): Result
  /** Is `NaN`. */
  toBeNaN(): Result
  /** Counts as true. */
  toBeTruthy(): Result
  /** Counts as false. */
  toBeFalsy(): Result
  /** A number that is greater. */
  toBeGreaterThan(expected: number | bigint): Result
  /** A number that is as great or greater. */
  toBeGreaterThanOrEqual(expected: number | bigint): Result
  /** A number that is less. */
  toBeLessThan(expected: number | bigint): Result
  /** A number that is as great or less. */
  toBeLessThanOrEqual(expected: number | bigint): Result
  /** A number that is near, to so many digits after the point (2). */
  toBeCloseTo(expected: number, digits?: number): Result
  /** Was made by the class. */
  toBeInstanceOf(expected: unknown): Result
  /** A function that throws, or a rejection: any, or one whose message matches. */
  toThrow(expected?: unknown): Result
  /**
   * The request of a result had these fields in its JSON body. A regular expression stands for a text that matches, a list
   * for a list as long.
   */
  toHaveSent(fields: object): Result
  /**
   * How an answer ended: `whole`, a finish reason such as `stop`, `length` or `tool_calls`, or the code of an error such as
   * `network`, `timeout` or `stopped`.
   */
  toHaveEnded(how: string): Result
  /** The text of an answer contains a text, or matches. */
  toHaveAnswered(text: string | RegExp): Result
  /** Captured output contains a text or matches, or holds a media type such as `text/html`. */
  toHaveDrawn(what: string | RegExp): Result
  /** Neither the value nor a field of it shows a key; the request of a result may hold one, for it has to. */
  toHideKeys(): Result
}

/** Matchers, also of what a promise gives. */
export interface Expectation extends Matchers<void> {
  /** Of the value that a promise gives; to be awaited. */
  readonly resolves: Matchers<Promise<void>>
  /** Of the reason for which a promise is rejected; to be awaited. */
  readonly rejects: Matchers<Promise<void>>
}

/** Asks something of a value; its methods stand for values inside of an expected one. */
export interface Expect {
  /** Asks something of a value. */
  (value: unknown): Expectation
  /** Any value that was made by the class, e.g. `expect.any(Number)`. */
  any(type: unknown): unknown
  /** Anything but `null` and `undefined`. */
  anything(): unknown
  /** A list that holds at least these. */
  arrayContaining(values: readonly unknown[]): unknown
  /** An object that has at least these fields. */
  objectContaining(fields: object): unknown
  /** A text that contains this one. */
  stringContaining(text: string): unknown
  /** A text that matches. */
  stringMatching(pattern: string | RegExp): unknown
  /** A number that is near, to so many digits after the point (2). */
  closeTo(value: number, digits?: number): unknown
}
