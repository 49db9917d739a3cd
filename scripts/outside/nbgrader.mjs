// npm run test:nbgrader: a lesson through the real nbgrader from PyPI, on the real kernel. Its release is compared with
// `export --student`, and so is that of the course; four students hand in, nbgrader grades them and writes feedback.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setUp } from '../setup.mjs'
import { root } from './kernel.mjs'
import { installPython, NoWheelError } from './python.mjs'

const STUB = '// YOUR CODE HERE\nthrow new Error("YOUR CODE HERE")'
const CONFIG = `c = get_config()
c.CourseDirectory.course_id = "course"
c.ClearSolutions.code_stub = {"typescript": ${JSON.stringify(STUB)}}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
c.ExecutePreprocessor.timeout = 120
`
/** What students write in the place of the stub, and the points that this is worth. */
const STUDENTS = {
  alice: ['const total = 6 * 7', 2],
  bob: ['const total = 41', 0],
  carol: [undefined, 0],
  // Right for the test that they see, and wrong for the hidden one.
  dave: ['const total = 1000', 0],
}

const failures = []
const check = (what, isRight) => {
  console.log(`nbgrader: ${what}: ${isRight ? 'ok' : 'FAILED'}`)
  if (!isRight) failures.push(what)
}

let python
try {
  python = await installPython('nbgrader', join(import.meta.dirname, 'nbgrader.txt'), { log: console.error })
} catch (error) {
  if (!(error instanceof NoWheelError)) throw error
  console.log(`left out: nbgrader, ${error.message}`)
}
if (python) {
  await setUp()
  // Below the repository, where notebooks find the library; git ignores the folder.
  mkdirSync(join(root, 'test-results'), { recursive: true })
  const course = mkdtempSync(join(root, 'test-results', 'nbgrader-'))
  try {
    grade(course)
  } finally {
    rmSync(course, { recursive: true, force: true })
  }
  console.log(failures.length === 0 ? 'nbgrader: all passed' : `nbgrader: failed: ${failures.join(', ')}`)
  if (failures.length > 0) process.exitCode = 1
}

function grade(course) {
  const source = join('source', 'ps1', 'lesson.ipynb')
  write(course, 'nbgrader_config.py', CONFIG)
  write(course, source, JSON.stringify(lesson()))
  nbgrader(course, 'generate_assignment', 'ps1')
  const release = readFileSync(join(course, 'release', 'ps1', 'lesson.ipynb'), 'utf8')

  run(course, process.execPath, join(root, 'dist', 'cli.js'), 'export', '--student', source, '--out', 'ours')
  const ours = readFileSync(join(course, 'ours', 'lesson.ipynb'), 'utf8')
  check('release and export --student have the same cells', same(sourcesOf(release), sourcesOf(ours)))
  check('the release holds no solution', !/6 \* 7|toBe\(42\)/.test(release))

  for (const [student, [code]] of Object.entries(STUDENTS)) {
    const notebook = JSON.parse(release)
    const cell = notebook.cells.find(({ metadata }) => metadata.nbgrader?.grade_id === 'total')
    if (code !== undefined) cell.source = [code]
    write(course, join('submitted', student, 'ps1', 'lesson.ipynb'), JSON.stringify(notebook))
  }
  nbgrader(course, 'autograde', 'ps1', '--create')
  nbgrader(course, 'generate_feedback', 'ps1')
  nbgrader(course, 'export', '--to', 'grades.csv')
  const [head, ...rows] = readFileSync(join(course, 'grades.csv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  for (const [student, [, points]] of Object.entries(STUDENTS)) {
    const row = rows.find((fields) => fields[head.indexOf('student_id')] === student)
    check(`${student} has ${points} of 2 points`, Number(row?.[head.indexOf('score')]) === points)
  }
  const feedback = (student) => readFileSync(join(course, 'feedback', student, 'ps1', 'lesson.html'), 'utf8')
  check('feedback shows the green line', /✔ total<\/b> solved/.test(feedback('alice')))
  check('feedback shows the red line', /expected: (?:&gt;|>) 41/.test(feedback('bob')))
  // Last: the grades above are those of one assignment.
  releaseCourse(course)
}

/** The lessons of our own course are released as `export --student` writes them. */
function releaseCourse(course) {
  const lessons = join(root, 'notebooks', 'course')
  const names = readdirSync(lessons).filter((name) => name.endsWith('.ipynb'))
  for (const name of names)
    write(course, join('source', 'lessons', name), readFileSync(join(lessons, name), 'utf8'))
  nbgrader(course, 'generate_assignment', 'lessons')
  run(
    course,
    process.execPath,
    join(root, 'dist', 'cli.js'),
    'export',
    '--student',
    lessons,
    '--out',
    'lessons',
  )
  const cellsIn = (...path) => sourcesOf(readFileSync(join(course, ...path), 'utf8'))
  for (const name of names)
    check(
      `${name} is released as by export --student`,
      same(cellsIn('release', 'lessons', name), cellsIn('lessons', name)),
    )
}

/** A notebook with one task, a test that students see, and one that they do not. */
function lesson() {
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' }
  const grading = { schema_version: 3, task: false }
  const cell = (id, source, nbgrader) => ({
    cell_type: 'code',
    execution_count: null,
    id,
    metadata: nbgrader ? { nbgrader: { ...grading, grade_id: id, ...nbgrader } } : {},
    outputs: [],
    source,
  })
  return {
    cells: [
      cell('start', 'import { exercise } from "tslab-magics"'),
      cell('total', '// ### BEGIN SOLUTION\nconst total = 6 * 7\n// ### END SOLUTION', {
        grade: false,
        locked: false,
        solution: true,
      }),
      cell(
        'test',
        'await exercise("total", ({ expect }) => expect(total).toBeGreaterThan(41))\n' +
          '// ### BEGIN HIDDEN TESTS\nawait exercise("the very total", ({ expect }) => expect(total).toBe(42))\n// ### END HIDDEN TESTS',
        { grade: true, locked: true, solution: false, points: 2 },
      ),
    ],
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5,
  }
}

function sourcesOf(json) {
  return JSON.parse(json).cells.map(({ source }) => [source].flat().join(''))
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b)
}

function write(course, path, text) {
  mkdirSync(dirname(join(course, path)), { recursive: true })
  writeFileSync(join(course, path), text)
}

function nbgrader(course, ...args) {
  run(course, python, '-m', 'nbgrader', ...args)
}

function run(cwd, command, ...args) {
  const env = {
    ...process.env,
    // It calls a program of its environment by name.
    PATH: `${dirname(python)}${delimiter}${process.env.PATH}`,
    JUPYTER_PATH: join(root, '.venv', 'share', 'jupyter'),
    // Nothing of the user's own configuration.
    JUPYTER_CONFIG_DIR: join(cwd, 'config'),
  }
  const { status, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) console.log(`${args.join(' ')}:\n${stderr.slice(-3000)}`)
  check(args.filter((arg) => !arg.includes('/')).join(' '), status === 0)
}
