/**
 * Masking in one place: texts, growing texts, streams, values, bundles. The names that the rest of the library imports.
 */
export { MASK, containsSecret, redact, redactGrowing } from './redact-text'
export { redactBundle, redactJson } from './redact-bundle'
export { createRedactor, type Redactor } from './redact-stream'
