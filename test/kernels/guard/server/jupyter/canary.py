"""Executes CELLS cells of four outputs each with nbclient on the kernel NAME; prints what is lost and what is misplaced."""

import json
import sys

import nbformat
from nbclient import NotebookClient

name, cells = sys.argv[1], int(sys.argv[2])
notebook = nbformat.v4.new_notebook()
for i in range(cells):
    notebook.cells.append(
        nbformat.v4.new_code_cell(
            f'console.log("log {i}."); console.error("warning {i}."); '
            f'await Deno.jupyter.display({{ "text/plain": "display {i}." }}, {{ raw: true }}); "value {i}."'
        )
    )
NotebookClient(notebook, kernel_name=name, timeout=120).execute()
nbformat.validate(notebook)

lost = misplaced = 0
for i, cell in enumerate(notebook.cells):
    text = "".join(o.get("text") or o["data"]["text/plain"] for o in cell.outputs)
    own = sum(f"{kind} {i}." in text for kind in ("log", "warning", "display", "value"))
    lost += 4 - own
    misplaced += text.count(".") - own
print(json.dumps({"lost": lost, "misplaced": misplaced}))
