/**
 * The checker of a kernel: the thread it runs in, and what that is told of tslab.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CheckerClient } from './checker/checker-client'
import type { FoundTypeScript } from './load-typescript'

/** What looks at types. */
export type TypeChecker = CheckerClient

/** Makes the checker; its thread starts with the first question. */
export function createChecker({
  typescript,
  root,
  isJs,
  tslabDirectory,
  declarations,
}: {
  readonly typescript: FoundTypeScript
  readonly root: string
  readonly isJs: boolean
  /** tslab's `dist` folder. */
  readonly tslabDirectory: string
  readonly declarations: string
}): TypeChecker {
  return new CheckerClient({
    workerFile: join(__dirname, 'checker.js'),
    typescriptPath: typescript.file,
    root,
    isJs,
    tslabFolder: dirname(tslabDirectory),
    fallbackTypeRoots: typesOf(tslabDirectory),
    ...(declarations !== '' && { declarations }),
    log: (line) => process.stderr.write(`tslab-magics: ${line}\n`),
  })
}

/** The `@types` folder that holds the types of Node which tslab brings along. */
function typesOf(tslabDirectory: string): string {
  const own = join(dirname(tslabDirectory), 'node_modules', '@types')
  if (existsSync(join(own, 'node'))) return own
  try {
    const file = createRequire(join(tslabDirectory, 'main.js')).resolve('@types/node/package.json')
    return dirname(dirname(file))
  } catch {
    return own
  }
}
