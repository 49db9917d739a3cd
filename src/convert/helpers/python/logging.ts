/** `logging`: lines to standard error. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { strftime } from './datetime'

/** A logger of `logging`; as long as nothing is configured, warnings and errors are their bare text */
export class Logger {
  static readonly levels: Record<string, number> = {
    DEBUG: 10,
    INFO: 20,
    WARNING: 30,
    ERROR: 40,
    CRITICAL: 50,
  }
  static readonly all = new Map<string, Logger>()
  static readonly root = new Logger('root', 30)
  static options: { format?: string; datefmt?: string; stdout?: boolean } | undefined

  constructor(
    readonly name: string,
    public level = 0,
  ) {}

  /** `logging.getLogger(name)` */
  static of(name: string): Logger {
    const known = name === 'root' ? Logger.root : (Logger.all.get(name) ?? new Logger(name))
    Logger.all.set(name, known)
    return known
  }

  /** `logging.basicConfig(…)`, which does nothing the second time; gives the logger on top */
  static configure(
    given: { level?: any; format?: string; datefmt?: string; stdout?: boolean; force?: boolean } = {},
  ): Logger {
    if (Logger.options !== undefined && given.force !== true) return Logger.root
    Logger.options = given
    if (given.level !== undefined) Logger.root.setLevel(given.level)
    return Logger.root
  }

  setLevel(level: number | string): void {
    this.level = typeof level === 'string' ? Logger.levels[level]! : level
  }

  debug(message: string): void {
    this.log('DEBUG', message)
  }

  info(message: string): void {
    this.log('INFO', message)
  }

  warning(message: string): void {
    this.log('WARNING', message)
  }

  error(message: string): void {
    this.log('ERROR', message)
  }

  critical(message: string): void {
    this.log('CRITICAL', message)
  }

  private log(levelname: string, message: string): void {
    const level = Logger.levels[levelname]!
    if (level < this.least()) return
    if (Logger.options === undefined) {
      if (level >= 30) console.error(message)
      return
    }
    const { format = '%(levelname)s:%(name)s:%(message)s', datefmt, stdout = false } = Logger.options
    const now = new Date()
    const milliseconds = String(now.getMilliseconds()).padStart(3, '0')
    const asctime =
      datefmt === undefined ? `${strftime(now, '%Y-%m-%d %H:%M:%S')},${milliseconds}` : strftime(now, datefmt)
    const parts: Record<string, string> = {
      levelname,
      message,
      name: this.name,
      asctime,
      process: `${process.pid}`,
    }
    const line = format.replace(
      /%(?:\((\w+)\)(-?)(\d*)[sd]|%)/g,
      (_all, key?: string, left?: string, width?: string) => {
        if (key === undefined) return '%'
        const part = parts[key] ?? '?'
        return left === '-' ? part.padEnd(Number(width)) : part.padStart(Number(width))
      },
    )
    if (stdout) console.log(line)
    else console.error(line)
  }

  /** The level of the nearest logger above that has one. */
  private least(): number {
    const names = this.name.split('.')
    for (let size = names.length; size > 0; size--) {
      const level = Logger.all.get(names.slice(0, size).join('.'))?.level ?? 0
      if (level > 0) return level
    }
    return Logger.root.level
  }
}
