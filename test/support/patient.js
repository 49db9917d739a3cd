// A front end, a kernel and a browser on a busy machine.
jest.setTimeout(120_000)
