/** Where a node stands, for one that is made in its place. */
import type { Place } from './ast'

export const placeOf = ({ line, col, endLine, endCol }: Place): Place => ({ line, col, endLine, endCol })
