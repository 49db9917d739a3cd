/**
 * What is taken from jest: its assertions and its differences of texts, together because they share most of their code.
 * The only file that imports them; it is a file of its own in `dist/`, read when something is checked or differs.
 */
export { expect } from 'expect'
export { diffLinesRaw, diffLinesUnified2 } from 'jest-diff'
