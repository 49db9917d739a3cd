/**
 * What the system said when a file operation failed, in the words that command line tools print.
 */

/**
 * The words of `strerror` for a failed file operation.
 *
 * @param error - What was thrown.
 * @returns A sentence without a full stop; the error's own code or message where no word is known.
 */
export function systemMessage(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
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
    default:
      return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error)
  }
}
