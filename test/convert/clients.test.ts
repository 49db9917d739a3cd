/** Clients of packages: what their calls become. That they send the same is tried by `npm run test:convert -- FOLDER`. */
import { longTest } from '../support/extent'
import { convertSources } from './support/compare-programs'
import { typeErrors } from './support/type-errors'

const CLIENTS = [
  'import os, json, asyncio, requests, httpx',
  'from openai import OpenAI, AsyncOpenAI',
  'from anthropic import Anthropic',
  'from groq import Groq',
  'from mistralai.client import Mistral',
  'from google import genai',
  'from google.genai import types',
  'client = OpenAI()',
  'claude = Anthropic()',
].join('\n')

/** Python that follows on the imports, and what must be in its TypeScript. */
const CALLS: Readonly<Record<string, [string, string]>> = {
  'a file of Google as a part of a question': [
    'g = genai.Client()\nf = g.files.upload(file="a.txt")\nwhile f.state.name == "PROCESSING":\n    f = g.files.get(name=f.name)\nr = g.models.generate_content(model="m", contents=["Sum up", f])',
    'while (f.state === "PROCESSING") {\n  f = await g.files.get({ name: f.name })\n}\nconst r = await g.models.generateContent({ model: "m", contents: ["Sum up", createPartFromUri(f.uri, f.mimeType)] })',
  ],
  'a schema of Google, whose names stay': [
    's = types.Schema(type="OBJECT", properties={"first_name": types.Schema(type="STRING", max_length=5)})',
    'properties: { first_name: { type: "STRING", maxLength: 5 } }',
  ],
  'a field that may be missing, or a number': [
    'r = client.chat.completions.create(model="m", messages=[])\nn = getattr(r.usage, "cached", 0) or 0\nprint(f"{n} cached")',
    'const n = orElse(r.usage.cached ?? 0, 0)\nconsole.log(`${drawn(n)} cached`)',
  ],
  'an answer without what is None': [
    'm = client.chat.completions.create(model="m", messages=[]).choices[0].message\nx = [m.model_dump(exclude_none=True)]',
    'const x: any[] = [withoutNone(m)]',
  ],
  'a list of calls that may be missing': [
    'm = client.chat.completions.create(model="m", messages=[]).choices[0].message\nif not m.tool_calls:\n    print("none")\nelif m.tool_calls and not (m.tool_calls or m.refusal):\n    print("some")',
    'if (!m.tool_calls?.length) {',
  ],
  'a zone of pytz that may be unknown': [
    'import pytz\nfrom datetime import datetime\ndef tell(name):\n    try:\n        return datetime.now(pytz.timezone(name)).strftime("%H:%M %Z")\n    except pytz.UnknownTimeZoneError:\n        return "unknown"\nprint(tell("Asia/Tokyo"), "Asia/Tokyo" in pytz.all_timezones)',
    'return strftime(nowIn(zoneOf(name, "UnknownTimeZoneError")), "%H:%M %Z")\n  } catch (error) {\n    passOn(error)\n    if (error.name === "UnknownTimeZoneError") {',
  ],
  'a file with a name of its own, that is sent': [
    'f = open("a.mp3", "rb")\nt = client.audio.transcriptions.create(model="whisper-1", file=f)',
    'create({ file: sentBytes(f), model: "whisper-1" })',
  ],
  'a call that tenacity makes again': [
    'from tenacity import retry, stop_after_attempt, wait_random_exponential\n@retry(wait=wait_random_exponential(min=1, max=60), stop=stop_after_attempt(6))\ndef embed(text):\n    return client.embeddings.create(model="m", input=text).data[0].embedding\nv = embed("x")',
    '}, { wait: exponentially({ min: 1, max: 60, isRandom: true }), attempts: 6 })\nconst v = await embed("x")',
  ],
  'a film of a file': [
    'from IPython.display import Video, display\ndisplay(Video("a.mp4", width=300))',
    'show.video(readFileSync("a.mp4"), "video/mp4")',
  ],
  'seconds of a timeout': ['client.models.list(timeout=1.5)', 'client.models.list({ timeout: 1500 })'],
  'options of a copy of the client': [
    'c = client.with_options(timeout=5, max_retries=0)',
    'client.withOptions({ timeout: 5000, maxRetries: 0 })',
  ],
  'the address of a client, with its slash': [
    'print(client.base_url)',
    'console.log(client.baseURL.replace(/\\/?$/, "/"))',
  ],
  'what is put into the body besides': [
    'r = client.responses.create(model="m", input="x", extra_body={"top_k": 1}, extra_query={"a": "b"})',
    '{ model: "m", input: "x", ...{ top_k: 1 } } as any, { query: { a: "b" } }',
  ],
  'an answer as a dict': ['d = client.models.retrieve("m").to_dict()', 'await client.models.retrieve("m")'],
  'an answer as JSON': [
    'print(client.models.retrieve("m").model_dump_json(indent=2))',
    'JSON.stringify(await client.models.retrieve("m"), null, 2)',
  ],
  'what waits together': [
    'async def look(q):\n    return await client.models.retrieve(q)\nr = await asyncio.gather(*[look(q) for q in ["a", "b"]])',
    'await Promise.all(["a", "b"].map((q) => look(q)))',
  ],
  'what waits together, one by one': [
    'async def look(q):\n    return await client.models.retrieve(q)\nr = await asyncio.gather(look("a"), look("b"))',
    'await Promise.all([look("a"), look("b")])',
  ],
  'calls of a client that wait together': [
    'c = AsyncOpenAI()\nr = await asyncio.gather(*[c.models.retrieve(q) for q in ["a", "b"]])\ns = await asyncio.gather(c.models.retrieve("a"), c.models.list())',
    'await Promise.all(["a", "b"].map((q) => c.models.retrieve(q)))\nconst s = await Promise.all([c.models.retrieve("a"), c.models.list()])',
  ],
  'a task that is begun': [
    'c = AsyncOpenAI()\nt = asyncio.create_task(c.models.retrieve("a"))\nprint((await t).id)',
    'const t = c.models.retrieve("a")\nconsole.log((await t).id',
  ],
  'a stream of Anthropic': [
    'with claude.messages.stream(model="m", max_tokens=5, messages=[]) as stream:\n    for text in stream.text_stream:\n        print(text, end="")\n    print(stream.get_final_message().usage.input_tokens)',
    'stream = claude.messages.stream({ model: "m", max_tokens: 5, messages: [] })\nfor await (const text of textsOf(stream))',
  ],
  'objects of an answer in a text that is printed': [
    'r = client.models.retrieve("m")\nprint(f"owned: {r.owned_by}", r)',
    'console.log(`owned: ${drawn(r.owned_by)} ${drawn(r)}`)',
  ],
  'an object of an answer in a text that is sent': [
    'r = client.models.retrieve("m")\ns = f"owned: {r.owned_by}"',
    '${shown(r.owned_by)}',
  ],
  'what a tool of Anthropic is called with': [
    'm = claude.messages.create(model="m", max_tokens=5, messages=[])\ns = f"called with {m.content[0].input}"',
    '`called with ${str(m.content[0].input)}`',
  ],
  'the first block of a kind': [
    'm = claude.messages.create(model="m", max_tokens=5, messages=[])\nt = next((b.text for b in m.content if b.type == "text"), None)',
    'first([...m.content].filter((b) => b.type === "text").map((b) => b.text), null)',
  ],
  'a client of another package, whose types are too narrow': [
    'c = Groq(api_key=os.environ.get("K"))',
    'c: any = new Groq({ apiKey: process.env.K })',
  ],
  'an answer of Mistral': [
    'm = Mistral(api_key="k")\nr = m.chat.complete(model="m", messages=[])',
    'openai({ baseURL: "https://api.mistral.ai/v1", apiKey: "k" })\nconst r = await m.chat.completions.create({ model: "m", messages: [], stream: false })',
  ],
  'a stream of Mistral': [
    'm = Mistral(api_key="k")\nfor event in m.chat.stream(model="m", messages=[]):\n    print(event.data.choices[0].delta.content)',
    'event.choices[0].delta.content',
  ],
  'vectors of Mistral': [
    'm = Mistral(api_key="k")\nv = m.embeddings.create(model="m", inputs=["a"])',
    'await m.post("/embeddings", { body: { model: "m", input: ["a"] } })',
  ],
  'an answer of Google': [
    'g = genai.Client(api_key="k")\nr = g.models.generate_content(model="m", contents="x", config=types.GenerateContentConfig(system_instruction="y", max_output_tokens=5))\nprint(r.usage_metadata.total_token_count)',
    'await g.models.generateContent({ model: "m", contents: "x", config: { systemInstruction: "y", maxOutputTokens: 5 } })',
  ],
  'the schemas of Google, which keep their names': [
    'g = genai.Client()\nr = g.models.generate_content(model="m", contents=[types.Part.from_text(text="x")], config={"response_schema": {"type": "OBJECT", "properties": {"first_name": {"type": "STRING"}}}})',
    'responseSchema: { type: "OBJECT", properties: { first_name: { type: "STRING" } } }',
  ],
  'a chat of Google': [
    'g = genai.Client()\ntalk = g.chats.create(model="m")\nprint(talk.send_message("hi").text)',
    'await talk.sendMessage({ message: "hi" })',
  ],
  'a stream of Google, asynchronously': [
    'g = genai.Client()\nasync for chunk in await g.aio.models.generate_content_stream(model="m", contents="x"):\n    print(chunk.text, end="")',
    'for await (const chunk of await g.models.generateContentStream({ model: "m", contents: "x" }))',
  ],
  'a message of Mistral': [
    'from mistralai import AssistantMessage\nmessages = [AssistantMessage(content="x", prefix=True)]',
    '[{ role: "assistant", content: "x", prefix: true }]',
  ],
  'a client of Llama': [
    'from llama_api_client import LlamaAPIClient\nc = LlamaAPIClient()\nr = c.chat.completions.create(model="m", messages=[])\nprint(r.completion_message.content.text)',
    'c: any = new LlamaAPIClient()',
  ],
  'an answer that is parsed': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    b: str\nr = client.chat.completions.parse(model="m", messages=[], response_format=A)',
    'messages: [],\n  stream: false,',
  ],
  'an order of documents': [
    'from together import Together\nt = Together()\nr = t.rerank.create(model="m", query="q", documents=["a"], top_n=1)',
    'await t.rerank.create({ model: "m", query: "q", documents: ["a"], top_n: 1 })',
  ],
  'what is displayed by the name that a notebook has anyway': [
    'from IPython.display import Markdown\nx = 1\ndisplay(Markdown("a"))\ndisplay(x)',
    '\nshow.markdown("a")\nshow(x)',
  ],
  'a picture by its address': [
    'from IPython.display import Image, display\ndisplay(Image(url="https://x/y.png", width=5))',
    'show.html(`<img src="https://x/y.png" width="5"/>`)',
  ],
  'a sound': [
    'from IPython.display import Audio\nAudio("a.mp3", autoplay=False)',
    'show.audio(readFileSync("a.mp3"), "audio/mpeg")',
  ],
  'a form': [
    'r = requests.post("https://x", data={"a": 1}, timeout=(3, 10))',
    'request("https://x", { method: "POST", form: { a: 1 }, timeoutMs: 13000 })',
  ],
  'lines of an answer': [
    'r = requests.post("https://x", json={}, stream=True)\nfor line in r.iter_lines():\n    if line:\n        print(line.decode("utf-8"))',
    'for (const line of r.lines())',
  ],
  'the client of the package itself': [
    'import openai\nopenai.api_key = os.environ["MY_KEY"]\nr = openai.chat.completions.create(model="m", messages=[])',
    'process.env.OPENAI_API_KEY = process.env.MY_KEY\nconst r = await openai().chat.completions.create({ model: "m", messages: [] })',
  ],
  'the key that it reads anyway': [
    'import openai\nopenai.api_key = os.getenv("OPENAI_API_KEY")\nr = openai.models.list()',
    'const r = await openai().models.list()',
  ],
  'a batch of messages': [
    'b = claude.beta.messages.batches.retrieve(message_batch_id="x")\nfor r in claude.messages.batches.results("x"):\n    print(r.custom_id, r.result.message.content[0].text)',
    'await claude.beta.messages.batches.retrieve("x")',
  ],
  'a status in the test of a loop': [
    'b = client.batches.retrieve("x")\nwhile (b := client.batches.retrieve(b.id)).status == "in_progress":\n    print(b.status)\nif b.status == "completed":\n    print("done")',
    'while (',
  ],
  'a file that is sent': [
    'f = client.files.create(file=open("a.jsonl", "rb"), purpose="batch")',
    'client.files.create({ file: createReadStream("a.jsonl"), purpose: "batch" })',
  ],
  'what only Mistral has': [
    'm = Mistral(api_key="k")\nr = m.classifiers.moderate(model="m", inputs=["x"])',
    '.post("/moderations", { body: { model: "m", input: ["x"] } })',
  ],
  'an interaction with Google': [
    'g = genai.Client()\ni = g.interactions.create(model="m", input="x", generation_config={"top_p": 1})',
    'await g.interactions.create({ model: "m", input: "x", generation_config: { top_p: 1 } })',
  ],
  'a download from Google': [
    'g = genai.Client()\nprint(g.files.download(file="files/x").decode("utf-8"))',
    'decoded(await downloaded(g, "files/x"))',
  ],
  'a session of requests': [
    's = requests.Session()\ns.headers.update({"a": "b"})\nr = s.get("https://x", headers={"c": "d"})',
    'request("https://x", { headers: { ...s.headers, ...{ c: "d" } } })',
  ],
  'a client of httpx': [
    'c = httpx.Client(base_url="https://x/v1", headers={"a": "b"}, timeout=10)\nr = c.post("/y", json={"n": 1}, headers={"c": "d"})',
    'request("/y", { ...c, method: "POST", headers: { ...c.headers, ...{ c: "d" } }, json: { n: 1 } })',
  ],
  'a client of httpx that is closed': [
    'with httpx.Client(timeout=10) as c:\n    r = c.get("https://x")',
    'c = { headers: {}, timeoutMs: 10000, redirect: "manual" } as any\nconst r = await request("https://x", { ...c })',
  ],
  'a redirect, which httpx does not follow': [
    'r = httpx.get("https://x")\ns = httpx.get("https://x", follow_redirects=True)\nt = requests.get("https://x", allow_redirects=False)',
    'const r = await request("https://x", { redirect: "manual" })\nconst s = await request("https://x")\nconst t = await request("https://x", { redirect: "manual" })',
  ],
  'a client of httpx that waits': [
    'async with httpx.AsyncClient() as c:\n    r = await c.get("https://x")',
    'await request("https://x", { ...c })',
  ],
  'a request that is closed': [
    'with requests.post("https://x", json={}, stream=True) as r:\n    for line in r.iter_lines():\n        print(line.decode())',
    'await request("https://x", { method: "POST", json: {} })',
  ],
  'a stream of httpx': [
    'with httpx.stream("POST", "https://x", json={}) as r:\n    for line in r.iter_lines():\n        print(line)',
    'for (const line of r.lines())',
  ],
  'calls of a pool of threads': [
    'from concurrent.futures import ThreadPoolExecutor\ndef fetch_id(q):\n    return client.models.retrieve(q).id\nwith ThreadPoolExecutor(max_workers=2) as pool:\n    print(list(pool.map(fetch_id, ["a", "b"])))',
    'await Promise.all(["a", "b"].map((each) => fetch_id(each)))',
  ],
  'results of a pool of threads': [
    'from concurrent.futures import ThreadPoolExecutor\ndef fetch_id(q):\n    return client.models.retrieve(q).id\ndef both():\n    with ThreadPoolExecutor() as pool:\n        tasks = [pool.submit(fetch_id, q) for q in ["a", "b"]]\n        return [task.result() for task in tasks]\nboth()',
    'const tasks: any[] = ["a", "b"].map((q) => started(() => fetch_id(q)))\n  return await mapInTurn(tasks, async (task) => await task)\n}',
  ],
  'the history of a chat with Google': [
    'g = genai.Client()\nchat = g.chats.create(model="m")\nfor m in chat.get_history():\n    print(m.role)',
    'of await chat_.getHistory()',
  ],
  'a dict of arguments from Google': [
    'g = genai.Client()\nr = g.models.generate_content(model="m", contents="x")\nprint(dict(r.function_calls[0].args))',
    '{ ...r.functionCalls[0].args }',
  ],
  'a folder of modules': ['import sys\nsys.path.append("..")\nx = 1', 'const x = 1'],
  'a text as base64': [
    'import base64\nx = base64.b64encode("é".encode("utf-8")).decode("utf-8")',
    'const x = Buffer.from("é").toString("base64")',
  ],
  'warnings that are not wanted': [
    'import warnings\nwarnings.filterwarnings("ignore", category=UserWarning)\nx = 1',
    'const x = 1',
  ],
  'a file that is fetched': [
    'import urllib.request\nurllib.request.urlretrieve("https://x/a.png", "a.png")',
    'await fetchFile("https://x/a.png", "a.png")',
  ],
  'a file of variables that is looked for': [
    'from dotenv import load_dotenv, find_dotenv\n_ = load_dotenv(find_dotenv())',
    'await loadEnv({ optional: true })',
  ],
  'errors of requests': [
    'try:\n    requests.get("https://x").raise_for_status()\nexcept requests.exceptions.HTTPError as e:\n    print("no")',
    'e.name === "HTTPError"',
  ],
  'a response that is parsed': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    b: str\nr = client.responses.parse(model="m", input="x", text_format=A)\nprint(r.output_parsed.b)',
    'text: { format: {\n    type: "json_schema",\n    strict: true,\n    name: "A",',
  ],
  'a model as a tool': [
    'import openai\nfrom pydantic import BaseModel\nclass A(BaseModel):\n    "Says b."\n    b: str\nr = client.chat.completions.create(model="m", messages=[], tools=[openai.pydantic_function_tool(A)])',
    'description: "Says b.",',
  ],
  'a format of Mistral': [
    'from mistralai.extra import response_format_from_pydantic_model\nfrom pydantic import BaseModel\nclass A(BaseModel):\n    b: str = "x"\nm = Mistral(api_key="k")\nr = m.ocr.process(model="m", document={"type": "document_url", "document_url": "u"}, document_annotation_format=response_format_from_pydantic_model(A))',
    'additionalProperties: false',
  ],
  'what OCR of Mistral sends besides': [
    'from mistralai.client.models import DocumentURLChunk\nm = Mistral(api_key="k")\nr = m.ocr.process(model="m", document=DocumentURLChunk(document_url="u"))',
    '{ model: "m", document: { type: "document_url", document_url: "u" }, include_blocks: true }',
  ],
  'an agent of Mistral and what it is told': [
    'm = Mistral(api_key="k")\na = m.beta.agents.create(model="m", name="A")\nc = m.beta.conversations.start(agent_id=a.id, inputs="hi")\nc = m.beta.conversations.append(conversation_id=c.conversation_id, inputs="more")',
    '{ body: { inputs: "more", stream: false, store: true, handoff_execution: "server" } }',
  ],
  'a file for Mistral and its address': [
    'm = Mistral(api_key="k")\nf = m.files.upload(file={"file_name": "a.pdf", "content": open("a.pdf", "rb")}, purpose="ocr")\nprint(m.files.get_signed_url(file_id=f.id).url)',
    'm.files.create({ file: new File([readFileSync("a.pdf")], "a.pdf"), purpose: "ocr", visibility: "workspace" })',
  ],
  'a sound that is written to a file': [
    'from pathlib import Path\nspeech = client.audio.speech.create(model="m", voice="v", input="x")\nspeech.write_to_file(Path("a.mp3"))\nwith client.audio.speech.with_streaming_response.create(model="m", voice="v", input="x") as response:\n    response.stream_to_file("b.mp3")',
    'writeFileSync("b.mp3", response)',
  ],
  'what a file of the server holds': [
    'data = client.files.content("f").text\nprint(data)',
    'decoded(await contentOf(client.files.content("f")))',
  ],
  'a file of a with that is sent': [
    'with open("a.mp3", "rb") as f:\n    r = client.audio.transcriptions.create(model="m", file=f)',
    'file: createReadStream("a.mp3")',
  ],
  'a file by its name and its bytes': [
    'g = Groq()\nwith open("a.mp3", "rb") as f:\n    r = g.audio.transcriptions.create(model="m", file=("b.mp3", f.read()))',
    'file: new File([readFileSync("a.mp3")], "b.mp3")',
  ],
  'an answer with its headers': [
    'raw = client.chat.completions.with_raw_response.create(model="m", messages=[])\nprint(raw.headers.get("x-request-id"), raw.parse().choices[0].message.content)',
    'await client.chat.completions.create({ model: "m", messages: [] }).withResponse()',
  ],
  'lists that are filtered': [
    'for b in client.batches.list(limit=2):\n    print(b.id)\nfor f in client.files.list(timeout=2):\n    print(f.id)\nfor i in client.responses.input_items.list("r"):\n    print(i.id)',
    'await client.files.list({}, { timeout: 2000 })',
  ],
  'a store of vectors': [
    's = client.vector_stores.create(name="s")\nr = client.vector_stores.search(vector_store_id=s.id, query="q")\nd = client.fine_tuning.jobs.retrieve("j")',
    'await client.vectorStores.search(s.id, { query: "q" })',
  ],
  'a dict that has a name of the client': [
    'from openai.types.responses.tool_param import Mcp\nfrom anthropic.types.messages.batch_create_params import Request\nt = Mcp(type="mcp", server_label="x")\nq = [Request(custom_id="a", params={})]',
    'const t: any = { type: "mcp", server_label: "x" }',
  ],
  'the class of a block': [
    'from anthropic.types import TextBlock, ToolUseBlock\nm = claude.messages.create(model="m", max_tokens=5, messages=[])\nfor block in m.content:\n    if isinstance(block, TextBlock):\n        print(block.text)\n    elif isinstance(block, (ToolUseBlock,)):\n        print(block.name)',
    'if (block.type === "text")',
  ],
  'the events of a stream of Anthropic': [
    'with claude.messages.stream(model="m", max_tokens=5, messages=[]) as stream:\n    for event in stream:\n        if event.type == "text":\n            print(event.text, end="")',
    'for await (const event of eventsOf(stream))',
  ],
  'a stream of a response': [
    'with client.responses.stream(model="m", input="x") as stream:\n    for event in stream:\n        print(event.type)\n    print(stream.get_final_response().output_text)',
    '(await stream.finalResponse()).output_text',
  ],
  'a client that is closed': [
    'import os\nfrom mistralai import Mistral\nwith Mistral(api_key=os.getenv("K", ""), timeout_ms=5000, server_url="https://h/") as m:\n    r = m.chat.complete(model="x", messages=[])\n    print(r.choices[0].message.content)',
    'const m = openai({ apiKey: process.env.K ?? "", timeout: 5000, baseURL: "https://h/v1" })\nconst r = await m.chat',
  ],
  'an asynchronous client that is closed, with limits of time': [
    'import httpx\nfrom openai import AsyncOpenAI\nasync with AsyncOpenAI(timeout=httpx.Timeout(60.0, read=5.0)) as c:\n    r = await c.models.retrieve("m", timeout=httpx.Timeout(5))',
    'const c = openai({ timeout: 60000 })\nconst r = await c.models.retrieve("m", { timeout: 5000 })',
  ],
  'a sound for Mistral': [
    'from mistralai import Mistral\nfrom mistralai.models import File\nm = Mistral(api_key="k")\nwith open("a.mp3", "rb") as f:\n    t = m.audio.transcriptions.complete(model="x", file=File(content=f, file_name=f.name))\nu = m.files.upload(file=File(file_name="a", content=b"b"))',
    'await m.audio.transcriptions.create({ file: new File([readFileSync("a.mp3")], "a.mp3"), model: "x", stream: false, diarize: false })',
  ],
  'the version of a package': ['import openai\nprint(openai.__version__)', 'console.log(openaiVersion)'],
  'calls of an asynchronous client that nobody waits for yet': [
    'import asyncio\nfrom openai import AsyncOpenAI\nasync def main(names):\n    c = AsyncOpenAI()\n    tasks = [c.models.retrieve(n) for n in names]\n    found = await asyncio.gather(*tasks)\n    late = c.models.retrieve("z")\n    async for m in c.models.list():\n        print(m.id)\n    return [f.id for f in found], (await late).id\nprint(await main(["a", "b"]))',
    'const tasks = names.map((n) => c.models.retrieve(n))\n  const found = await Promise.all(tasks)\n  const late = c.models.retrieve("z")\n',
  ],
  'a list of a server that is printed': [
    'print(client.models.list())\nclient.models.list()',
    'console.log(drawn((await client.models.list()).data))\n;(await client.models.list()).data',
  ],
  'print of rich': [
    'from rich import print\nprint("a", client.models.retrieve("m").id)',
    'console.log(`a ${(await client.models.retrieve("m")).id ?? "None"}`)',
  ],
  'a log that tells where it comes from': [
    'import logging\nlogging.basicConfig(format="p%(process)s {%(filename)s:%(lineno)d} %(message)s", level=logging.INFO)',
    'Logger.configure({ format: "p%(process)s {%(filename)s:%(lineno)d} %(message)s", level: 20 })',
  ],
  'a field that is taken out of an answer': [
    'import json\nm = client.chat.completions.create(model="m", messages=[]).choices[0].message\nd = json.loads(m.model_dump_json())\ndel d["function_call"]\nd["tool_calls"] = []',
    'delete d.function_call\n',
  ],
  'files of a form': [
    'import requests\nwith open("a.wav", "rb") as f:\n    r = requests.post("https://h/a", files={"file": f}, data={"model": "m"})\nfiles = {"file": ("b.wav", open("b.wav", "rb"), "audio/wav"), "purpose": (None, "x")}\nr = requests.post("https://h/b", files=files)\nr = requests.post("https://h/c", files=[("files", ("c.txt", b"c"))])',
    'files: { file: new File([readFileSync("a.wav")], basename("a.wav")) }',
  ],
  'a form whose bytes are at hand': [
    'import requests\naudio = requests.get("https://h/a.flac").content\nfiles = {"file": ("a.flac", audio), "model": (None, "m")}\nr = requests.post("https://h/b", files=files)',
    '{ file: new File([audio], "a.flac"), model: "m" }',
  ],
  'what httpx makes of values that are no texts': [
    'import httpx\nr = httpx.get("https://h/a", params={"a": True, "b": None})\nr = httpx.get("https://h/a", params={"a": "x"})',
    'params: webValues({ a: true, b: null })',
  ],
  'entries of a conversation': [
    'from mistralai import Mistral\nm = Mistral(api_key="k")\nr = m.beta.conversations.start(model="m", inputs=[{"role": "user", "content": "x"}])\nm.beta.conversations.append(conversation_id=r.conversation_id, inputs=[{"tool_call_id": "t", "result": "5", "type": "function.result"}])',
    '[{ role: "user", content: "x", object: "entry", type: "message.input", prefix: false }]',
  ],
  'thoughts of Mistral': [
    'from mistralai import Mistral\nm = Mistral(api_key="k")\nr = m.chat.complete(model="m", messages=[])\nfor part in r.choices[0].message.content:\n    if part.type == "thinking":\n        print(part.thinking[0].text)\n    elif part.type == "text":\n        print(part.text)\nprint(r.choices[0].message.content[0].thinking[0].text)',
    'for (const part of (r.choices[0].message.content as any))',
  ],
  'what is read of answers whose types are not described': [
    'b = client.batches.retrieve("b")\nwhile b.status not in ("completed", "failed"):\n    b = client.batches.retrieve(b.id)\nif b.status == "completed":\n    lines = client.files.content(b.output_file_id).text.splitlines()\nv = client.moderations.create(input="x").results[0]\nprint(v.flagged, max(v.category_scores.model_dump().values()))',
    'if (b.status === "completed")',
  ],
  'settings that the types of Anthropic have no more': [
    's = claude.messages.create(model="m", max_tokens=5, temperature=0, messages=[], stream=True)\nfor event in s:\n    print(event.type)\nprint(claude.messages.create(model="m", max_tokens=5, top_k=3, messages=[]).content[0].text)',
    '(claude as any).messages.create({ model: "m", max_tokens: 5, temperature: 0, messages: [], stream: true })',
  ],
  'a client of Fireworks': [
    'from fireworks.client import Fireworks\nc = Fireworks()\nr = c.chat.completions.create(model="m", messages=[])',
    'openai({ baseURL: "https://api.fireworks.ai/inference/v1", apiKey: process.env.FIREWORKS_API_KEY })',
  ],
  'errors of Google, and of a package with another name': [
    'import groq as other\nfrom google.genai import errors\ng = genai.Client()\ntry:\n    g.models.generate_content(model="m", contents="x")\nexcept errors.APIError as e:\n    print(e.code)\ntry:\n    client.models.list()\nexcept other.RateLimitError:\n    print("wait")',
    'if (e.name === "ApiError") {\n    console.log(e.status)',
  ],
  'a file of Google as a part of what is asked': [
    'g = genai.Client()\nfile = g.files.upload(file="a.txt")\nr = g.models.generate_content(model="m", contents=["x", file])\nparts = ["x"]\nparts.append(file)\nr = g.models.generate_content(model="m", contents=parts)\nprint(file.state.name)',
    'contents: ["x", createPartFromUri(file.uri, file.mimeType)]',
  ],
  'a model as a schema of Google': [
    'from pydantic import BaseModel\nfrom typing import Optional\nclass Part(BaseModel):\n    n: Optional[int] = None\nclass A(BaseModel):\n    b: str\n    parts: list[Part]\ng = genai.Client()\nr = g.models.generate_content(model="m", contents="x", config={"response_schema": list[A]})\nprint(r.parsed[0].b)',
    'n: { title: "N", nullable: true, type: "INTEGER" }',
  ],
  'a cache and a batch of Google': [
    'g = genai.Client()\nc = g.caches.create(model="m", config={"contents": ["x"], "ttl": "5s"})\nfor each in g.caches.list():\n    print(each.name)\ng.caches.update(name=c.name, config=types.UpdateCachedContentConfig(ttl="9s"))\nb = g.batches.create(model="m", src=[{"contents": [{"parts": [{"text": "x"}]}]}], config={"display_name": "d"})\nprint(g.batches.get(name=b.name).state.name)',
    'await g.caches.update({ name: c.name, config: { ttl: "9s" } })',
  ],
  'bytes from Google and for it': [
    'from pathlib import Path\ng = genai.Client()\ndata = Path("a.png").read_bytes()\nr = g.models.generate_content(model="m", contents=[types.Part(inline_data=types.Blob(data=data, mime_type="image/png")), types.Part.from_function_response(name="f", response={"a_b": 1})])\nwith open("b.png", "wb") as f:\n    f.write(r.candidates[0].content.parts[0].inline_data.data)',
    'Buffer.from(r.candidates[0].content.parts[0].inlineData.data, "base64")',
  ],
  'fields of a schema, which keep their names': [
    'f = types.FunctionDeclaration(name="f", parameters=types.Schema(type="OBJECT", properties={"first_name": types.Schema(type="STRING", max_length=5)}))',
    'properties: { first_name: { type: "STRING", maxLength: 5 } }',
  ],
  'a stream of what is put into the body besides': [
    'def f(**more):\n    for chunk in client.chat.completions.create(model="m", messages=[], stream=True, **more):\n        print(chunk.choices[0].delta.content)\nf(top_p=1)',
    'await (client as any).chat.completions.create({ ...more, model: "m", messages: [], stream: true })',
  ],
  'a file by its path': [
    'from pathlib import Path\nf = client.files.create(file=Path("a.jsonl"), purpose="batch")',
    'client.files.create({ file: createReadStream("a.jsonl"), purpose: "batch" })',
  ],
  'an answer that is printed': [
    'r = requests.get("https://x")\nprint(r, f"got {r}")',
    '${`got ${`<Response [${r.status}]>`}`}',
  ],
  'what waits in Mistral': [
    'm = Mistral(api_key="k")\nasync def f():\n    await m.beta.agents.create_async(model="m", name="A")\n    return await m.ocr.process_async(model="m", document={"type": "image_url", "image_url": "u"})\nr = await f()',
    'await m.post("/agents", { body: { model: "m", name: "A" } })',
  ],
  'an answer that an error of requests has': [
    'try:\n    requests.get("https://x").raise_for_status()\nexcept requests.exceptions.RequestException as e:\n    if e.response is not None:\n        print(e.response.status_code, e.response.text)',
    'e.response.status} ${e.response.text}',
  ],
  'a header of an answer': [
    'r = requests.get("https://x")\nprint(r.headers.get("X-A"), r.headers.get("X-B", "no"), r.headers["Content-Type"], "X-C" in r.headers)',
    '${r.headers.get("X-A") ?? "None"} ${r.headers.get("X-B") ?? "no"} ${item(Object.fromEntries(r.headers), "content-type")} ${r.headers.has("X-C")',
  ],
  'a request whose method is worked out': [
    'def send(method, body=None):\n    return requests.request(method, "https://x", json=body).reason\nsend("get")',
    'request("https://x", { method: method.toUpperCase(), json: body })',
  ],
  'a name and a password': [
    'r = requests.get("https://x", auth=("a", "b"))',
    'request("https://x", { auth: ["a", "b"] })',
  ],
  'parts of an answer': [
    'r = requests.get("https://x", stream=True)\nwith open("x.bin", "wb") as f:\n    for chunk in r.iter_content(chunk_size=8192):\n        f.write(chunk)',
    'for (const chunk of r.chunks(8192))',
  ],
  'lines that are decoded': [
    'r = requests.post("https://x", json={}, stream=True)\nfor line in r.iter_lines(decode_unicode=True):\n    if line.startswith("data: "):\n        print(line[6:])',
    'if (line.startsWith("data: "))',
  ],
  'errors of clients': [
    'import anthropic\ntry:\n    claude.models.retrieve("m")\nexcept anthropic.APIStatusError as e:\n    print(e.status_code)',
    'console.log(e.status)',
  ],
  'errors of Together, in a module of their own': [
    'import together\nfrom together import Together\nt = Together()\ntry:\n    t.models.list()\nexcept together.error.RateLimitError as e:\n    print("wait")',
    'e.status === 429',
  ],
}

