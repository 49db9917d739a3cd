// A front end, a kernel and a browser on a busy machine: a failure is shown, then tried once more before it counts.
jest.setTimeout(120_000)
jest.retryTimes(1, { logErrorsBeforeRetry: true })
