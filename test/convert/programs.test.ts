/** What Python and JavaScript do differently, program by program: the same is printed, or the cell is refused. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pickHelpers } from '../../src/convert/helpers/pick'
import { nameText } from '../../src/convert/write/names'
import { someOf } from '../support/extent'
import { comparePrograms, convertSources, readHelpers, type Compared } from './support/compare-programs'
import { OTHER_NAMES } from './support/other-names'

const PYTHON = 'python3'

/** Programs that are converted, by what they are about. */
const SAME: Readonly<Record<string, string>> = {
  'truth of empty values':
    'for x in [[], [1]]:\n    print("yes" if x else "no")\nd = {}\nif not d:\n    print("empty")',
  'equality of lists and dicts': 'print([1, [2]] == [1, [2]], {"a": 1} != {"a": 1}, "1" == 1)',
  membership: 'print("a" in "cat", 2 in [1, 2], "k" in {"k": 1}, [1] in [[1]])',
  'division and remainder of negatives': 'print(-7 // 2, -7 % 3, 7 % -3, -7 / 2, 0 // -3)',
  'division by zero': 'try:\n    print(1 // (1 - 1))\nexcept ZeroDivisionError as e:\n    print("zero")',
  'slices with negative bounds':
    'x = [1, 2, 3, 4]\ns = "hello"\nprint(x[-2:], x[:-1], x[::-1], s[-3:], s[::-1], s[1:100])',
  'base64 that is read':
    'import base64\nfor t in ["aGk=", "aGk", "aGkh", "aGk= \\n", "a", "aGk==", ""]:\n    try:\n        print(base64.b64decode(t).decode("utf-8"))\n    except ValueError as e:\n        print("bad", e)\nprint(base64.standard_b64encode("é".encode("utf-8")).decode("ascii"))',
  'futures that stand for what they were made of':
    'import concurrent.futures\nimport time\ndef work(n, by=1):\n    time.sleep(0.05 * n)\n    if n == 2:\n        raise ValueError("two")\n    return n * by\nwith concurrent.futures.ThreadPoolExecutor(max_workers=5) as pool:\n    names = {pool.submit(work, n, by=10): f"call {n}" for n in [3, 2, 1]}\n    for future in concurrent.futures.as_completed(names):\n        name = names[future]\n        try:\n            got = future.result()\n        except Exception as exc:\n            print(f"{name} failed: {exc}")\n        else:\n            print(f"{name} gave {got}")',
  'futures of what does not wait':
    'from concurrent.futures import ThreadPoolExecutor\ndef work(a, b):\n    if b == 0:\n        raise ZeroDivisionError("none")\n    return a // b\ndef zero():\n    return 0\nwith ThreadPoolExecutor(max_workers=2) as pool:\n    print(list(pool.map(work, [4, 9], [2, 3])))\n    fs = {}\n    for name in ["a", "bb"]:\n        fs[name] = pool.submit(work, 4, len(name))\n    for name, f in fs.items():\n        print(name, f.result())\n    late = pool.submit(work, 1, zero())\n    print("begun")\n    try:\n        late.result()\n    except ZeroDivisionError as e:\n        print(e)',
  'a pattern that is one or the other':
    'import re\nfor w in ["a", "b"]:\n    p = f"{w}+"\n    print(re.findall(p, "aab"))',
  'patterns that are worked out':
    'import re\nKINDS = {"a": r"A\\) P", "w": r"\\bw\\w+\\b", "d": r"^\\d{2,3}$"}\nfor key in ["a", "w", "d"]:\n    print(bool(re.search(KINDS[key], "A) Pre 12")), re.findall(KINDS[key], "wörd word 12"))\ndef extract(text, pattern):\n    found = re.search(pattern, text, re.DOTALL | re.I)\n    return found.group(1) if found else None\nprint(extract("<A>x\\ny</A>", r"<a>(.*?)</a>"), extract("none", r"(z)"), extract("K: 12", r"k: (\\d+)"))\nchecks = [("upper", "[A-Z]"), ("tag", r"<(?P<name>\\w+)>"), ("key", "(?i)AB")]\nfor name, p in checks:\n    r = re.compile(p)\n    m = r.search("ab <Tag> 1")\n    if m:\n        print(name, m.group(0), m.start(), m.groups())\n    print(re.sub(p, "_", "ab <Tag> 1"), bool(re.match(p, "ab")), [m.group() for m in re.finditer(p, "ab <Tag>")])',
  'JSON and lines of bytes':
    'import json\nb = \'{"a": 1}\\r\\n{"a": "é"}\\n\'.encode("utf-8")\nfor line in b.splitlines():\n    print(json.loads(line)["a"], len(line))\nprint(json.loads(b"[1, 2]"))',
  'a test for Colab':
    'import os, sys\nfrom IPython import get_ipython\nCOLAB = "google.colab" in sys.modules\ndef start():\n    if COLAB:\n        print("Colab")\n    return "x" if COLAB else "y"\nif COLAB:\n    # in Colab\n    from google.colab import userdata\n    os.environ["TO_TEST"] = userdata.get("TO_TEST")\nelif 1 < 0:\n    print("no")\nelse:\n    os.environ["TO_TEST"] = "here"\nif not COLAB:\n    print("not there")\nelse:\n    from google.colab import drive\nif "google.colab" in str(get_ipython()):\n    drive.mount("/content")\nprint(start(), COLAB, os.environ["TO_TEST"])',
  'an import of Colab that fails':
    'try:\n    import google.colab\n    from google.colab import drive\n    drive.mount("/content")\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False\nif IN_COLAB and 1 < 2:\n    print("in Colab")\nif IN_COLAB:\n    drive.flush_and_unmount()\nprint(IN_COLAB)',
  'an import of Colab and of its secrets that fails':
    'try:\n    from google.colab import drive, userdata\n    drive.mount("/content")\n    key = userdata.get("K")\nexcept ImportError:\n    key = "here"\nprint(key)',
  'a name of a test for Colab that is given again':
    'import sys\nCOLAB = "google.colab" in sys.modules\nCOLAB = not COLAB\nif COLAB:\n    print("given")',
  'characters beyond the first plane': 's = "a😀b"\nprint(len(s), s[1], s[::-1], s.find("b"), s[:2])',
  'text of floats, bools and None': 'print(1.0, 1e-07, 1e16, 0.1 + 0.2, True, None, [1.5, None, "x"])',
  'repr of texts': 'print(["it\'s", "say \\"hi\\"", "tab\\t", "é", "\\x00"])',
  'halves go to the even neighbour':
    'print(round(0.5), round(1.5), round(2.675, 2), f"{0.125:.2f}", f"{2.5:.0f}", round(-0.5), round(-0.5, 0), f"{-0.5:.0f} {-2.5:.0f} {-0.125:.2f}")',
  'formats of f-strings':
    'n = 1234567\nt = "ab"\nprint(f"{n:,} {n:>10} {t:<5}| {t:^6}| {t!r} {3.14159:.2f} {7:03d} {0.256:.1%}")',
  'widths of what may be a text or a number':
    'import json\nfor m in json.loads(\'[{"a": "x", "n": 12}, {"a": "😀", "n": true}]\'):\n    print(f"{m[\\"a\\"]:>5}|{m[\\"a\\"]:5}|{m[\\"n\\"]:5}|{m[\\"n\\"]:<4}|{m[\\"a\\"]:*^6}|")'.replaceAll(
      '\\"',
      "'",
    ),
  'the first of what can be gone through':
    'd = {"b": 1, "a": 2}\nprint(next(iter(d)), next(iter(d.values())), next(iter([5, 6])), next(iter([]), None))\ntry:\n    next(iter({}))\nexcept StopIteration:\n    print("none")',
  'a function that stands behind its first call':
    'def outer(x):\n    for i in range(2):\n        x = inner(x, by=i + 1)\n    return x\ndef inner(value, by=1):\n    return value + "!" * by\nclass Box:\n    def get(self):\n        return made(self)\ndef made(box):\n    return "made"\nprint(outer("a"), Box().get())',
  'a file that is not there':
    'import os\nfrom pathlib import Path\nif not os.path.isfile("no") and not Path("no").is_dir():\n    print("none", os.path.isdir("."), not Path(".").is_file())',
  'a secret of Colab, or what stands for it':
    'try:\n    from google.colab import userdata\n    key = userdata.get("NO_SUCH_KEY_HERE")\nexcept ImportError:\n    key = "my key"\ntry:\n    from google.colab import userdata\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False\nprint(key, IN_COLAB)',
  'a set of one text, gone through and shown':
    's = set(["a", "a"])\nfor x in s:\n    print(x)\nprint(s, list(s), ", ".join(s), set(s) - {"a"}, [x + "!" for x in s])',
  'mathematics of what may be no number':
    'import math\ndef f(a, op):\n    if op == "sqrt":\n        return str(math.sqrt(a))\n    if op == "log":\n        return str(math.log(a, 10))\n    return str(math.floor(a))\nfor a, op in [(16, "sqrt"), (2.5, "floor"), (True, "sqrt"), (100, "log"), ("x", "sqrt"), (None, "log"), (-1, "sqrt")]:\n    try:\n        print(f(a, op))\n    except (TypeError, ValueError) as e:\n        print("bad")',
  'fields of several kinds by a name that changes':
    'movies = [{"title": "A", "rating": 6.4, "year": 2015, "genres": ["x", "y"]}, {"title": "B", "rating": 8.1, "year": 2014, "genres": []}]\nfor m in movies:\n    text = ""\n    for field in ["title", "genres", "rating", "none"]:\n        value = m.get(field, "")\n        text += str(value) + " "\n    print(text.strip())\n    print([m[k] for k in ("title", "genres")])',
  'a calculator of a tool':
    'import re\ndef calculate(expression):\n    expression = re.sub(r"[^0-9+\\-*/().]", "", expression)\n    try:\n        result = eval(expression)\n        return str(result)\n    except (SyntaxError, ZeroDivisionError, NameError, TypeError, OverflowError):\n        return "Error: Invalid expression"\nfor e in ["2 + 3 * 4", "7/2", "8/2", "1/0", "(1", "2**10", "1,984,135 * 9,343,116", "1.5*2"]:\n    print(calculate(e))',
  'what is True or False itself':
    'import json\nd = json.loads(\'{"a": false, "b": 0, "c": null, "d": true}\')\ndef check(x):\n    return len(x) > 1\nif check("ab") is True and check("a") is False and check("a") is not True:\n    print([d[k] is False for k in d], d["d"] is True, d["b"] is not False)',
  'a default that fails, of a key that is there':
    'd = {"a": 1}\nn = 0\ntry:\n    print(d.get("a", 1 % n))\nexcept ZeroDivisionError:\n    print("zero")\nprint(d.get("a", n), d.get("a", []))',
  'and, or, and what stands for None':
    'try:\n    raise ValueError((None or "none") and (str(12345)))\nexcept ValueError as error:\n    print("caught", error)',
  'a zero with a sign': 'z = -1.0 * 0.0\nprint(f"{z:.1e}|{z:.2f}|{z:,.1f}|{z}|{abs(z):.1e}")',
  'powers of two': 'delay = 2\nfor attempt in range(4):\n    print(delay * 2 ** attempt, 0.5 * 2 ** attempt)',
  'what a call gives, or something else':
    'import json\nd = json.loads(\'{"a": [], "b": {"c": 0}, "e": "x"}\')\ndef f(key, other=None):\n    return d.get(key) or other or []\nprint(f("a"), f("b"), f("e"), f("z", "y"), d["b"].get("c", 0) or 5, d.get("z") or "none")',
  'a debug f-string': 'x = 3\nprint(f"{x=}")',
  'print with end and sep': 'print("a", end="")\nprint("b", "c", sep="-")\nprint()\nprint(1, "x", 2.0)',
  'a percent sign in the first text': 'print("100%s", "x")\nprint("%d items", 3)',
  'defaults and named arguments':
    'def f(a, b=2, c=None):\n    return f"{a} {b} {c}"\nprint(f(1), f(1, 3), f(1, c=4), f(c=5, a=6))',
  'a default of None is not replaced':
    'def f(a, b="x"):\n    return b\nprint(f(1, None), f(1, b=None), f(1))',
  '*args': 'def f(first, *rest):\n    return f"{first} {len(rest)}"\nprint(f(1), f(1, 2, 3))',
  'functions in a table, called by name':
    'def add(a, b=1):\n    return a + b\ntools = {"add": add}\nargs = {"a": 2, "b": 3}\nprint(tools["add"](**args), tools["add"](**{"a": 5}), add(1))',
  'lambdas in a table, called by name':
    'def add(a, b=1):\n    return a + b\ntools = {"add": add, "twice": lambda value, times=2: value * times}\nargs = {"value": 4}\nprint(tools["twice"](value="x"), tools["twice"](**args), tools["add"](a=2))',
  'functions in a list, by their names':
    'def get(name):\n    return f"got {name}"\nby_name = {f.__name__: f for f in [get]}\nprint(by_name["get"](name="x"))',
  'a float in an empty list of another name': 'a = []\nb = a\nb.append(2.0)\nprint(a)',
  'a float in a dict that a list has': 'row = {"n": 1}\nrows = [row]\nrow["x"] = 4 / 2\nprint(rows)',
  'what others see of an operator that changes a value':
    'u = [1]\nv = u\nv += [2]\nd = {"a": [1]}\nw = d["a"]\nd["a"] += [3]\ne = d\ne |= {"b": 1}\nprint(u, w, d)',
  'a dict that gets more in a loop':
    'rows = [{"name": "a", "n": 1, "price": 1.5}]\nfor r in rows:\n    r["total"] = r["n"] * 2.0\nprint(rows)\nprint(rows[0]["n"], rows[0]["price"])\nprint([120.0, 1.5])',
  'several targets': 'a, b = 1, "x"\na, c = 2, a\nprint(a, b, c)\nx = y = 3\nprint(x + y)',
  'parts of paths, which are not tidied':
    'import os\nfrom pathlib import Path\nd = "./videos"\nprint(os.path.join(d, "a.mp4"), os.path.join(d, "/b"), os.path.join("a/", "b"), os.path.join("", "x"), os.path.join("a", ""), os.path.join(d, "..", "b"), os.path.join("a", "b.txt"))\np = Path(d)\nprint(p / "a" / "c", Path("a", "b"), Path("/x") / d, p / "/q")',
  'a swap of items': 'x = [3, 1, 2]\ni = 0\nx[i], x[i + 1] = x[i + 1], x[i]\nprint(x)',
  'a chain of comparisons': 'x = 5\nprint(1 < x <= 5, 1 < x < 5)',
  'and, or as values': 'a = ""\nb = a or "default"\nc = None\nprint(b, c or 1, a and "never")',
  'nested comprehensions': 'print([x * y for x in range(3) for y in range(2) if x != y])',
  'comprehensions of dicts':
    'd = {k: len(k) for k in ["a", "bb"]}\nprint(d, {v: k for k, v in {"p": "q"}.items()})',
  'loops over pairs':
    'for k, v in {"a": 1, "b": 2}.items():\n    print(k, v)\nfor i, c in enumerate("xy", 1):\n    print(i, c)\nfor a, b in zip([1, 2], ["p", "q"]):\n    print(a, b)',
  'the variable of a loop after it':
    'for i in range(3):\n    pass\nprint(i)\nfor i in range(2):\n    i += 10\n    print(i)',
  'a name that is set in a branch': 'if 1 > 0:\n    name = "yes"\nelse:\n    name = "no"\nprint(name)',
  'a name that is kept from the round before':
    'def f():\n    for i in range(3):\n        if i > 0:\n            print(last)\n        last = i\nf()',
  'append and its friends':
    'x = []\nx.append("b")\nx.extend(["a"])\nx.insert(0, "c")\nprint(x, x.index("b"))\nlast = x.pop()\nprint(last)\nx.sort()\nprint(sorted(["B", "a"], key=lambda s: s.lower()))',
  'get with and without a default':
    'd = {"a": None}\nprint(d.get("a", 1), d.get("b", 2), d.get("c"))\nprint(d.get("constructor"))',
  'a missing key': 'd = {"a": 1}\nk = "b"\ntry:\n    print(d[k])\nexcept KeyError as e:\n    print("no", e)',
  'split, join, strip, replace':
    'print(" a  b ".split(), "a,b".split(","), "a,b,c".split(",", 1), "-".join(["x", "y"]), "  x ".strip() + "|", "aXa".replace("a", "$&"))',
  format: 'print("{} and {name}".format("x", name="y"))\nT = "Q: {q}"\nprint(T.format(q="why"))',
  'json as Python writes it':
    'import json\nprint(json.dumps({"a": [1, "é"], "b": None}), json.dumps({"x": True}, indent=2))\nprint(json.loads(\'{"n": 1.5}\')["n"])',
  'regular expressions':
    'import re\nprint(re.findall(r"\\d+", "a1b22"), re.sub(r"\\s+", " ", "a  b"))\nm = re.search(r"(\\w+)@(\\w+)", "joe@site")\nif m:\n    print(m.group(1), m.group(2))',
  'letters of all scripts': 'import re\nprint(re.findall(r"\\w+", "é ü"))',
  'while with break and continue':
    'n = 0\nwhile True:\n    n += 1\n    if n == 2:\n        continue\n    if n > 3:\n        break\n    print(n)',
  'print of the items of a list':
    'x = ["a", "b"]\nprint(*x, sep=", ")\nprint(*[1, 2])\nprint(*x, sep="", end="!\\n")',
  'a program that is run': 'def main():\n    print("x")\nif __name__ == "__main__":\n    main()',
  'the name of a loop in the next one': 'for i in [1]:\n    print(i)\nfor i in ["a"]:\n    print(i)',
  'strings in a row, and times': 'print("a" "b" + "-" * 5)\nprint([0] * 3)',
  'any, all, min, max, sum':
    'x = [3, 1, 2]\nprint(any(v > 2 for v in x), all(x), min(x), max(x, key=lambda v: -v), sum(x), sum([0.1] * 3))',
  'words that TypeScript keeps':
    'new = 1\ndelete = 2\nprint(new + delete)\ndef function(default):\n    return default\nprint(function(3))',
  'a name of a helper': 'item = 3\nslice = "x"\nlen_ = 4\nprint(item, slice, [1, 2][item - 2])',
  global: 'n = 0\ndef up():\n    global n\n    n += 1\nup()\nup()\nprint(n)',
  'an error of its own':
    'def f(x):\n    if x < 0:\n        raise ValueError("negative")\n    return x\ntry:\n    f(-1)\nexcept ValueError as e:\n    print("bad:", e)\nfinally:\n    print("done")',
  recursion: 'def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nprint(fact(10))',
  'isinstance and type() of a part that is not there':
    'd = {"x-y": 5, "z": -1}\nl = [{"a": 1}]\nprint(type(l[0]), type(l[0]["a"]), isinstance(d["z"] + 1, (str, list)), isinstance(d.get("q"), (int, str)))\nfor step in [lambda: isinstance(d["q"], (str, list)), lambda: type(d["q"]) == int, lambda: type(l[3]).__name__]:\n    try:\n        print(step())\n    except LookupError as e:\n        print(type(e).__name__)',
  isinstance: 'for v in ["x", [1], {"a": 1}]:\n    print(isinstance(v, str), isinstance(v, (list, dict)))',
  'line ends and quotes in texts': 'print("a\\nb", \'q"q\', """x\n  y `t` ${z}""")',
}