/** Calls that are not guessed. */
const REFUSED: Readonly<Record<string, [string, string]>> = {
  'a class as a JSON Schema of Google': [
    'from pydantic import BaseModel\nclass P(BaseModel):\n    a: str\ng = genai.Client()\ng.models.generate_content(model="m", contents="x", config={"response_json_schema": P})',
    'a class as a schema',
  ],
  'a Python function as a tool of Google': [
    'def plus(a: int):\n    return a\ng = genai.Client()\nr = g.models.generate_content(model="m", contents="x", config=types.GenerateContentConfig(tools=[plus]))',
    'a Python function as a tool',
  ],
  'what waits together and is no call': [
    'r = await asyncio.gather(*tasks)',
    'gather of what are no calls of asynchronous functions',
  ],
  'a client of the package before 2023': [
    'import openai\nr = openai.ChatCompletion.create(model="m", messages=[])',
    'openai.ChatCompletion.create()',
  ],
  'a setting of the package that has no place here': [
    'import openai\nopenai.api_type = "azure"',
    'openai.api_type',
  ],
  'a method that no client has here': [
    'client.chat.completions.stream(model="m", messages=[])',
    'the method',
  ],
  'a file that is sent by a method of its own': [
    'from together import Together\nt = Together()\nr = t.files.upload(file="a.jsonl")',
    'the method files.upload of this client',
  ],
  'a conversation of several inputs': [
    'm = Mistral(api_key="k")\nr = m.beta.conversations.start(model="m", inputs=[entry for entry in []])',
    'inputs of a conversation that are no text',
  ],
  'a tool of chat completions in a response': [
    'import openai\nfrom pydantic import BaseModel\nclass A(BaseModel):\n    b: str\ntools = [openai.pydantic_function_tool(A)]\nr = client.responses.create(model="m", input="x", tools=tools)',
    'a tool of chat completions in a response',
  ],
  'a dict in a schema for Google': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    b: dict[str, int]\ng = genai.Client()\nr = g.models.generate_content(model="m", contents="x", config={"response_schema": A})',
    'additionalProperties in a schema for Google',
  ],
  'a text where Google takes bytes': [
    'data = input()\nb = types.Blob(data=data, mime_type="x")',
    'bytes for Google that may be a text',
  ],
  'a whole float in a schema that may be printed': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    b: float = 1.0\nprint(A.model_json_schema())',
    'a whole float in a schema',
  ],
  'a model that is frozen': [
    'from pydantic import BaseModel, ConfigDict\nclass A(BaseModel):\n    model_config = ConfigDict(frozen=True)\n    b: int\na = A(b=1)',
    'frozen of a model_config',
  ],
  'a model that holds itself and is checked': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    b: list["A"] = []\na = A()',
    'a model that holds itself',
  ],
  'a file that may be none': [
    'def send(f):\n    return client.files.create(file=f, purpose="batch")\nsend("x")',
    'a file that is sent and may be none',
  ],
  'the names of all headers': [
    'r = requests.get("https://x")\nfor name in r.headers:\n    print(name)',
    'a loop over a headers',
  ],
  'a field that errors do not have here': [
    'try:\n    client.models.list()\nexcept Exception as e:\n    print(e.response)',
    '.response of an error',
  ],
}

