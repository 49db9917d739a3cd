/** What is known at a place of the notebook while it is written, and what its text needs: the data of the context. */
import type { Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Comment } from '../python/parsed'
import type { FunctionDef, Statement } from '../python/statements'
import type { Refusal } from './refusal'
import type { OpenFile, Scope } from './scope'

export class State {
  readonly helpers = new Set<string>()
  /** Names imported from tslab-magics. */
  readonly magics = new Set<string>()
  /** Import lines of other packages. */
  readonly imports = new Map<string, Set<string>>()
  /** What a reader of the notebook should know of the cell. */
  notes: string[] = []
  comments: Comment[] = []
  /** Source lines of the cell. */
  source: readonly string[] = []
  readonly scopes: Scope[] = []
  /** Number of things waited for so far: tells whether a part of the text waits. */
  awaits = 0
  /** Whether an error in the code at this place may be caught. */
  tries = 0
  /** Names of the errors of the handlers around this place. */
  readonly caught: string[] = []
  /** Errors of Python that the notebook raises itself. */
  raised: ReadonlySet<string> = new Set()
  /** Whether the notebook reads names of functions. */
  readsNames = false
  /** Whether the content of a message may be a list of parts, for a thought is read. */
  readsThoughts = false
  /** Functions of cells that a text names, and the cells that define them. */
  lookedUp: ReadonlyMap<string, number> = new Map()
  cell = 0
  /** Files that are open at this place, by their names. */
  readonly files = new Map<string, OpenFile>()
  /** Expressions that `await` stands before. */
  readonly isAwaited = new Set<Expression>()
  /** Expressions that `.name` stands behind. */
  readonly isOwner = new Set<Expression>()
  /** Calls of `globals` in which a name is looked up. */
  readonly isTable = new Set<Expression>()
  /** Calls that `gather` or a task only begins. */
  readonly isBegun = new Set<Expression>()
  /** f-strings that are shown and go nowhere else. */
  readonly isShown = new Set<Expression>()
  /** Labels of the loops around this place; `undefined` for those that need none. */
  readonly labels: (string | undefined)[] = []
  /** Names that the writer made up in this cell. */
  readonly made = new Set<string>()
  /** Variables of the environment that a cell must have, and those that the notebook sets. */
  readonly needed = new Set<string>()
  readonly givenEnvironment = new Set<string>()
  /** Whether the notebook makes tools of models, which have another form for responses. */
  makesTools = false
  /** Whether this cell reads a `.env`. */
  readsDotenv = false
  /** Whether what is not known by now never will be. */
  isLate = false
  /** Top-level names that are there in earlier cells, and what they hold at the end of those. */
  readonly globals = new Map<string, Type>()
  /** Names that only a cell that is not converted, or a later one, gives. */
  readonly missing = new Set<string>()
  /** Names that a cell assigns but an earlier one declares. */
  readonly late = new Set<string>()
  /** Names whose value may have other names. */
  shared: ReadonlySet<string> = new Set()
  /** Names of the notebook that are assigned more than once. */
  reassigned: ReadonlySet<string> = new Set()
  /** Whether the cell does nothing but import what has no counterpart. */
  isOnlyUnknown = false
  /** Texts that names were given, by the keys of those. */
  readonly constants = new Map<string, Expression>()
  /** Packages that the notebook imports and that have no counterpart. */
  readonly unknownPackages = new Set<string>()
  /** Functions of the cell that it can do without, and those of them that are not converted. */
  mayLeaveOut: ReadonlySet<FunctionDef> = new Set()
  leftOut: Refusal[] = []
  /** Names of all such functions of the notebook so far. */
  readonly lost = new Set<string>()
  /** Names that refused cells would have given. */
  readonly gone = new Set<string>()
  /** Names of cells that stop before their end, for they need what is not there. */
  readonly doubtful = new Set<string>()
  /** The expression on the last line of a cell, whose value a notebook shows. */
  lastExpression: Expression | undefined
  /** The statement whose text is the cell's last: what `with` holds stands there without it. */
  lastStatement: Statement | undefined
  /** Lines of magics by their number. */
  magicLines: readonly string[] = []
  /** Whether whole floats of the display at hand tell that they are no ints. */
  tellsFloats = false
  /** Whether `%store -r` has made variables that are not known here. */
  restoresAll = false
}
