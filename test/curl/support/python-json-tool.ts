/**
 * The real `python -m json.tool` on many documents at once: starting Python for each would take a minute.
 */
import { execFileSync } from 'node:child_process'

const DRIVER = `
import io, json, json.tool, sys
results = []
for text, args in json.load(sys.stdin):
    out, err, code = io.StringIO(), '', 0
    stdin, stdout, argv = sys.stdin, sys.stdout, sys.argv
    # Text mode turns every line end into \\n.
    sys.stdin, sys.stdout = io.StringIO(text, newline=None), out
    out.close = lambda: None
    sys.argv = ['json.tool', *args]
    try:
        json.tool.main()
    except SystemExit as end:
        code, err = 1, str(end.code)
    finally:
        sys.stdin, sys.stdout, sys.argv = stdin, stdout, argv
    results.append([out.getvalue(), err, code])
json.dump(results, sys.stdout)
`

/** Output, error line and exit code. */
export type ToolRun = readonly [stdout: string, stderr: string, exitCode: number]

/** Whether a Python 3.11 is installed: later versions word some errors differently. */
export function hasPython(): boolean {
  try {
    return execFileSync('python3', ['--version'], { encoding: 'utf8' }).startsWith('Python 3.11.')
  } catch {
    return false
  }
}

/** Runs the tool on each document. */
export function runPython(
  documents: readonly (readonly [text: string, args: readonly string[]])[],
): ToolRun[] {
  const output = execFileSync('python3', ['-c', DRIVER], {
    input: JSON.stringify(documents),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output) as ToolRun[]
}
