/**
 * Answers that solve no exercise of the course: what a student may well write, by the name of the exercise. Each is code
 * in the place of the solution, and what the check says to it.
 */

/** An answer and what is said to it. */
export type WrongAnswer = readonly [code: string, said: RegExp]

/** Wrong answers by exercise. */
export const WRONG_ANSWERS: Readonly<Record<string, readonly WrongAnswer[]>> = {
  'a short answer': [
    ['', /there is nothing yet \(undefined\)/],
    ['short = "1. Vegan recipes"', /1\. Vegan recipes has no request/],
    ['short = chat({ model, messages: prompt, max_tokens: 10, temperature: 0 })', /was `await` left out/],
    [
      'short = await chat({ model: "deci-coder-6b", messages: prompt, max_tokens: 10, temperature: 0 })',
      /`model` is "deci-coder-6b", and should be "deci-nano"/,
    ],
    ['short = await chat({ model, messages: prompt, max_tokens: 10 })', /`temperature` was not sent/],
    ['short = answer', /`max_tokens` was not sent, and should be 10/],
  ],
  'two roles': [
    ['chef = answer', /`messages` has 1 items, and should have 2/],
    [
      'chef = await chat({ model, messages: [{ role: "user", content: prompt }, { role: "system", content: "You are a chef." }] })',
      /`messages\[0\]\.role` is "user"/,
    ],
    [
      'chef = await chat({ model, max_tokens: 5, messages: [{ role: "system", content: "You are a chef." }, { role: "user", content: prompt }] })',
      /the answer ended with "length"/,
    ],
  ],
  'a second question': [
    ['second = await chat({ model, messages: "Which one is the best for winter?" })', /`messages` has 1 items/],
    ['second = await chat({ model, messages: answer.messages })', /`messages` has 2 items/],
    [
      'second = await chat({ model, messages: [...answer.messages, { role: "user", content: "And?" }] })',
      /`messages\[2\]\.content` is "And\?"/,
    ],
  ],
  'a call with curl': [
    ['called = await curl`curl -s "$BASE_URL/models" -H "Authorization: Bearer $ACCESS_TOKEN"`', /had no body/],
    [
      `called = await curl\`curl -s "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json '{"model": "deci-nano", "max_tokens": 2, "messages": [{"role": "user", "content": "Hello"}]}'\``,
      /the answer ended with "length"/,
    ],
  ],
  'cut by the limit': [
    ['', /there is nothing yet/],
    ['list = whole', /`max_tokens` was not sent/],
    ['list = limited', /`max_tokens` is 15, and should be 20/],
    ['list = await chat({ model, messages: prompt, max_tokens: 20, stream: false })', /`stream` is false/],
  ],
  'whole or not': [
    ['return true', /not what is expected/],
    ['return answer.text !== ""', /not what is expected/],
    ['return !answer.error', /not what is expected/],
    ['return answer.finishReason === "stop"', /expected: false, received: true/],
    ['return answer.finishReason !== "length" && !answer.error', /expected: false, received: true/],
  ],
  'keep the pieces': [
    ['', /received: undefined/],
    ['rescued = ""', /received: 0/],
    ['rescued = whole.text', /expected: < 279, received: 279/],
    ['rescued = "Sorry, the connection is gone."', /expected: true, received: false/],
  ],
  'whose move is it': [
    ['return "wait"', /expected: "key", received: "wait"/],
    ['return error.status < 500 ? "request" : "server"', /expected: "key", received: "request"/],
    [
      'return ({ 401: "key", 404: "request", 429: "wait", 500: "server" } as any)[error.status]',
      /not what is expected/,
    ],
  ],
  'ask again': [
    ['return "an answer"', /resolved instead of rejected/],
    ['return ask()', /ChatError: status 429/],
    ['for (let i = 0; i < tries; i++) try { return await ask() } catch (error) {}', /resolved instead of rejected/],
    [
      'let last: unknown\nfor (let i = 0; i < tries; i++) try { return await ask() } catch (error) { last = error }\nthrow last',
      /not what is expected/,
    ],
  ],
  'no longer than a second': [
    ['late = await ask()', /the answer ended with "length"/],
    ['late = impatient', /the answer ended with "http"/],
  ],
  'a tool of your own': [
    ['warm = product', /`tools\[0\]\.function\.name` is "multiply"/],
    ['warm = await chat({ model, messages: "How warm is 20 degrees Celsius in Fahrenheit?" })', /`tools` was not sent/],
    [
      'const toFahrenheit = tool({ parameters: { type: "object", properties: { celsius: { type: "number" } }, required: ["celsius"] }, run: ({ celsius }: any) => celsius + 32 })\nwarm = await chat({ model, messages: "How warm is 20 degrees Celsius in Fahrenheit?", tools: { toFahrenheit } })',
      /expected: "68", received: "52"/,
    ],
  ],
  'answer the call': [
    ['told = product', /`messages\[1\]\.tool_calls\[0\]\.id` is/],
    ['told = await chat({ model, messages: "The product is 391." })', /`messages` has 1 items/],
    [
      'told = await chat({ model, messages: [...asked.messages, { role: "tool", tool_call_id: asked.toolCalls[0].id, content: "400" }] })',
      /`messages\[2\]\.content` is "400", and should be "391"/,
    ],
  ],
  'take no nonsense': [
    ['return 80 * (1 - Number(percent) / 100)', /not what is expected/],
    ['if (!(Number(percent) <= 50)) throw new Error("too much")\nreturn 80', /not what is expected/],
    ['return "Error: no"', /not what is expected/],
    [
      'const p = Number(percent)\nif (percent === null || typeof percent === "string" || !(p >= 0 && p <= 50 && Number.isInteger(p))) return "Error: no"\nreturn 80 * (1 - p / 100)',
      /expected: StringMatching|not what is expected/,
    ],
  ],
  'a form of your own': [
    ['soup = paris', /`response_format/],
    ['soup = { object: { name: "Lentil soup", minutes: 35, isVegan: true } }', /has no request/],
    [
      `soup = await chat({ model, messages: '"Lentil soup" is vegan and takes 35 minutes.', schema: { type: "object", properties: { name: { type: "string" }, minutes: { type: "string" }, isVegan: { type: "boolean" } }, required: ["name", "minutes", "isVegan"] } })`,
      /minutes\.type` is "string", and should be "integer"/,
    ],
    [
      `soup = await chat({ model, messages: '"Lentil soup" is vegan and takes 35 minutes.', schema: { type: "object", properties: { name: { type: "string" }, minutes: { type: "integer" }, isVegan: { type: "boolean" } } } })`,
      /required` was not sent/,
    ],
  ],
  'is it a dish': [
    ['return true', /not what is expected/],
    ['return false', /expected: true, received: false/],
    ['return value?.name !== undefined && value.minutes > 0 && value.isVegan !== undefined', /not what is expected/],
    [
      'return typeof value?.name === "string" && value.name !== "" && value.minutes > 0 && Number.isInteger(value.minutes) && typeof value.isVegan === "boolean"',
      /not what is expected/,
    ],
  ],
  'a list of dishes': [
    ['return []', /not what is expected/],
    ['return answers.map(({ object }) => object)', /not what is expected/],
    ['return answers.map(({ object }) => object).filter((object) => isDish(object))', /not what is expected/],
    ['return answers.filter(({ error }) => !error).map(({ object }) => object)', /not what is expected/],
  ],
  'a line for the log': [
    ['return ""', /expected: "https:\/\/api\.example\/v1 authorization, accept", received: ""/],
    ['return `${url} ${JSON.stringify(headers)}`', /`line` shows a key/],
    ['return `${url} ${Object.entries(headers).join(", ")}`', /`line` shows a key/],
    ['return `${url} authorization, accept`', /expected: "https:\/\/api\.example\/v2 x-api-key"/],
  ],
  'ready or not': [
    ['return true', /not what is expected/],
    ['return name in process.env', /the output is empty/],
    ['console.log(process.env[name], `${name} is not set`)\nreturn name in process.env', /`stdout` shows a key/],
  ],
  'show it, do not run it': [
    ['return text', /expected: "&lt;img/],
    ['return text.replace(/<[^>]*>/g, "")', /expected: "&lt;img/],
    ['return text.replaceAll("<", "&lt;").replaceAll(">", "&gt;")', /expected: "&lt;img/],
    [
      `return text.replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;").replaceAll("&", "&amp;")`,
      /expected: "&lt;img/,
    ],
  ],
  'what did it cost': [
    ['return 0', /expected: 2, received: 0/],
    ['return (used.prompt_tokens * price.output + used.completion_tokens * price.input) / 1_000_000', /expected: 2, received: 10/],
    [
      'return ((used?.prompt_tokens ?? 0) * price.input + (used?.completion_tokens ?? 0) * price.output) / 1_000_000',
      /expected: null, received: 0/,
    ],
  ],
  'the cheapest that will do': [
    ['return "deci-nano"', /expected: "small", received: "deci-nano"/],
    ['return Object.keys(prices)[0]', /expected: "large", received: "small"/],
    [
      'return [...answers].sort((a, b) => costOf(a.usage, prices[a.model])! - costOf(b.usage, prices[b.model])!)[0]?.model',
      /expected: "large", received: "small"/,
    ],
  ],
  'forget in time': [
    ['return messages.slice(-count)', /expected: "s b c", received: "b c"/],
    ['return [messages[0], ...messages.slice(1).slice(-count)]', /expected: "b", received: "a b"/],
    [
      'const [first] = messages.splice(0, 1)\nreturn first.role === "system" ? [first, ...messages.slice(-count)] : messages.slice(-count)',
      /expected: "s a b c", received/,
    ],
  ],
}
