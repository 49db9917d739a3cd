import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { checkMs, checkOptions, OPTIONS, type OptionHolder } from '../../src/base/option-names'
import { REQUEST_FIELDS } from '../../src/chat/call/request-fields'
import { CLIENT_OPTIONS } from '../../src/chat/client/client-options'
import { CLIENT_VERSIONS, NEWEST_FOLDER } from '../support/openai-clients'

/** Names as each helper checks them. */
const checks = {
  chat: { passed: REQUEST_FIELDS, isOpen: true },
  'chat.with': { passed: REQUEST_FIELDS, isOpen: true },
  compare: { passed: REQUEST_FIELDS, isOpen: true },
  'A model of compare': { passed: REQUEST_FIELDS, isOpen: true },
  openai: { passed: CLIENT_OPTIONS, isOpen: true },
}
const check = (holder: OptionHolder, name: string, value: unknown = 1): void =>
  checkOptions(holder, { [name]: value }, holder in checks ? checks[holder as keyof typeof checks] : {})
const messageOf = (holder: OptionHolder, name: string): string | undefined => {
  try {
    check(holder, name)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Fields that servers take in the body of a chat request, beside those of OpenAI. */
const SERVER_FIELDS: Readonly<Record<string, string>> = {
  vLLM: `best_of use_beam_search top_k min_p repetition_penalty length_penalty stop_token_ids
    include_stop_str_in_output ignore_eos min_tokens skip_special_tokens spaces_between_special_tokens
    truncate_prompt_tokens prompt_logprobs allowed_token_ids bad_words echo add_generation_prompt
    continue_final_message add_special_tokens documents chat_template chat_template_kwargs mm_processor_kwargs
    structured_outputs guided_json guided_regex guided_choice guided_grammar structural_tag
    guided_decoding_backend guided_whitespace_pattern priority request_id logits_processors
    return_tokens_as_token_ids return_token_ids cache_salt kv_transfer_params vllm_xargs include_reasoning
    thinking_token_budget`,
  SGLang: `regex ebnf no_stop_trim separate_reasoning stream_reasoning lora_path session_params rid
    return_hidden_states custom_logit_processor custom_params stop_regex min_new_tokens input_ids json_schema
    bootstrap_host bootstrap_port bootstrap_room return_routed_experts data_parallel_rank`,
  'llama.cpp': `grammar n_predict n_keep n_probs min_keep n_indent n_discard dynatemp_range dynatemp_exponent
    typical_p repeat_penalty repeat_last_n dry_multiplier dry_base dry_allowed_length dry_penalty_last_n
    dry_sequence_breakers xtc_probability xtc_threshold mirostat mirostat_tau mirostat_eta cache_prompt id_slot
    return_tokens return_progress samplers post_sampling_probs response_fields lora timings_per_token
    t_max_predict_ms reasoning_format thinking_forced_open parse_tool_calls image_data verbose penalize_nl
    reasoning_budget backend_sampling adaptive_target top_n_sigma`,
  Ollama: 'think format options keep_alive template raw images num_ctx num_predict num_gpu suffix context',
  TGI: `guideline do_sample return_full_text decoder_input_details watermark truncate adapter_id
    max_new_tokens details tool_prompt`,
  OpenRouter: `models route provider transforms plugins usage reasoning top_a prediction session_id trace
    cache_control max_price image_config debug`,
  Mistral: 'safe_prompt random_seed prompt_mode guardrails',
  Groq: `search_settings citation_options compound_custom disable_tool_validation exclude_domains
    include_domains`,
  DeepSeek: 'thinking prefix',
  xAI: 'search_parameters deferred bootstrap_host',
  Perplexity: `search_domain_filter return_images return_related_questions search_recency_filter search_mode
    search_after_date_filter search_before_date_filter disable_search enable_search_classifier media_response
    language_preference stream_mode`,
  Together: 'safety_model context_length_exceeded_behavior compliance chat_template_kwargs',
  Fireworks: `prompt_truncate_len mirostat_target mirostat_lr perf_metrics_in_response speculation
    prompt_cache_max_len raw_output prompt_cache_isolation_key reasoning_history`,
  DashScope: `enable_thinking thinking_budget enable_search search_options vl_high_resolution_images
    asr_options translation_options enable_code_interpreter`,
  Zhipu: 'user_id tool_stream meta sensitive_word_check',
  MiniMax: 'tokens_to_generate mask_sensitive_info reasoning_split bot_setting reply_constraints',
  Azure: 'data_sources user_security_context enhancements',
  NIM: 'nvext guided_json bad',
  LiteLLM: `fallbacks context_window_fallbacks num_retries request_timeout mock_response tags caching cache
    litellm_metadata drop_params allowed_openai_params deployment_id litellm_session_id model_list
    stream_timeout cooldown_time`,
  'text-generation-webui': `mode character preset instruction_template user_name bot_name greeting continue_
    auto_max_new_tokens ban_eos_token add_bos_token negative_prompt sampler_priority max_tokens_second
    static_cache guidance_scale penalty_alpha tfs epsilon_cutoff eta_cutoff no_repeat_ngram_size
    smoothing_factor smoothing_curve`,
  'LM Studio': 'ttl draft_model context_length integrations store',
  Vercel: 'providerOptions caching',
  Anthropic: 'stop_sequences anthropic_version anthropic_beta container top_k thinking',
}

describe('fields of real servers', () => {
  const declared = readFileSync(join(NEWEST_FOLDER, 'resources/chat/completions/completions.d.ts'), 'utf8')
  const [base = ''] = /export interface ChatCompletionCreateParamsBase[^]*?\n}/.exec(declared) ?? []
  const fields = [...base.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name!)

  test('are those that OpenAI’s client declares, all of them', () => {
    expect(fields.length).toBeGreaterThan(30)
    expect(fields.filter((name) => !REQUEST_FIELDS.includes(name))).toEqual([])
  })

  test.each([...Object.entries(SERVER_FIELDS), ['OpenAI', fields.join(' ')]])(
    'of %s are sent',
    (_name, names) => {
      for (const name of names.split(/\s+/))
        for (const holder of ['chat', 'chat.with', 'compare', 'A model of compare'] as const)
          expect([name, messageOf(holder, name)]).toEqual([name, undefined])
    },
  )

  test.each(CLIENT_VERSIONS)(
    'of the official client, version $version, are handed on',
    ({ version, folder }) => {
      const file = version === 4 ? 'index.d.ts' : 'client.d.ts'
      const text = ['azure.d.ts', file].map((name) => read(join(folder, name))).join('\n')
      const names = [...text.matchAll(/export interface (?:Azure)?ClientOptions[^]*?\n}/g)].flatMap(([all]) =>
        [...all.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name!),
      )
      expect(names).toEqual(expect.arrayContaining(['timeout', 'maxRetries', 'organization', 'project']))
      expect(names.filter((name) => messageOf('openai', name) !== undefined)).toEqual([])
    },
  )

  test('pass whatever their value, and whatever they are called, if they are like nothing here', () => {
    const words = fc.array(fc.constantFrom('gamma', 'lumen', 'quark', 'zebra', 'vortex', 'bloom'), {
      minLength: 2,
    })
    fc.assert(
      fc.property(words, fc.anything(), (parts, value) => {
        const name = parts.join('_')
        expect(() => check('chat', name, value)).not.toThrow()
        expect(() => check('openai', name, value)).not.toThrow()
      }),
    )
  })
})

