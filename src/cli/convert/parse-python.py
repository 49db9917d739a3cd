"""Reads Python sources as a JSON list on standard input and writes their syntax trees as JSON on standard output.

Owns nothing but that: parse-python.ts starts it, and src/convert/python/ast.ts names the fields. Nothing is run: `ast`
and `tokenize` only read. Of each source: {"body": [...], "comments": [...]}, or {"error": {"message", "line"}}.
"""

import ast
import io
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")


def constant(value):
    if value is None:
        return "none", None
    if value is Ellipsis:
        return "ellipsis", None
    kind = type(value).__name__
    if kind == "bytes":
        return kind, value.hex()
    if kind in ("bool", "str"):
        return kind, value
    return kind, repr(value)


def tree(value):
    if isinstance(value, list):
        return [tree(each) for each in value]
    if isinstance(value, (ast.Load, ast.Store, ast.Del)):
        return None
    if not isinstance(value, ast.AST):
        return value
    fields = {"type": type(value).__name__}
    if isinstance(value, ast.Constant):
        fields["kind"], fields["value"] = constant(value.value)
    elif isinstance(value, (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
        return fields["type"]
    else:
        # The kind of node has taken the name `type`.
        names = {name: "exception" if name == "type" else name for name in value._fields if name != "ctx"}
        fields.update((ours, tree(getattr(value, name, None))) for name, ours in names.items())
    if hasattr(value, "lineno"):
        fields.update(line=value.lineno, col=value.col_offset, endLine=value.end_lineno, endCol=value.end_col_offset)
    return fields


def comments(source):
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                alone = token.line[: token.start[1]].strip() == ""
                found.append({"line": token.start[0], "col": token.start[1], "text": token.string, "alone": alone})
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


def parse(source):
    try:
        return {"body": tree(ast.parse(source).body), "comments": comments(source)}
    except (SyntaxError, ValueError, RecursionError) as error:
        return {"error": {"message": getattr(error, "msg", None) or str(error), "line": getattr(error, "lineno", None) or 1}}


sys.setrecursionlimit(5000)
# A surrogate in a string has no UTF-8: `ensure_ascii` writes it as an escape, which JSON.parse takes.
json.dump([parse(source) for source in json.load(sys.stdin.buffer)], sys.stdout)
