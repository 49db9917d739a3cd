/**
 * The use of a class: what each student has used up, in this process and in others that share the file. Owns the file and
 * the sums; decides nothing.
 */
import { randomBytes } from 'node:crypto'
import type { Used } from './limits'
import { addAsked, addEnded, addTime, newTally, tokensOn, type Tally } from './tally'
import { openUseFile } from './use-file'
import { printUse, readUse, type AnswerEnd, type AskedLine, type Count, type UseLine } from './use-line'

/** An answer that is under way. */
export interface RunningAnswer {
  /** Counts it; only the first call does. */
  end(count: Count, end: AnswerEnd): void
}

/** What a table shows of a student. */
export interface UseRow extends Used {
  readonly name: string
  readonly requests: number
  readonly estimated: number
  readonly standIns: number
  /** Requests that were over a limit, since this process began. */
  readonly refused: number
  /** When something was asked or answered last, in milliseconds since 1970; 0 for never. */
  readonly lastAt: number
}

/** The use of a class. */
export interface Ledger {
  /** What a student has used up at a time. */
  rowOf(name: string, now: number): UseRow
  /** Notes that a request is sent. */
  begin(request: { readonly name: string; readonly model: string; readonly estimate: number }): RunningAnswer
  /** Notes that a student asks, before what is asked has been read. @returns To be called when the answer has ended. */
  hold(name: string): () => void
  /** Notes a request over a limit. */
  noteRefused(name: string): void
  /** Reads what other processes have counted. @returns What went wrong since the last call, in words. */
  refresh(): string[]
  close(): void
}

/**
 * Opens the use of a class, with all that was counted before.
 *
 * @param path - The file.
 * @param now - The clock.
 * @throws ClassError `class` when it cannot be opened.
 */
export function openLedger(path: string, now: () => number = Date.now): Ledger {
  const file = openUseFile(path)
  /** Begins the ids of this process. */
  const tag = randomBytes(6).toString('hex')
  let count = 0
  const tallies = new Map<string, Tally>()
  const open = new Map<string, AskedLine>()
  const running = new Map<string, number>()
  const refused = new Map<string, number>()
  const problems = new Set<string>()
  let badLines = 0

  const tallyOf = (name: string): Tally => {
    const known = tallies.get(name)
    if (known !== undefined) return known
    const tally = newTally()
    tallies.set(name, tally)
    return tally
  }
  const apply = (line: UseLine): void => {
    if (line.kind === 'asked') {
      open.set(line.id, line)
      addAsked(tallyOf(line.name), line)
    } else {
      addEnded(tallyOf(line.name), { ended: line, asked: open.get(line.id) })
      open.delete(line.id)
    }
  }
  const note = (line: UseLine): void => {
    apply(line)
    const problem = file.append(printUse(line))
    if (problem !== undefined) problems.add(`${problem} What is counted now is forgotten at the end.`)
  }
  const read = (isOwnKnown: boolean): void => {
    let skipsOwn = isOwnKnown
    file.readNew(
      (text) => {
        const line = readUse(text)
        if (line === undefined) badLines++
        else if (!skipsOwn || !line.id.startsWith(tag)) {
          apply(line)
          if (line.kind === 'asked') addTime(tallyOf(line.name), line.at)
        }
      },
      () => {
        skipsOwn = false
        tallies.clear()
        open.clear()
      },
    )
    if (badLines > 0) problems.add(`${path}: ${badLines} lines cannot be read and do not count.`)
    badLines = 0
  }
  const change = (map: Map<string, number>, name: string, by: number): void =>
    void map.set(name, (map.get(name) ?? 0) + by)

  read(false)
  return {
    rowOf(name, at) {
      const tally = tallies.get(name) ?? newTally()
      const { requests, prompt, completion, estimated, standIns, recent, lastAt } = tally
      return {
        name,
        requests,
        recent,
        running: running.get(name) ?? 0,
        tokensToday: tokensOn(tally, at),
        tokensInAll: prompt + completion,
        estimated,
        standIns,
        refused: refused.get(name) ?? 0,
        lastAt,
      }
    },
    begin({ name, model, estimate }) {
      const id = `${tag}-${(++count).toString(36)}`
      let hasEnded = false
      note({ kind: 'asked', at: now(), id, name, model, estimate })
      return {
        end(counted, end) {
          if (hasEnded) return
          hasEnded = true
          note({ kind: 'ended', at: now(), id, name, ...counted, end })
        },
      }
    },
    hold(name) {
      let isHeld = true
      addTime(tallyOf(name), now())
      change(running, name, 1)
      return () => {
        if (isHeld) change(running, name, -1)
        isHeld = false
      }
    },
    noteRefused: (name) => change(refused, name, 1),
    refresh() {
      read(true)
      const told = [...problems]
      problems.clear()
      return told
    },
    close: () => file.close(),
  }
}
