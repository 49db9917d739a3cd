import { cleanMessage } from '../../../../src/kernel/compiler/positions/clean-message'

test.each([
  ['a call', '(0 , __vars__.f) is not a function', 'f is not a function'],
  ['a guarded call', '(0 , ((__run__.isOn && f) , __vars__).f) is not a function', 'f is not a function'],
  ['a call of a member', '__vars__.a.b is not a function', 'a.b is not a function'],
  ['a name with $', '(0 , __vars__.$f_1) is not a function', '$f_1 is not a function'],
  ['several', '__vars__.a and (0 , __vars__.b) and __vars__.c[0]', 'a and b and c[0]'],
  [
    'a name in quotes',
    "Cannot destructure property 'a' of '__vars__.b' as it is undefined.",
    "Cannot destructure property 'a' of 'b' as it is undefined.",
  ],
  ['nothing to do', '(0 , f.g) is not a function', '(0 , f.g) is not a function'],
  ['another name', 'my__vars__.a is not iterable', 'my__vars__.a is not iterable'],
])('cleanMessage writes names as the user does: %s', (_name, text, wanted) => {
  expect(cleanMessage(text)).toBe(wanted)
})
