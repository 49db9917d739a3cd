/**
 * The URLs of the practice endpoint: the ones of the tutorial, which name the model, and the usual `/v1` ones.
 * The bare `/chat/completions` is for clients whose base URL is the origin alone.
 */

/** What a URL asks for. */
export interface Route {
  readonly kind: 'chat' | 'models'
  /** The method it is asked with. */
  readonly method: 'GET' | 'POST'
  /** Model in the URL. */
  readonly pathModel?: string
}

const SERVING = /^\/serving\/llm\/([^/]+)(\/.*)$/

/**
 * Reads the path of a URL.
 * @param pathname - Path without query.
 * @returns What it asks for; `undefined` for a path that is not served.
 */
export function readRoute(pathname: string): Route | undefined {
  const serving = SERVING.exec(pathname)
  const rest = serving ? serving[2] : pathname.replace(/^\/v1(?=\/)/, '')
  const pathModel = serving ? { pathModel: decode(serving[1] ?? '') } : {}
  if (rest === '/chat/completions') return { kind: 'chat', method: 'POST', ...pathModel }
  if (rest === '/models') return { kind: 'models', method: 'GET', ...pathModel }
  return undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded after all: such a model does not exist, and the refusal should show what was asked.
    return text
  }
}
