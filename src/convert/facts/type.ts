/** The kinds of values that are told apart. */
import type { ErrorKind, SdkKind } from './sdk-kinds'

export type Type =
  /** Nothing yet: an empty list's items. */
  | { readonly kind: 'never' }
  /**
   * Anything; a whole number in it is an int. `isMurky`: it may be a float as well, or hold tuples. `isFloat`: all of its
   * numbers are floats, and it holds no tuples. `isJson`: it holds no tuples, nor what JSON has not. `mayAnswer`: it may
   * be an object of an answer.
   */
  | {
      readonly kind: 'any'
      readonly isMurky?: boolean
      readonly isFloat?: boolean
      readonly isJson?: boolean
      readonly mayAnswer?: boolean
    }
  | { readonly kind: 'str' | 'bool' | 'none' | 'bytes' }
  /** `orZero`: a float, or the int 0. */
  | { readonly kind: 'number'; readonly orZero?: boolean }
  /** The int 0 has no bits. */
  | { readonly kind: 'int'; readonly bits: number }
  /** `hasFraction`: never a whole number, so that it prints the same everywhere. */
  | { readonly kind: 'float'; readonly hasFraction: boolean }
  /** `isTuple`: a tuple of any length; `isDeque`: a deque. */
  | { readonly kind: 'list'; readonly item: Type; readonly isTuple?: boolean; readonly isDeque?: boolean }
  | { readonly kind: 'set'; readonly item: Type }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  /**
   * `missing`: what a missing key gives, in a Counter or a defaultdict. `of`: which dicts with known keys it may be, by
   * {@link recordsOf}.
   */
  | {
      readonly kind: 'dict'
      readonly value: Type
      readonly missing?: Missing
      readonly of?: readonly string[]
    }
  /** A dict whose keys are no texts. */
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type; readonly missing?: Missing }
  /** A dict that has these keys. `more`: what those hold that it got later. */
  | { readonly kind: 'record'; readonly fields: Readonly<Record<string, Type>>; readonly more?: Type }
  | { readonly kind: 'optional'; readonly of: Type }
  /** A function of the notebook, a class of it, an object of that. */
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'class'; readonly name: string; readonly isModel?: boolean }
  /** `bases`: the classes that its class inherits from, the nearest first. */
  | { readonly kind: 'instance'; readonly name: string; readonly bases?: readonly string[] }
  /** What an asynchronous function gives that is not waited for yet. */
  | { readonly kind: 'promise'; readonly of: Type }
  /** What a generator gives, one after the other. `isAsync`: each is waited for. */
  | { readonly kind: 'generator'; readonly item: Type; readonly isAsync?: boolean }
  /** A module or what is in it, by its full name: `json.dumps`. */
  | { readonly kind: 'module'; readonly name: string }
  /** What a package gives: a client, an answer, a part of it. */
  /** `groups` of a pattern or a match, and whether one of them may be missing. `isAsync`: a client whose calls are waited for. */
  | {
      readonly kind: 'sdk'
      readonly of: SdkKind
      readonly groups?: number
      readonly mayMiss?: boolean
      readonly isAsync?: boolean
    }
  /** `of`: whose error it is, where it has fields that others have not. */
  | { readonly kind: 'exception'; readonly of?: ErrorKind }

/** What a dict gives for a missing key: a Counter counts from 0, a defaultdict makes one of these. */
export type Missing =
  | 'counter'
  | 'list'
  | 'dict'
  | 'int'
  | 'float'
  | 'set'
  | 'str'
  /** Nothing: a missing key of an OrderedDict is an error. */
  | 'none'
  /** A value that is written out. */
  | { readonly text: string; readonly type: Type }
