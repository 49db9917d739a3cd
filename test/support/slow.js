// Kernels and browsers need longer than jest's five seconds.
jest.setTimeout(60_000)
