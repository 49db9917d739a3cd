import { errorOf, displaysOf, Kernel, streamText } from '../support/kernel'
test('try', async () => {
  const kernel = await Kernel.start({ entry: !!process.env.ENTRY })
  if (!process.env.ENTRY) await kernel.run('import "tslab-magics"')
  for (const code of [
    '%set_env A=b',
    '! echo $A',
    '%%bash\necho hi $A; echo err >&2; exit 3',
    'const files = !ls\nfiles',
    'files.n',
    '%env',
    '%env A',
    '%pwd',
    'const name = "it\'s"\n! echo {name} {nope} "{name}"',
    '%lsmagic',
    '%who',
    '%time 1+1',
    '%%time\n1+1\n! echo x',
    '%%capture got\nconsole.log(1)\n! echo x',
    'got',
    'got.stdout',
    '%nosuch',
    '%%nosuch',
    '%matplotlib inline\n1',
    '%%timeit\n2+2',
    '! false',
    'function f() {\n  ! ls\n}',
    '%%writefile x.txt\nhello',
    '! cat x.txt',
    '%cd /tmp',
    '%cd -',
    '%%python3 --out x\nprint(1)',
    'x',
    '%%bash --out o --err e --no-raise-error\necho a; echo b >&2; exit 1',
    '[o, e]',
    '%%bash -e\nfalse\necho no',
    '%%markdown\n# T',
    '%%script cat\nhey',
    '%time?',
    '! echo x\nconst q: number =\n  "str"',
    '%pip --version',
    '%dotenv',
    '%%script nope\nx',
    '# No Quotes!\n%set_env ACCESS_TOKEN=abcdefghijkl',
    '%env ACCESS_TOKEN',
    'process.env.ACCESS_TOKEN',
    '%pws',
    '%%env',
    'if (true)\n  ! echo yes\nelse\n  ! echo no',
    'for (const i of [1,2]) {\n  ! echo {i}\n}',
    '! echo {console}',
    '! echo {kernel}',
  ]) {
    const cell = await kernel.run(code)
    process.stderr.write(
      JSON.stringify(code) +
        '\n   -> ' +
        JSON.stringify([
          streamText(cell),
          streamText(cell, 'stderr'),
          displaysOf(cell),
          errorOf(cell)?.ename,
          errorOf(cell)?.evalue,
          cell.reply?.status,
        ]).slice(0, 1500) +
        '\n',
    )
    if (errorOf(cell)) await kernel.pump(0.3)
  }
  await kernel.close()
}, 120000)
