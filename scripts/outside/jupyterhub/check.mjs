// What the test says, and what has failed of it.
export const failures = []

/** Says whether something is as it should be, and more about it where it is not. */
export function check(what, isRight, more = '') {
  console.log(`jupyterhub: ${what}: ${isRight ? 'ok' : `FAILED ${more}`}`)
  if (!isRight) failures.push(what)
}
