/**
 * Replaces a method by one that gets the original.
 */
export function around<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (original: T[K]) => T[K],
): void {
  target[name] = make(target[name])
}
