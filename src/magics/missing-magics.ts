/**
 * Magics of IPython that there are none of here, each with what to write instead. A name that is in no list of IPython
 * either is a typing error, and `registry.ts` looks for the nearest.
 * @see https://ipython.readthedocs.io/en/stable/interactive/magics.html
 */

/** Commands that IPython takes for line magics. */
const SHELL_ALIASES: ReadonlySet<string> = new Set(
  'cat clear cp ldir less lf lk ll ls lx man mkdir more mv rep rm rmdir'.split(' '),
)

const LISTED = 'Jupyter keeps the cells of a notebook; for other sessions there is nothing to look up.'
const SHOWN = 'Put the cursor on the name and press Shift-Tab, or show it: console.log(name)'
const FOLDERS = 'Write %cd FOLDER, and %cd - to go back.'

const INSTEAD: Readonly<Record<string, string>> = {
  alias_magic: 'Define one: defineMagic from "tslab-magics".',
  bookmark: FOLDERS,
  code_wrap: 'Define a magic: defineMagic from "tslab-magics".',
  cython: 'Put the program into a file (%%writefile) and run its compiler: ! cc …',
  dhist: FOLDERS,
  dirs: FOLDERS,
  ed: 'Write the code in a cell.',
  edit: 'Write the code in a cell.',
  hist: LISTED,
  history: LISTED,
  javascript:
    'Outputs run no code here. Write it as a cell, which Node runs, or use %%node; to draw use %%html.',
  js: 'Outputs run no code here. Write it as a cell, which Node runs, or use %%node; to draw use %%html.',
  killbgscripts: 'End a process of --bg with ! kill NUMBER, or restart the kernel.',
  load: 'Show the file and copy it: ! cat FILE. Or import it.',
  loadpy: 'Show the file and copy it: ! cat FILE. Or import it.',
  logoff: LISTED,
  logon: LISTED,
  logstart: LISTED,
  logstate: LISTED,
  logstop: LISTED,
  macro: 'Write a function.',
  notebook: 'Jupyter saves the notebook.',
  page: 'Show it: console.log(name)',
  pdef: SHOWN,
  pdoc: SHOWN,
  pfile: SHOWN,
  pinfo: SHOWN,
  pinfo2: SHOWN,
  popd: FOLDERS,
  pprint: 'Values are drawn as they are; show(value) draws a tree.',
  psearch: 'Press Tab after the first letters.',
  psource: SHOWN,
  pushd: FOLDERS,
  pycat: 'Show the file: ! cat FILE',
  pypy: 'Run it: %%script pypy',
  python2: 'Run it: %%script python2',
  quickref: '%lsmagic',
  R: 'Run it: %%script Rscript -',
  recall: LISTED,
  rerun: 'Run the cell again.',
  reset: 'Restart the kernel: Kernel, Restart.',
  reset_selective: 'Restart the kernel: Kernel, Restart.',
  save: 'Write a file: %%writefile FILE above the code.',
  sc: 'Write const lines = !command',
  sql: 'Run the client of the database: ! psql -c "…" or ! sqlite3 FILE "…"',
  tb: 'The error stands below the cell that failed.',
  tensorboard: 'Start it: ! tensorboard --logdir FOLDER &',
  unalias: '',
  who_ls: 'Write %who',
  whos: 'Write %who',
  xdel: 'Assign undefined to the variable.',
}

/** What to write instead of a magic of IPython; `undefined` for a name that is none. */
export function insteadOf(name: string): string | undefined {
  if (SHELL_ALIASES.has(name)) return `Run the command: ! ${name}.`
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined
}
