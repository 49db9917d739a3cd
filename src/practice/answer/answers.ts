/**
 * What the practice endpoint says: an answer for each prompt of the tutorial, and an honest one for every other.
 */

const KEYWORDS = `1. Vegan recipes
2. Plant-based cooking
3. Easy vegan dinners
4. Dairy-free desserts
5. Vegan meal prep
6. High-protein vegan meals
7. Vegan breakfast ideas
8. Budget vegan cooking
9. Gluten-free vegan baking
10. Vegan comfort food
11. Seasonal vegetables
12. Vegan holiday menus`

const FACTORIAL = `
    """Return the product of the whole numbers from 1 to x."""
    assert x >= 0, "x must not be negative"
    result = 1
    for factor in range(2, x + 1):
        result *= factor
    return result
`

const OTHER = `This is a canned answer: no model has read your message. The practice endpoint knows the two prompts of its \
tutorial and nothing else. To talk to a real model, set BASE_URL and ACCESS_TOKEN to those of any OpenAI-compatible \
server, restart the kernel and run the notebook again.`

const KEYWORDS_THOUGHT = `Blog posts about vegan recipes are found by what people type into a search box: short phrases, not \
sentences. A dozen will do, from the general to the particular.`

const OTHER_THOUGHT = 'A canned answer needs no thought. This is where a model would show its own.'

const ANSWERS: readonly { readonly prompt: RegExp; readonly answer: string; readonly thought?: string }[] = [
  { prompt: /keywords?\b.*\bvegan|vegan\b.*\bkeywords?/is, answer: KEYWORDS, thought: KEYWORDS_THOUGHT },
  { prompt: /\bdef\s+factorial\s*\(/, answer: FACTORIAL },
]

/**
 * Finds the canned answer to a prompt.
 * @param prompt - Text of the last message of the user.
 * @returns The answer; for a prompt that is not the tutorial's, one that says so.
 */
export function answerTo(prompt: string): string {
  return ANSWERS.find((entry) => entry.prompt.test(prompt))?.answer ?? OTHER
}

/**
 * What stands where a model would show its reasoning.
 * @param prompt - Text of the last message of the user.
 */
export function thoughtOn(prompt: string): string {
  return ANSWERS.find((entry) => entry.prompt.test(prompt))?.thought ?? OTHER_THOUGHT
}
