/** The library that finds differences of texts; a file of its own in `dist/`, read when something differs. */
export { diffLinesRaw, diffLinesUnified2 } from 'jest-diff'
