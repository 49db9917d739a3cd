/**
 * Options of the official client, versions 4 to 7, and of its client for Azure: `openai()` hands them on. The list need not
 * be whole: an option that is like none of these and like none of ours is handed on as well.
 */
export const CLIENT_OPTIONS: readonly string[] = [
  'adminAPIKey',
  'apiVersion',
  'azureADTokenProvider',
  'credential',
  'dangerouslyAllowBrowser',
  'dataResidency',
  'defaultHeaders',
  'defaultQuery',
  'deployment',
  'endpoint',
  'fetch',
  'fetchOptions',
  'httpAgent',
  'logLevel',
  'logger',
  'maxRetries',
  'organization',
  'project',
  'provider',
  'timeout',
  'webhookSecret',
  'workloadIdentity',
]
