/**
 * The notebook that `tslab-magics new` writes: what its cells say. Pure; knows nothing of files. It needs no key, and is the
 * same for a server of one's own.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */

/** Kind, name and text of each cell. */
const CELLS = [
  [
    'markdown',
    'title',
    `# First notebook

Run the cells from top to bottom with Shift+Enter. No key is needed: \`practice()\` starts a small server on this machine,
and its answers are **canned**.`,
  ],
  [
    'code',
    'import',
    `import { chat, curl, practice } from "tslab-magics"\n\nconst endpoint = await practice()`,
  ],
  [
    'markdown',
    'curl',
    `## A request as documentation shows it

A curl command is pasted as it stands, and variables are used as in a shell; a JSON answer is drawn as a tree. The workspace is
a rule of the practice server, which others overlook.`,
  ],
  [
    'code',
    'request',
    `const nano = endpoint.model("deci-nano")

await curl\`
curl -s "\${nano.url}/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" -H "x-deci-workspace: $WORKSPACE_ID" \\
  -H "Content-type: application/json" -d '{
    "model": "\${nano.name}",
    "messages": [{ "role": "user", "content": "Name three vegan dishes." }]
  }'\``,
  ],
  [
    'markdown',
    'chat',
    `## The same server from TypeScript

The answer grows while it arrives. One that is cut off or stopped fails the cell: it never looks whole.`,
  ],
  [
    'code',
    'answer',
    `const answer = await chat({
  model: nano.name,
  messages: "Keywords for blog posts on vegan recipes, please.",
  max_tokens: 100,
  stream: true,
})`,
  ],
  ['code', 'usage', 'answer.usage'],
  [
    'markdown',
    'magics',
    `## A magic

Cells after the import may be those of a Python notebook; \`%lsmagic\` lists what there is.`,
  ],
  ['code', 'bash', '%%bash\necho "Hello from bash, $(node --version) and $(python --version)"'],
  [
    'markdown',
    'next',
    `## A server of your own

Stop JupyterLab and start it again with the address, the key and a model of that server:

\`\`\`sh
BASE_URL=https://api.openai.com/v1 ACCESS_TOKEN="$OPENAI_API_KEY" MODEL_NAME=gpt-4o-mini npx tslab-magics lab
\`\`\`

The cells stay as they are. What else there is: \`node_modules/tslab-magics/README.md\`.`,
  ],
] as const

/** The text of the notebook's file. */
export function firstNotebook(): string {
  const cells = CELLS.map(([type, id, source]) => ({
    cell_type: type,
    // nbformat wants these two in each code cell, and in no other.
    ...(type === 'code' && { execution_count: null }),
    id,
    metadata: {},
    ...(type === 'code' && { outputs: [] }),
    source: source.split(/(?<=\n)/),
  }))
  const metadata = {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
    language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
  }
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}
