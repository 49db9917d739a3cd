/** @type {import('jest').Config} */
const esmOnly = [
  'node-fetch',
  'fetch-blob',
  'formdata-polyfill',
  'data-uri-to-buffer',
  'unbash',
  // The Markdown parser and all that it is made of.
  'mdast-util-[a-z-]+',
  'micromark[a-z-]*',
  'unist-util-[a-z-]+',
  'decode-named-character-reference',
  'character-entities',
  'devlop',
  'ccount',
  'escape-string-regexp',
  'longest-streak',
  'markdown-table',
  'zwitch',
]
const shared = {
  modulePathIgnorePatterns: ['<rootDir>/.venv/', '<rootDir>/dist/', '<rootDir>/test-results/'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.[mc]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Our own lazy imports are written `import('./file.js')`, as Node 16 resolution asks; the source is file.ts.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`, '<rootDir>/dist/'],
}
const kernelTests = '\\.kernel\\.test\\.ts$'
const browserTests = '\\.browser\\.test\\.ts$'
const serverTests = '\\.servers\\.test\\.ts$'

module.exports = {
  // Much of a short run is waiting for kernels and servers. See test/support/extent.ts.
  maxWorkers: process.env.TSLAB_MAGICS_TESTS === 'all' ? 2 : 3,
  testSequencer: '<rootDir>/test/support/long-first.js',
  // Of the unit tests alone: what runs inside of a kernel is tried there, on dist/.
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text-summary'],
  coverageThreshold: { global: { lines: 85, functions: 83, branches: 85 } },
  projects: [
    {
      ...shared,
      displayName: 'unit',
      setupFiles: ['<rootDir>/test/support/seed.js'],
      setupFilesAfterEnv: ['<rootDir>/test/support/slow.js'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', kernelTests, browserTests, serverTests],
    },
    {
      ...shared,
      displayName: 'kernel',
      testRegex: [kernelTests],
      setupFilesAfterEnv: ['<rootDir>/test/support/patient.js'],
      globalSetup: '<rootDir>/test/support/prepare.js',
    },
    {
      ...shared,
      displayName: 'browser',
      testRegex: [browserTests],
      setupFilesAfterEnv: ['<rootDir>/test/support/patient.js'],
      globalSetup: '<rootDir>/test/support/prepare.js',
    },
    {
      ...shared,
      displayName: 'servers',
      testRegex: [serverTests],
      setupFilesAfterEnv: ['<rootDir>/test/support/patient.js'],
    },
  ],
}
