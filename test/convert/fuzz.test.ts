/**
 * Programs from seeds, by Python and by Node: what is converted prints the same. `npm run test:convert -- --fuzz 5000`
 * tries more of them.
 */
import { rounds } from '../support/extent'
import { programOf } from './support/programs'
import { comparePrograms } from './support/compare-programs'

describe('convert, on programs from seeds', () => {
  test('prints what Python prints, or refuses', async () => {
    const programs = Array.from({ length: rounds(60, 8) }, (_, seed) => programOf(seed))
    const compared = await comparePrograms('python3', programs)
    expect(compared.filter(({ outcome }) => outcome === 'differs')).toEqual([])
    // What refuses everything is never wrong either.
    expect(compared.filter(({ outcome }) => outcome === 'same').length).toBeGreaterThan(programs.length * 0.4)
  })
})
