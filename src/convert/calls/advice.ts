/** What to do by hand where Python's package has no counterpart, by the first part of its name. */

const CHART = 'Give a Vega-Lite chart as the last value of the cell.'
const RANKED = 'Use the npm package simple-statistics, or write the sums with arrays.'
const PARALLEL = 'Use Promise.all.'
const ADVICE: Readonly<Record<string, string>> = {
  pandas: 'Keep the rows as an array of objects; the last value of a cell is drawn as a table.',
  polars: 'Keep the rows as an array of objects; the last value of a cell is drawn as a table.',
  numpy: 'Write the sums with arrays.',
  scipy: RANKED,
  sklearn: RANKED,
  matplotlib: CHART,
  seaborn: CHART,
  plotly: CHART,
  altair: CHART,
  langchain: 'Use the npm package langchain.',
  langchain_openai: 'Use the npm package @langchain/openai.',
  langchain_core: 'Use the npm package @langchain/core.',
  langchain_community: 'Use the npm package @langchain/community.',
  langgraph: 'Use the npm package @langchain/langgraph.',
  llama_index: 'Use the npm package llamaindex.',
  chromadb: 'Use the npm package chromadb.',
  faiss: 'Keep the vectors in an array and sort by their similarity, or use the npm package faiss-node.',
  transformers: 'Use the npm package @huggingface/transformers.',
  sentence_transformers: 'Use the npm package @huggingface/transformers.',
  datasets: 'Read the files of the data set with fetch.',
  torch: 'There is no PyTorch for TypeScript: ask a server for it.',
  gradio: 'There is no Gradio for TypeScript: ask in the notebook with ask().',
  streamlit: 'There is no Streamlit for TypeScript: ask in the notebook with ask().',
  PIL: 'Show the bytes with show.image(bytes).',
  cv2: 'Use the npm package sharp.',
  tiktoken: 'Use the npm package js-tiktoken.',
  bs4: 'Use the npm package cheerio.',
  yaml: 'Use the npm package yaml.',
  csv: 'Use the npm package csv-parse.',
  sqlite3: 'Use node:sqlite, or the npm package better-sqlite3.',
  instructor: 'Use the npm package @instructor-ai/instructor.',
  functools: 'Write an arrow function.',
  datetime: 'Use Date, or Temporal where it is there.',
  pytz: 'Use Intl.DateTimeFormat with timeZone.',
  zoneinfo: 'Use Intl.DateTimeFormat with timeZone.',
  concurrent: PARALLEL,
  threading: PARALLEL,
  multiprocessing: PARALLEL,
  subprocess: 'Use bash`…`.',
  shutil: 'Use cpSync and rmSync of node:fs.',
  glob: 'Use readdirSync of node:fs.',
  tempfile: 'Use mkdtempSync of node:fs.',
  warnings: 'Leave the line out.',
  argparse: 'Give the values names in a cell.',
  pickle: 'Write JSON.',
  hashlib: 'Use createHash of node:crypto.',
  traceback: 'Show error.stack, which tells the lines here.',
  io: 'Use Buffer.',
  httpx: 'Use fetch.',
  requests: 'Use fetch.',
  pypdf: 'Use the npm package unpdf.',
  PyPDF2: 'Use the npm package unpdf.',
}

/** The nearest way by hand for a package or what is in it. */
export const adviceFor = (name: string): string | undefined => {
  const own = NAMES[name]
  const [root] = name.split('.')
  return own ?? (Object.hasOwn(ADVICE, root!) ? ADVICE[root!] : undefined)
}

/** For single names of packages that are known. */
const NAMES: Readonly<Record<string, string>> = {
  'openai.ChatCompletion.create': "Python's package has it no more: write client.chat.completions.create.",
  'openai.Completion.create': "Python's package has it no more: write client.completions.create.",
  'IPython.display.Image': 'Use show.image.',
  'IPython.display.Audio': 'Use show.html with an <audio> element.',
  'sys.exit': 'Throw an Error.',
  'time.time_ns': 'Use process.hrtime.bigint().',
}
