/**
 * What the system said when a file operation failed, in the words that command line tools print.
 */
import { codeOf } from './unknown'

/**
 * The words of `strerror` for a failed file operation.
 *
 * @param error - What was thrown.
 * @returns A sentence without a full stop; the error's own code or message where no word is known.
 */
export function systemMessage(error: unknown): string {
  const code = codeOf(error)
  switch (code) {
    case 'ENOENT':
      return 'No such file or directory'
    case 'EACCES':
      return 'Permission denied'
    case 'EISDIR':
      return 'Is a directory'
    case 'ENOTDIR':
      return 'Not a directory'
    case 'EEXIST':
      return 'File exists'
    case 'ENOSPC':
      return 'No space left on device'
    case 'EPERM':
      return 'Operation not permitted'
    case 'EROFS':
      return 'Read-only file system'
    case 'ENAMETOOLONG':
      return 'File name too long'
    default:
      return code ?? (error instanceof Error ? error.message : String(error))
  }
}
