"""Classes of Python cells: a JSON list of sources on standard input, a list of what each is on standard output.

`plain` · `functions`: needs functions, comprehensions, tool loops · `sdk`: another client than OpenAI's wire format ·
`data`: Python's data world, frameworks, classes with inheritance, threads · `kept`: magics and shell only · `empty`.
With each: the names that it assigns and reads, so that what needs a cell is known.
"""

import ast
import json
import sys

DATA = set(
    "pandas numpy matplotlib seaborn sklearn scipy PIL gradio langchain langchain_core langchain_openai langchain_groq "
    "langchain_community langgraph llama_index pypdf PyPDF2 pdf2image pdfminer ffmpeg cv2 torch transformers datasets "
    "tiktoken nltk spacy faiss chromadb qdrant_client pinecone streamlit plotly bs4 pytz csv threading multiprocessing "
    "concurrent subprocess sqlite3 cartesia sentence_transformers networkx tqdm".split()
)
SDKS = {"anthropic", "mistralai", "cohere", "google", "ollama", "boto3", "replicate", "llama_api_client"}
EVAL = {"eval", "exec", "locals", "globals", "compile", "__import__", "open"}
CALLS = ("chat.complete", "messages.create", "models.generate_content", "messages.stream", "fim.complete", "agents.complete")


def dotted(node):
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def class_of(tree):
    kind = "plain"
    rank = ["plain", "functions", "sdk", "data"]

    def at_least(other):
        nonlocal kind
        kind = max(kind, other, key=rank.index)

    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None)
            names = [module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for name in names:
                root = (name or "").split(".")[0]
                if root in DATA:
                    at_least("data")
                if root in SDKS and name != "google.colab":
                    at_least("sdk")
        elif isinstance(node, ast.ClassDef) or isinstance(node, (ast.With, ast.AsyncWith, ast.Match)):
            at_least("data")
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in EVAL:
                at_least("data")
            if name.endswith(CALLS):
                at_least("sdk")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)):
            at_least("functions")
    return kind


def names_of(tree):
    """What the cell assigns, and what it reads that it has not assigned in a line before."""
    assigned, read, first = set(), set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            is_read = isinstance(node.ctx, ast.Load)
            (read if is_read else assigned).add(node.id)
            if not is_read:
                first[node.id] = min(first.get(node.id, node.lineno), node.lineno)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            assigned.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            assigned.update(alias.asname or alias.name.split(".")[0] for alias in node.names)
    lines = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            lines[node.id] = min(lines.get(node.id, node.lineno), node.lineno)
    return sorted(assigned), sorted(name for name in read if name not in first or lines[name] <= first[name])


def classify(source):
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {"class": "kept", "assigned": [], "read": []}
    body = [node for node in tree.body if not (isinstance(node, ast.Expr) and "__magic__" in ast.dump(node))]
    assigned, read = names_of(tree)
    kind = class_of(tree) if body else "kept" if tree.body else "empty"
    return {"class": kind, "assigned": assigned, "read": read}


json.dump([classify(source) for source in json.load(sys.stdin)], sys.stdout)