function read(path: string): string {
  try {
    return readFileSync(resolve(__dirname, path), 'utf8')
  } catch {
    return ''
  }
}

describe('a name that means nothing here', () => {
  test.each<[OptionHolder, string, string]>([
    ['chat', 'timeoutMS', 'Use timeoutMs.'],
    ['chat', 'timeout', 'Use timeoutMs.'],
    ['chat', 'timeout_ms', 'Use timeoutMs.'],
    ['chat', 'totalMs', 'Use timeoutMs.'],
    ['chat', 'idleMs', 'Use timeouts: { idleMs }.'],
    ['chat', 'base_url', 'Use baseURL.'],
    ['chat', 'baseUrl', 'Use baseURL.'],
    ['chat', 'api_key', 'Use apiKey.'],
    ['chat', 'apikey', 'Use apiKey.'],
    ['chat', 'signals', 'Use signal.'],
    ['chat', 'singal', 'Use signal.'],
    ['chat', 'max_retries', 'Use retries.'],
    ['chat', 'maxRetries', 'Use retries.'],
    ['chat', 'header', 'Use headers.'],
    ['chat', 'extra_headers', 'Use headers.'],
    ['chat', 'draw', 'Use quiet: true.'],
    ['chat', 'qiuet', 'Use quiet.'],
    ['chat', 'rejects', 'Use reject.'],
    ['chat', 'maxTokens', 'Use max_tokens.'],
    ['chat', 'topP', 'Use top_p.'],
    ['chat', 'responseFormat', 'Use response_format.'],
    ['chat', 'message', 'Use messages.'],
    ['chat', 'temprature', 'Use temperature.'],
    ['chat', 'max_token', 'Use max_tokens.'],
    ['chat', 'max_steps', 'Use maxSteps.'],
    ['chat', 'cwd', 'It belongs to bash, curl and npm.'],
    ['chat', 'env', 'It belongs to bash, curl and npm.'],
    ['chat', 'pipefail', 'It belongs to curl.'],
    ['chat', 'stdin', 'It belongs to bash and npm.'],
    ['chat', 'maxOutputChars', 'It belongs to bash and npm.'],
    ['chat', 'fault', 'It belongs to practice.'],
    ['chat', 'expiresInMs', 'It belongs to practice.'],
    ['chat', 'system', 'It belongs to chat.with.'],
    ['chat.with', 'timeoutMS', 'Use timeoutMs.'],
    ['compare', 'draw', 'Use quiet: true.'],
    ['compare', 'cwd', 'It belongs to bash, curl and npm.'],
    ['A model of compare', 'lable', 'Use label.'],
    ['openai', 'base_url', 'Use baseURL.'],
    ['openai', 'timeoutMS', 'Use timeoutMs.'],
    ['openai', 'retries', 'Use maxRetries.'],
    ['openai', 'organisation', 'Use organization.'],
    ['openai', 'quiet', 'It belongs to chat, compare, stream, bash, curl, npm and usage.'],
    ['openai', 'signal', 'It belongs to chat, compare, stream, bash, curl and npm.'],
    ['bash', 'draw', 'Use quiet: true.'],
    ['bash', 'timeout', 'Use timeoutMs.'],
    ['bash', 'timeouts', 'Use timeoutMs.'],
    ['bash', 'as', 'It belongs to chat, compare and stream.'],
    ['bash', 'model', 'It belongs to chat.'],
    ['bash', 'pipefail', 'It belongs to curl.'],
    ['bash', 'colour', 'It takes reject, env, cwd, stdin, quiet, timeoutMs, maxOutputChars and signal.'],
    ['npm', 'baseURL', 'It belongs to chat and compare.'],
    ['curl', 'stdin', 'It belongs to bash and npm.'],
    ['curl', 'pipeFail', 'Use pipefail.'],
    ['curl', 'headers', 'It belongs to chat and compare.'],
    ['stream', 'draw', 'Use quiet: true.'],
    ['stream', 'timeouts', 'Use timeoutMs.'],
    ['stream', 'model', 'It belongs to chat.'],
    ['stream', 'baseURL', 'It belongs to chat and compare.'],
    ['practice', 'model', 'Use models.'],
    ['practice', 'faults', 'Use fault.'],
    ['practice', 'expiresIn', 'Use expiresInMs.'],
    ['usage', 'draw', 'Use quiet: true.'],
    ['usage', 'price', 'Use prices.'],
    ['timeouts', 'totalMs', 'Use timeoutMs, beside timeouts.'],
    ['timeouts', 'idle', 'It takes connectMs, firstEventMs and idleMs.'],
    ['timeouts', 'idleMS', 'Use idleMs.'],
  ])('is refused: %s with %s', (holder, name, hint) => {
    expect(messageOf(holder, name)).toBe(`${holder} has no option "${name}". ${hint}`)
  })

  test('is refused in one line that never holds a value', () => {
    const secret = 'private-value'
    const attempt = () => check('chat', `time\nout ${'x'.repeat(200)}`, secret)
    expect(attempt).not.toThrow()
    const closed = () => check('bash', `time\nout ${'x'.repeat(200)}`, secret)
    expect(closed).toThrow(/^bash has no option "time out x+…"\. It takes/)
    expect(closed).not.toThrow(/private|\n/)
  })

  test('is let be while its value is undefined', () => {
    expect(() => checkOptions('bash', { draw: undefined })).not.toThrow()
    expect(() => checkOptions('chat', { timeout: undefined }, checks.chat)).not.toThrow()
  })
})

