const { default: Sequencer } = require('@jest/test-sequencer')

/**
 * Tests on the kernel are long and wait much: they stand at the front, each beside a long one that does not, so that a
 * run ends with short ones. Jest knows how long a test takes only where it has run before.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    const isKernel = ({ context }) => context.config.displayName?.name === 'kernel'
    const others = sorted.filter((test) => !isKernel(test))
    const pairs = sorted.filter(isKernel).flatMap((test) => [test, ...others.splice(0, 1)])
    return [...pairs, ...others]
  }
}