const after = (calls: Readonly<Record<string, [string, string]>>) =>
  convertSources(
    'python3',
    Object.values(calls).map(([python]) => `${CLIENTS}\n${python}`),
  )

describe('a call of a client', () => {
  const converted = after(CALLS)
  const refused = after(REFUSED)

  test.each(Object.entries(CALLS))('becomes that of the npm package: %s', (name, [, text]) => {
    const { text: written, refusal } = converted[Object.keys(CALLS).indexOf(name)]!
    expect(refusal).toBeUndefined()
    expect(written).toContain(text)
  })

  longTest('compiles without a type error', () => {
    expect(typeErrors(converted)).toEqual([])
  })

  test.each(Object.entries(REFUSED))('is refused where it has none: %s', (name, [, reason]) => {
    expect(refused[Object.keys(REFUSED).indexOf(name)]!.refusal).toContain(reason)
  })
})

describe('the last line of a cell', () => {
  const LINES: readonly [string, string, RegExp][] = [
    ['append', 'x = []\nx.append(1)', /\nvoid x\.push\(1\)$/],
    ['sort', 'x = [2, 1]\nx.sort()', /\nvoid /],
    ['a key that may be missing', 'd = {"a": 1}\nd.get("b")', / \?\? undefined$/],
    ['a semicolon', 'x = 1\nx;', /\nvoid x$/],
    ['a value', 'x = 1\nx', /\nx$/],
    ['what has nothing to do here', 'import requests\ns = requests.Session()\ns.close()', /as any \}\n*$/],
    ['print', 'print("x")', /^console\.log\("x"\)$/],
    ['an assignment to an item', 'd = {"a": 1}\nd["b"] = 2', /\nvoid \(d\.b = 2\)$/],
    ['a declaration', 'd = {"a": 1}', /^const d: any = \{ a: 1 \}$/],
    ['a variable of the environment', 'import os\nos.environ["A"] = "b"', /^void \(process\.env\.A = "b"\)$/],
    ['a sum', 'n = 1\nn += 1', /\nvoid \(n \+= 1\)$/],
    ['names that change places', 'a, b = 1, 2\na, b = b, a', /\nvoid \(\[a, b\] = \[b, a\]\)$/],
    ['del', 'd = {"a": 1}\ndel d["a"]', /\nvoid pop\(d, "a"\)$/],
    [
      'an item of what a call gives',
      'x = {"a": {}}\ndef of():\n    return x["a"]\nof()["b"] = 1',
      /\nvoid \(of_?\(\)\.b = 1\)$/,
    ],
    ['a key of a Map', 'd = {}\nd[1] = 2', /\nvoid d\.set\(1, 2\)$/],
    [
      'a line in with',
      'x = []\nwith open("f", "w") as f:\n    f.write("a")\n    x.append(1)\n    x',
      /\nvoid x$/,
    ],
    ['a line in a loop', 'y = []\nfor i in [1]:\n    y.append(i)', /\n {2}y\.push\(i\)\n\}$/],
  ]
  const converted = convertSources(
    'python3',
    LINES.map(([, python]) => python),
  )

  test.each(LINES)('shows nothing where Python shows None: %s', (name, _python, text) => {
    expect(converted[LINES.findIndex(([each]) => each === name)]!.text).toMatch(text)
  })
})
