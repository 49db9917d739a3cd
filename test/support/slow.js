// Kernels, browsers and real programs need longer than jest's five seconds, above all on a busy machine.
jest.setTimeout(60_000)