describe('a slip in the name of an option', () => {
  const holders = (Object.keys(OPTIONS) as OptionHolder[]).filter((holder) => holder !== 'timeouts')
  const long = holders.flatMap((holder) =>
    OPTIONS[holder].filter((name) => name.length >= 7).map((name) => [holder, name] as const),
  )

  test('of one letter is refused, with the name that was meant', () => {
    const slip = fc.tuple(fc.constantFrom(...long), fc.nat(), fc.constantFrom('drop', 'double', 'swap'))
    fc.assert(
      fc.property(slip, ([[holder, option], place, kind]) => {
        const at = 1 + (place % (option.length - 2))
        const name = {
          drop: option.slice(0, at) + option.slice(at + 1),
          double: option.slice(0, at) + option[at] + option.slice(at),
          swap: option.slice(0, at) + option[at + 1] + option[at] + option.slice(at + 2),
        }[kind]!
        const others: readonly string[] = [...OPTIONS[holder], ...REQUEST_FIELDS, ...CLIENT_OPTIONS]
        fc.pre(!others.includes(name))
        expect(messageOf(holder, name)).toMatch(/ Use \w/)
      }),
    )
  })

  test.each(holders.flatMap((holder) => OPTIONS[holder].map((name) => [holder, name] as const)))(
    'is none in %s: %s',
    (holder, name) => {
      expect(messageOf(holder, name)).toBeUndefined()
    },
  )
})

describe('checkMs', () => {
  test.each([[undefined], [0], [1.5], [Infinity]])('takes %p', (value) => {
    expect(() => checkMs('timeoutMs', value)).not.toThrow()
  })
  test.each([[null], ['5'], [-1], [NaN], [{}]])('refuses %p', (value) => {
    expect(() => checkMs('timeoutMs', value)).toThrow('timeoutMs is a number of milliseconds, 0 or more.')
  })
})
