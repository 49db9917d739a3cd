/**
 * Compiled, never run: the names that are checked are those that the types of the options declare.
 */
import type { OPTIONS, OptionHolder } from '../../src/base/option-names'
import type {
  ChatDisplay,
  ChatOptions,
  ChatTimeouts,
  ChatTransport,
  StreamOptions,
} from '../../src/chat/chat-options'
import type { OpenAIOptions } from '../../src/chat/openai'
import type { UsageOptions } from '../../src/chat/usage'
import type { CurlOptions } from '../../src/curl/curl-options'
import type { PracticeOptions } from '../../src/practice/practice'
import type { ShellOptions } from '../../src/shell/run-live'

type Names<Holder extends OptionHolder> = (typeof OPTIONS)[Holder][number]
/** The names that a type declares, without those that an index signature allows. */
type Declared<T> = keyof { [Name in keyof T as string extends Name ? never : Name]: T[Name] }
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

type Chat = keyof ChatTransport | keyof ChatDisplay | 'maxSteps' | 'schema'

true satisfies Same<Names<'bash'>, keyof ShellOptions>
true satisfies Same<Names<'npm'>, keyof ShellOptions>
true satisfies Same<Names<'curl'>, keyof CurlOptions>
true satisfies Same<Names<'chat'>, Chat>
true satisfies Same<Names<'compare'>, Chat>
true satisfies Same<Names<'chat.with'>, Chat | 'system'>
true satisfies Same<Names<'stream'>, keyof StreamOptions>
true satisfies Same<Names<'openai'>, Declared<OpenAIOptions>>
true satisfies Same<Names<'practice'>, keyof PracticeOptions>
true satisfies Same<Names<'usage'>, keyof UsageOptions>
true satisfies Same<Names<'timeouts'>, keyof ChatTimeouts>

/** `maxSteps` and `schema` are declared beside the fields of the request. */
const own = { maxSteps: 1, schema: {} } satisfies Partial<ChatOptions>
void own
