/**
 * What stands for the code of a student: text that is nbgrader's own, and told from other failures by it. Pure.
 */

/** Message of the error that the stub of a solution throws. */
export const STUB_MESSAGE = 'YOUR CODE HERE'
