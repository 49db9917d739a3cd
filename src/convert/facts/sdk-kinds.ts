/** Kinds of values of packages. */
export type SdkKind =
  | 'client'
  | 'stream'
  /** A list of a server, page by page. */
  | 'page-stream'
  /** Bytes that a client gives, of a file or a sound. */
  | 'content'
  /** An answer with its headers. */
  | 'raw-response'
  | 'value'
  | 'response'
  /** Headers of a response, whose names may be written in either case. */
  | 'headers'
  /** Bytes in Python that are a text here. */
  | 'ascii'
  | 'match'
  | 'regex'
  | 'date'
  | 'duration'
  /** A date without a time. */
  | 'day'
  /** A zone of time: its name. */
  | 'zone'
  | 'pytz-zone'
  /** The names of all zones. */
  | 'zones'
  /** Of requests. */
  | 'session'
  /** Of httpx. */
  | 'http-client'
  | 'http-response'
  /** Of pydantic: one of several classes of models. */
  | 'model-class'
  /** Files by their names in a form. */
  | 'form-files'
  /** Of asyncio. */
  | 'semaphore'
  /** Of logging. */
  | 'logger'
  /** A file or text that is read and written bit by bit, and one of bytes. */
  | 'text-file'
  | 'byte-file'
  | 'csv-writer'
  /** Of inspect: a signature, a parameter of it, a type by its name, and what is not there. */
  | 'signature'
  | 'parameter'
  | 'type'
  | 'empty'
  /** What a command gave, as texts or as bytes. */
  | 'process'
  | 'byte-process'
  /** Of hashlib. */
  | 'hash'
  /** Of uuid: a text here. */
  | 'uuid'
  /** Of urllib: an address taken apart. */
  | 'address'
  /** Of string. */
  | 'template'
  /** Of threads. */
  | 'pool'
  | 'pretty-printer'
  | 'path'
  /** What `type()` gives. */
  | 'type'
  /** `os.environ` */
  | 'environment'
  | 'delta'
  /** Of Mistral: a stream whose chunks are the `data` of its items. */
  | 'event-stream'
  | 'event'
  /** Of Anthropic: a stream that collects, and its texts. */
  | 'message-stream'
  | 'text-stream'
  /** Of Google: names of fields are written otherwise. */
  | 'genai'
  | 'genai-value'
  /** A file of Google's, which is a part of a question by its address. */
  | 'genai-file'
  | 'genai-stream'

/** Errors with fields of their own. */
export type ErrorKind = 'requests' | 'genai' | 'json' | 'system' | 'pydantic'
