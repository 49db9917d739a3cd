/** `platform`. */

/** `platform.system()` */
export function systemName(): string {
  const names: Record<string, string> = { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' }
  return names[process.platform] ?? process.platform
}
