/**
 * Statements and definitions of the subset. `$int` stands for an expression of that kind, `#int` for a variable of it,
 * `@block` for a statement that stands further in.
 */
import type { Kind } from './literals'

export const STATEMENTS: readonly string[] = [
  'print($str, $int)',
  'print($float, $bool, sep="-")',
  'print($str, end="")',
  'print($int, end=" | ")',
  'print(*$ints)',
  'print(*$strs, sep=", ")',
  'print($str, file=sys.stderr)',
  'print($pairs, $floats)',
  'print(sorted($set), len($set))',
  '#int += $int',
  '#int -= $int',
  '#int *= 2',
  '#float += $float',
  '#str += $str',
  '#ints.append($int)',
  '#ints.extend($ints)',
  '#ints.insert(0, $int)',
  '#ints.sort()',
  '#ints.sort(key=lambda v: -v)',
  '#ints.reverse()',
  '#ints += [$int]',
  '#strs.append($str)',
  '#dict["new"] = $int',
  '#dict["a"] = $int\nprint(#dict)',
  '#dict.update({"u": $int})',
  '#dict.setdefault("s", $int)\nprint(#dict)',
  '#map[$int] = $str\nprint(#map)',
  '#set.add($int)\nprint(sorted(#set))',
  'a, b = $int, $str\nprint(a, b)',
  'first, *rest = [$int] + $ints\nprint(first, rest)',
  'x = y = $int\nprint(x + y)',
  'if $bool:\n    @block',
  'if $bool:\n    @block\nelse:\n    @block',
  'if $bool:\n    @block\nelif $bool:\n    @block\nelse:\n    @block',
  'for i in range(3):\n    print(i)\n    @block',
  'for item in $ints:\n    print(item)\n    @block',
  'for item in $strs:\n    if item == "x":\n        continue\n    print(item)',
  'for c in $str:\n    print(c, end=".")',
  'for k, v in $dict.items():\n    print(k, v)\n    @block',
  'for k, v in $map.items():\n    print(k, v)',
  'for n, item in enumerate($strs, 1):\n    print(n, item)',
  'for p, q in zip($ints, $strs):\n    print(p, q)',
  'for name, size in $pairs:\n    print(f"{name}: {size:>3}")',
  'for v in $ints:\n    if v > 2:\n        print("found", v)\n        break\nelse:\n    print("none")',
  'n = 3\nwhile n > 0:\n    n -= 1\n    if n == 1:\n        continue\n    print(n)\nelse:\n    print("end")',
  'try:\n    print($int)\nexcept ZeroDivisionError:\n    print("zero")',
  'try:\n    print($int)\nexcept (ZeroDivisionError, IndexError, KeyError, ValueError):\n    print("failed")\nelse:\n    print("fine")',
  'try:\n    print($float)\nexcept Exception:\n    print("failed")\nfinally:\n    print("done")',
  'try:\n    raise ValueError($str)\nexcept ValueError as error:\n    print("caught", error)',
  'if (size := len($strs)) > 1:\n    print(size)',
  'match $$int:\n    case 0:\n        print("zero")\n    case 1 | 2:\n        print("few")\n    case _:\n        print("many")',
  'match $$str:\n    case "hello":\n        print("hi")\n    case other:\n        print(other)',
  'assert $int > 0 or True',
  'm = re.search(r"(\\w+) (\\w+)", $str)\nif m:\n    print(m.group(1), m.groups())',
  'groups = defaultdict(list)\nfor w in $strs:\n    groups[len(w)].append(w)\nprint(dict(groups))',
  'counts = Counter($strs)\nprint(counts["a"], counts.most_common(1), sum(counts.values()))',
  'with open("out.txt", "w") as f:\n    f.write($str)\n    f.write("\\n")\nwith open("out.txt") as f:\n    print(f.read())',
  'with open("data.json", "w") as f:\n    json.dump($dict, f)\nwith open("data.json") as f:\n    print(json.load(f))',
  'grid = {(i, j): i * j for i in range(2) for j in range(2)}\nprint(grid[(1, 1)], (0, 5) in grid, grid)',
  'alias = #floats\nalias.append($int)\nprint(#floats)',
  'alias = #ints\nalias.append($float)\nprint(#ints)',
  'rows = [#dict]\nrows[0]["f"] = $int\nprint(#dict)',
  'print(json.dumps({"x": $float, "n": $int, "l": $floats, "p": ($int, $float)}))',
  'for v in [$int, $str, None]:\n    print(f"{v} {v!r}")',
  'square = lambda v: v * v\nprint(square($int), [square(v) for v in $ints])',
]

