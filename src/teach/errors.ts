/**
 * Failures of exercises.
 */
import { brandErrors, hasBrand, MagicsError } from '../errors'

/** An exercise is not solved yet. Code `exercise`; what is expected and what was found stand in the cell. */
export class ExerciseError extends MagicsError {
  declare readonly code: 'exercise'
  /** Name of the exercise. */
  readonly exercise: string
  /** How often it has been tried in this session, from 1. */
  readonly tries: number

  constructor(message: string, { exercise, tries }: { readonly exercise: string; readonly tries: number }) {
    super('exercise', message)
    this.exercise = exercise
    this.tries = tries
  }

  /** Tells whether a value is an `ExerciseError`, whichever copy of the library made it. */
  static override is(value: unknown): value is ExerciseError {
    return hasBrand(value, 'ExerciseError')
  }

  static {
    brandErrors(this, 'ExerciseError')
  }
}
