import tseslint from 'typescript-eslint'
import tsdoc from 'eslint-plugin-tsdoc'
import positionalParameters from './scripts/lint/positional-parameters.mjs'

const AT_EACH_PLACE =
  'called at each place of a text: an object for each call would cost more than the search'

/** Exported functions that take more than two positional parameters, and why; see scripts/lint/positional-parameters.mjs. */
const MORE_PARAMETERS = [
  {
    files: ['escaped', 'findings', 'gaps', 'parts', 'spread'].map((name) => `src/secrets/search/${name}.ts`),
    reason: AT_EACH_PLACE,
  },
  { files: ['src/secrets/known-keys.ts'], functions: ['readKey'], reason: AT_EACH_PLACE },
]

/** Functions that still have to be given an object. */
const NOT_YET = Object.entries({
  'src/chat/call/http-error.ts': ['describeRedirect'],
  'src/chat/call/try-once.ts': ['tryOnce'],
  'src/chat/call/warn-plain-http.ts': ['warnPlainHttp'],
  'src/chat/cell/run-compare.ts': ['runCompare'],
  'src/chat/source/pull-source.ts': ['readSource'],
  'src/curl/connection/body-framing.ts': ['bodyFraming'],
  'src/curl/connection/tls-options.ts': ['tlsError'],
  'src/curl/draw/event-view.ts': ['createEventView'],
  'src/curl/draw/file-link.ts': ['fileBundle'],
  'src/curl/draw/media-view.ts': ['createMediaView'],
  'src/curl/options/data-values.ts': ['readData'],
  'src/curl/options/form-values.ts': ['parseFormValue'],
  'src/curl/request/cookie-text.ts': ['parseSetCookie'],
  'src/curl/transfer/operation-body.ts': ['requestBody'],
  'src/curl/transfer/redirect-headers.ts': ['planRequest'],
  'src/shell/errors.ts': ['describeSpawnFailure'],
  'src/shell/stop-reason.ts': ['stopReason'],
  'src/shell/template.ts': ['readTemplate'],
}).map(([file, functions]) => ({ files: [file], functions, reason: 'not yet' }))

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.venv/', 'node_modules/', 'notebooks/'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { tsdoc },
    rules: {
      'tsdoc/syntax': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-this-alias': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exitCode', message: 'Only src/cli sets the exit code.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { house: { rules: { 'positional-parameters': positionalParameters } } },
    rules: { 'house/positional-parameters': ['error', [...MORE_PARAMETERS, ...NOT_YET]] },
  },
  { files: ['src/cli/**/*.ts', 'test/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
)