/** Programs that are not converted, and what is said of them. */
const REFUSED: Readonly<Record<string, [string, string]>> = {
  'calls that Python makes in the loop': [
    'def f(x):\n    print(x)\n    return x\nfor x in map(f, [1, 2]):\n    print("use", x)',
    'one by one',
  ],
  'calls that Python makes later': [
    'def f(x):\n    print(x)\n    return x\ng = (f(x) for x in [1, 2])\nprint("made")\nprint(list(g))',
    'later',
  ],
  'calls that Python stops making': [
    'def f(x):\n    print(x)\n    return x > 1\nprint(next((x for x in [1, 2, 3] if f(x)), None))',
    'stops making',
  ],
  'ints without end': ['print(2 ** 100)', ''],
  'keys of several kinds': ['d = {1: "a", "b": 2}\nprint(d)', 'key'],
  'an heir whose constructor does not call that of the class above': [
    'class A:\n    def __init__(self, x):\n        self.x = x\nclass B(A):\n    def __init__(self):\n        self.y = 1\nprint(B().y)',
    'does not call super',
  ],
  'an heir whose method takes other parameters': [
    'class A:\n    def run(self, a):\n        return a\nclass B(A):\n    def run(self, a, b):\n        return a + b\nprint(B().run(1, 2))',
    'whose parameters are others',
  ],
  'a field that is set before the constructor above': [
    'class A:\n    def __init__(self, a):\n        self.a = a\nclass B(A):\n    def __init__(self):\n        self.b = 1\n        super().__init__(2)\nprint(B().b)',
    'before super',
  ],
  'a method of the class that an heir calls': [
    'class A:\n    @classmethod\n    def make(cls):\n        return cls()\nclass B(A):\n    pass\nprint(B.make())',
    'which the class inherits',
  ],
  'an error whose text is not its message': [
    'class E(Exception):\n    def __init__(self, message):\n        super().__init__(f"E: {message}")\n        self.message = message\ntry:\n    raise E("x")\nexcept E as e:\n    print(e, e.message)',
    'is not its text',
  ],
  'a name that may have no value': ['try:\n    x\nexcept NameError:\n    print("none")', 'except NameError'],
  'the class of an error': [
    'try:\n    raise ValueError("a")\nexcept ValueError as e:\n    print(type(e))',
    'the class of an error',
  ],
  'an import that may fail': [
    'try:\n    import tiktoken\nexcept ImportError:\n    print("none")',
    'that may fail',
  ],
  'a model with a method': [
    'from pydantic import BaseModel\nclass A(BaseModel):\n    x: int\n    def f(self):\n        return 1',
    'with a method',
  ],
  'an order of a set': ['print({3, 10})', 'set'],
  'a file that is handed on': [
    'def put(f):\n    f.write("x")\nwith open("a.txt", "w") as f:\n    put(f)',
    '.write()',
  ],
  'a seed of random numbers': ['import random\nrandom.seed(1)', 'seed'],
  'a pattern that JavaScript has not': ['import re\nprint(re.findall(r"a++", "aa"))', 'pattern'],
  'a case that takes a value apart': ['match [1]:\n    case [x]:\n        print(x)', 'apart'],
  'a method with a meaning of its own': [
    'class A:\n    def __getattr__(self, key):\n        return key\nprint(A().x)',
    '__getattr__',
  ],
  'a key that an object puts first': ['d = {"b": 1, "1": 2}\nprint(d)', 'does not keep in its place'],
  'a set that is looped over': ['for x in {3, 10}:\n    print(x)', 'order'],
  'a shared default': [
    'class A:\n    def f(self, x=[]):\n        x.append(1)\n        return x\nprint(A().f())',
    'all calls share',
  ],
  'a function made in a loop': [
    'fs = []\nfor i in range(3):\n    fs.append(lambda: i)\nprint([f() for f in fs])',
    'function in a loop',
  ],
  inheritance: ['class A(B):\n    pass', 'inherits from B'],
  'a data frame': ['import pandas as pd\nprint(pd.DataFrame())', 'pandas'],
  exec: ['exec("x = 1")', 'exec'],
  'a time that a clock shows twice': [
    'from datetime import datetime\nfrom zoneinfo import ZoneInfo\nprint(datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York")))',
    'is put forward or back',
  ],
  'what people call a time that is not known': [
    'from datetime import datetime\nfrom zoneinfo import ZoneInfo\nprint(datetime.now(ZoneInfo("Asia/Dubai")).strftime("%Z"))',
    'What %Z shows of Asia/Dubai',
  ],
  'a file of bytes that is written by a name': [
    'f = open("a.bin", "wb")\nf.write(b"x")\nf.close()',
    'a file of bytes that is written',
  ],
  'a row with too few fields': ['import csv\nprint(list(csv.DictReader(["a,b", "1"])))', 'A row of 1 fields'],
  'a named tuple that is taken apart': [
    'from collections import namedtuple\nP = namedtuple("P", "x y")\na, b = P(1, 2)\nprint(a)',
    'taken apart',
  ],
  'a defaultdict whose values are worked out': [
    'from collections import defaultdict\nn = 1\nd = defaultdict(lambda: n + 1)\nprint(d["x"])',
    'this defaultdict',
  ],
  'the text of an OrderedDict': ['from collections import OrderedDict\nprint(OrderedDict())', 'this dict'],
  'a command of which a part is shown': [
    'import subprocess\nsubprocess.run(["true"], stdout=subprocess.PIPE)',
    'a command of which a part is shown',
  ],
  'a getter as a value': [
    'from operator import itemgetter\ng = itemgetter(1)\nprint(g([1, 2]))',
    'itemgetter',
  ],
  'a docstring of several lines': [
    'def f():\n    """One\n    two."""\nfor g in [f]:\n    print(g.__doc__)',
    'A docstring of several lines',
  ],
  'the text of a dict of types': ['print({str: "string"})', 'a map of what Python shows'],
  'eval of a name': ['x = 1\nprint(eval("x + 1"))', 'The name x'],
  'eval with names that are worked out': [
    'import math\nnames = dict(a=1)\nprint(eval("1 + 1", {}, names))',
    'names that are not written out',
  ],
  'a tool whose float has a name': [
    'def half(x):\n    y = {"half": x / 2, "n": 3}\n    return y\ntools = {"half": half}\nprint(tools["half"](**{"x": 4}))',
    'may hold floats',
  ],
  'the names of a notebook as a dict': ['x = 1\nprint(list(globals()))', 'names of the notebook as a dict'],
  'a test whether a variable is there': ['x = 1\nprint("x" in globals())', 'is a name of the notebook'],
  'a field that a method may have given': [
    'class A:\n    def late(self):\n        self.w = 5\nprint(hasattr(A(), "w"))',
    'hasattr',
  ],
  'what may be an object that can be called': [
    'class A:\n    def __call__(self):\n        return 1\nfor x in [A(), 2]:\n    print(callable(x))',
    'callable of what may be',
  ],
  'the environment as a text': ['import os\nprint(os.environ)', 'form of its own'],
  'a range as a text': ['print(range(3))', 'the text of a range'],
  'a format of what may be a tuple': [
    'import json\ndef f(x):\n    return "%s" % x\nprint(f((1,)), f([1]))',
    'may be a tuple',
  ],
  'a decorator that looks at what it gets': [
    'def log(f):\n    def wrapper(*args, **kwargs):\n        print(args, kwargs)\n        return f(*args, **kwargs)\n    return wrapper\n@log\ndef add(a, b):\n    return a + b\nprint(add(1, b=2))',
    'the decorator of add',
  ],
  'a limit of time for what prints': [
    'import asyncio\nasync def slow():\n    await asyncio.sleep(1)\n    print("late")\nasync def main():\n    await asyncio.wait_for(slow(), 0.1)\nasyncio.run(main())',
    'a time limit of what goes on',
  ],
  'an object that looks at the error': [
    'class T:\n    def __enter__(self):\n        return self\n    def __exit__(self, kind, error, trace):\n        return kind is ValueError\nwith T():\n    raise ValueError("x")',
    'looks at the error',
  ],
  'a with that is left before its end': [
    'from contextlib import contextmanager\n@contextmanager\ndef res():\n    yield 1\n    print("close")\ndef f():\n    with res() as r:\n        return r\nprint(f())',
    'left before its end',
  ],
  'a decorator of a method': [
    'def loud(f):\n    def wrapper(*args, **kwargs):\n        return f(*args, **kwargs)\n    return wrapper\nclass A:\n    @loud\n    def f(self):\n        return 1\nprint(A().f())',
    'the decorator of f',
  ],
  'a decorator': ['@cache\ndef f():\n    return 1', 'decorator'],
  'print of a list and of a call that changes it': [
    'def add(x, kept=[]):\n    kept.append(x)\n    return kept\nprint(add(1), add(2))',
    'what changes one',
  ],
  'isinstance of a known type that may fail': ['print(isinstance(abs(1) * {"a": 1}["q"], int))', 'no name'],
  'isinstance of what a call gives': [
    'def f(x):\n    print(x)\n    return x\nprint(isinstance(f(1) + 1, (int, str)))',
    'no name',
  ],
  'is of a number': ['x = 5\nprint(x is 5)', '"is"'],
  'an int among floats, by another name': [
    'a = [1.0]\nb = a\nb.append(2)\nprint(a)',
    'may be an int or a float',
  ],
  'an int among floats, in a loop': [
    'rows = [{"b": 2.0}, {"b": 3.5}]\nfor r in rows:\n    r["b"] = 7\nprint(rows)',
    'may be an int or a float',
  ],
  'an int among floats, in a function': [
    'def put(r):\n    r["b"] = 7\nrow = {"b": 2.0}\nput(row)\nprint(row)',
    'may be an int or a float',
  ],
  'an int among floats, in a part': [
    'd = {"x": [1.0]}\nd["x"].append(3)\nprint(d)',
    'may be an int or a float',
  ],
  'an int among floats, by update': [
    'd = {"x": 1.0}\ne = [d]\ne[0].update({"x": 3})\nprint(d)',
    'may be an int or a float',
  ],
  'a float among ints, in a function': [
    'def put(xs, x):\n    xs.append(x / 2)\na = [1]\nput(a, 4)\nprint(a)',
    'may be an int or a float',
  ],
  'a whole number of what may be a float': [
    'def f(x):\n    if x > 2:\n        return x / 2\n    return x\nprint(f(4))',
    'may be an int or a float',
  ],
  'a total of floats that may be none': [
    'def mean(xs):\n    return sum(xs) / len(xs) if xs else 0\nprint(mean([]))',
    'may be an int or a float',
  ],
  'a total beside an int': [
    't = 0\nfor v in [0.5, 1.5]:\n    t += v\nprint(t + 1)',
    'may be an int or a float',
  ],
  'signs in a pattern that is worked out': [
    'import re\ndef f(n):\n    return re.findall(rf"{n}x", "a.x bax")\nprint(f("a."))',
    'in a pattern',
  ],
  'what is no Python': ['print "x"', 'Python does not read it'],
}

