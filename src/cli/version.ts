/** The version of this library, as the build writes it. */
declare const __VERSION__: string | undefined

/** `0.0.0` where the sources run without a build. */
export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0'
