/** What Python shows of errors. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { repr } from './show'

/** `type(error).__name__` */
export function errorName(error: any): string {
  const bySystem: Record<string, string> = {
    ENOENT: 'FileNotFoundError',
    EEXIST: 'FileExistsError',
    EISDIR: 'IsADirectoryError',
    ENOTDIR: 'NotADirectoryError',
    EACCES: 'PermissionError',
    EPERM: 'PermissionError',
  }
  const others: Record<string, string> = {
    APIConnectionTimeoutError: 'APITimeoutError',
  }
  if (Object.hasOwn(bySystem, error.code ?? '')) return bySystem[error.code]!
  // The classes of a client keep the name of what they inherit from.
  const name = error.name === 'Error' ? error.constructor.name : error.name
  return name === 'Error' ? 'Exception' : (others[name] ?? name)
}

/** `error.args` */
export function argsOf(error: any): any[] {
  const { args, message, name, code } = error
  if (args !== undefined) return args
  if (code !== undefined || !['Error', name].includes(error.constructor.name))
    throw failure('NotConverted', `The args of a ${errorName(error)} are not known here.`)
  if (!Object.hasOwn(error, 'message')) return []
  if (name !== 'KeyError') return [message]
  // Its text is the repr of the key.
  if (/^'[^'\\]*'$/.test(message)) return [message.slice(1, -1)]
  if (/^-?\d+$/.test(message)) return [Number(message)]
  throw failure('NotConverted', `The key ${message} of an error is not known here.`)
}

/** `repr(error)` */
export function errorRepr(error: any): string {
  const args =
    error.name === 'KeyError' && error.args === undefined ? [error.message] : argsOf(error).map(repr)
  return `${errorName(error)}(${args.join(', ')})`
}

/** `str(error)` of one of the system */
export function systemText(error: any): string {
  const { code, path, errno, message } = error
  const said = {
    ENOENT: 'No such file or directory',
    EEXIST: 'File exists',
    EISDIR: 'Is a directory',
    ENOTDIR: 'Not a directory',
    EACCES: 'Permission denied',
  }[code as string]
  return said === undefined || path === undefined ? message : `[Errno ${-errno}] ${said}: ${repr(path)}`
}