/** Longer ones, in files of Python: a program below each `# %%`. */
function programsOfFiles(): [string, string][] {
  const folder = join(__dirname, '../fixtures/convert/programs')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/^# %% /m)
        .slice(1),
    )
    .map((text): [string, string] => {
      const [name, ...lines] = text.split('\n')
      return [name!, lines.join('\n')]
    })
}

const OTHERS = someOf(OTHER_NAMES)
const KEPT = someOf([...Object.entries(SAME), ...programsOfFiles()])

describe('convert', () => {
  let compared: ReadonlyMap<string, Compared>

  beforeAll(async () => {
    const programs = [
      ...KEPT.map(([, program]) => program),
      ...Object.values(REFUSED).map(([program]) => program),
      ...OTHERS,
    ]
    // Python is started once for all.
    compared = new Map((await comparePrograms(PYTHON, programs)).map((each) => [each.python, each]))
  })

  test.each(KEPT)('keeps %s', (_name, program) => {
    expect(compared.get(program)).toMatchObject({ outcome: 'same' })
  })

  test.each(Object.entries(REFUSED))('says what it cannot do: %s', (_name, [program, reason]) => {
    expect(compared.get(program)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining(reason),
    })
  })

  test.each(OTHERS)('shows by one name what it got by another, or says that it cannot: %s', (program) => {
    expect(['same', 'refused']).toContain(compared.get(program)?.outcome)
  })

  test('gives no name of a notebook to a helper', () => {
    const names = [...readHelpers().matchAll(/^export (?:async )?(?:function|class) (\w+)/gm)].map(
      ([, name]) => name!,
    )
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => nameText(name) === name)).toEqual([])
    expect(pickHelpers(readHelpers(), names)).not.toMatch(/^(?:import|export)/m)
  })

  test('says what a text of its own says, and goes on without a package that is not used', () => {
    const [text, imports, only] = convertSources(PYTHON, [
      '"""A first word"""\nimport os',
      'import os\nimport smtplib\nfrom email.mime.text import MIMEText',
      'import smtplib',
    ])
    expect(text?.text).toBe('/** A first word */')
    expect(imports?.text).toMatch(/^(?:\/\/ [\w.]+: a Python package without a counterpart here\.\n?){2}$/)
    expect(only?.refusal).toContain('smtplib')
  })

  test('gives no value of a definition', () => {
    const [table, listed] = convertSources(PYTHON, [
      'def call(f, x):\n    return f(1, b=x) + f(1, 2)\ndef add(a, b):\n    return a + b\nt = {"add": add}\ndef sub(a, b):\n    return a - b\nu = [sub]\ndef mul(a, b):\n    return call(add, a)\nv = mul\ndef mod(a, b):\n    return [mod]',
      'all = []\ndef tool(f):\n    all.append(f)\n    return f\n@tool\ndef f():\n    return 1',
    ])
    expect(table?.text).toMatch(/\nvoid \(mod\.parameters = .*\)$/)
    expect(listed?.text).toMatch(/\nvoid tool\(f\)$/)
  })

  test('keeps the Python of a refused cell, and fails in one line', () => {
    const [converted] = convertSources(PYTHON, ['import pandas as pd\nprint(pd.NA)'])
    expect(converted?.text.split('\n')).toEqual([
      '// import pandas as pd',
      '// print(pd.NA)',
      expect.stringMatching(/^throw new Error\("not converted: the Python package pandas.* \(line 2\)\. /),
    ])
  })
})
