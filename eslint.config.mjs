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
  {
    files: ['src/convert/write/code.ts'],
    functions: ['operation'],
    reason: 'text, type and strength of an operator: what all writers give, some forty times',
  },
  {
    files: ['src/shell/template.ts'],
    functions: ['readTemplate'],
    reason: 'strings and values are what the language hands to a tag: an object would only rename them',
  },
]

export default tseslint.config(
  { ignores: ['dist/', 'site/', 'coverage/', '.venv/', 'node_modules/', 'notebooks/'] },
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
    rules: { 'house/positional-parameters': ['error', MORE_PARAMETERS] },
  },
  { files: ['src/cli/**/*.ts', 'test/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
)
