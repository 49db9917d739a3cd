import { join } from 'node:path'
import { createRequire, newFolder } from './notebook'
import { notebookFolder } from '../../../src/kernel/compiler/find-root'

describe('notebookFolder', () => {
  test('is the folder that require starts from', () => {
    const folder = newFolder()
    expect(notebookFolder(createRequire(join(folder, 'x.js')))).toBe(folder)
  })

  test('is the working folder where require tells nothing', () => {
    const resolve = Object.assign(() => '', { paths: () => null })
    expect(notebookFolder({ resolve } as unknown as NodeJS.Require)).toBe(process.cwd())
  })
})