export interface Definition {
  readonly text: string
  /** Expressions that use it. */
  readonly uses: readonly (readonly [Kind, string])[]
}

export const DEFINITIONS: readonly Definition[] = [
  {
    text: 'def scale(a, by=2):\n    return a - by\nTOOLS = {"scale": scale}',
    uses: [
      ['int', 'TOOLS["scale"]($int)'],
      ['int', 'TOOLS["scale"](**{"a": $int, "by": $int})'],
      ['int', 'TOOLS["scale"]($int, by=$int)'],
      ['int', 'scale($int, by=$int)'],
      ['int', 'scale(**{"a": $int})'],
    ],
  },
  {
    text: 'def half(value):\n    if value > 2:\n        return value / 2\n    return "small"',
    uses: [
      ['str', 'str(half($int))'],
      ['str', 'f"{half($int)}"'],
    ],
  },
  {
    text: 'def combine(a, b=2, c="x"):\n    return f"{a}{b}{c}"',
    uses: [
      ['str', 'combine($int)'],
      ['str', 'combine($int, $int)'],
      ['str', 'combine($int, c=$str)'],
      ['str', 'combine($str, b=$int)'],
    ],
  },
  {
    text: 'def pick(values, index=0):\n    """Takes one."""\n    if not values:\n        return None\n    return values[index]',
    uses: [
      ['maybe', 'pick($strs)'],
      ['maybe', 'pick($strs, index=-1)'],
    ],
  },
  {
    text: 'def total(*numbers):\n    result = 0\n    for number in numbers:\n        result += number\n    return result',
    uses: [
      ['int', 'total($int, $int)'],
      ['int', 'total()'],
      ['int', 'total($int)'],
    ],
  },
  {
    text: 'def options(name, **more):\n    return [name] + [f"{k}:{v}" for k, v in more.items()]',
    uses: [
      ['strs', 'options($str)'],
      ['strs', 'options($str, a=$int, b=$str)'],
      ['strs', 'options($str, **{"z": $int})'],
    ],
  },
  {
    text: 'def evens(limit):\n    n = 0\n    while n < limit:\n        yield n\n        n += 2',
    uses: [
      ['ints', 'list(evens(5))'],
      ['ints', '[v + 1 for v in evens(4)]'],
      ['int', 'sum(evens(7))'],
    ],
  },
  {
    text: 'def make_counter(step):\n    count = 0\n    def up():\n        nonlocal count\n        count += step\n        return count\n    up()\n    return up()',
    uses: [['int', 'make_counter($int)']],
  },
  {
    text: 'def ratio(a, b):\n    if b == 0:\n        raise ZeroDivisionError("no")\n    return a / b',
    uses: [
      ['float', 'ratio($int, $int)'],
      ['float', 'ratio($float, $int)'],
    ],
  },
  {
    text: 'def halves(value):\n    return value // 2, value % 2',
    uses: [
      ['int', 'halves($int)[0]'],
      ['int', 'sum(halves($int))'],
    ],
  },
  {
    text: 'def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)',
    uses: [['int', 'fib(7)']],
  },
  {
    text: 'class Stack:\n    """Keeps things."""\n    def __init__(self, items=None):\n        self.items = items or []\n        self.name = "s"\n    def push(self, item):\n        self.items.append(item)\n        return self\n    def size(self):\n        return len(self.items)\n    def __str__(self):\n        return f"Stack of {self.size()}"',
    uses: [
      ['str', 'str(Stack().push($int))'],
      ['int', 'Stack().push($int).push($int).size()'],
    ],
  },
  {
    text: '@dataclass\nclass Point:\n    x: int\n    y: int = 0\n    def sum(self):\n        return self.x + self.y',
    uses: [
      ['int', 'Point($int).sum()'],
      ['str', 'str(Point($int, y=$int))'],
      ['bool', 'Point($int) == Point($int)'],
    ],
  },
  {
    text: 'class Mood(Enum):\n    GOOD = "good"\n    BAD = "bad"',
    uses: [
      ['str', 'Mood.GOOD.value'],
      ['strs', '[mood.name for mood in Mood]'],
      ['bool', 'Mood("bad") == Mood.BAD'],
    ],
  },
]
