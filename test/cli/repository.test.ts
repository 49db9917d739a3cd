import { readRepository } from '../../src/cli/repository'

describe('readRepository', () => {
  test.each([
    ['ada/course', 'github', 'ada/course'],
    ['github:ada/course', 'github', 'ada/course'],
    ['git+https://github.com/ada/course.git', 'github', 'ada/course'],
    ['https://github.com/ada/course', 'github', 'ada/course'],
    ['https://github.com/ada/course/', 'github', 'ada/course'],
    ['https://github.com/ada/course.git#main', 'github', 'ada/course'],
    ['https://www.github.com/ada/my.course.git', 'github', 'ada/my.course'],
    ['git://github.com/ada/course.git', 'github', 'ada/course'],
    ['git+ssh://git@github.com/ada/course.git', 'github', 'ada/course'],
    ['ssh://git@github.com:22/ada/course.git', 'github', 'ada/course'],
    ['git@github.com:ada/course.git\n', 'github', 'ada/course'],
    ['https://ada:secret@github.com/ada/course.git', 'github', 'ada/course'],
    ['gitlab:ada/course', 'gitlab', 'ada/course'],
    ['https://gitlab.com/group/sub/course.git', 'gitlab', 'group/sub/course'],
    ['bitbucket:ada/course', 'other', 'https://bitbucket.org/ada/course'],
    ['https://git.example.org/ada/course.git', 'other', 'https://git.example.org/ada/course'],
    ['git@codeberg.org:ada/course.git', 'other', 'https://codeberg.org/ada/course'],
  ])('reads %s', (text, host, name) => {
    expect(readRepository(text)).toEqual({ host, name })
  })

  test.each([
    '',
    'course',
    'gist:11081aaa281',
    'https://github.com/ada',
    'https://github.com/ada/course/tree/main',
    'https://github.com/ada/..',
    'https://example.org/a b/c',
    'https://github.com/ada/course)<script>',
    'file:///home/ada/course',
    '/home/ada/course',
    '../course',
  ])('takes %s for none', (text) => {
    expect(readRepository(text)).toBeUndefined()
  })
})
