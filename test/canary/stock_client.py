"""Runs notebooks with nbclient as it is and prints, as JSON, what it says of each: null when it is content, else an error's name.

Usage: python stock_client.py SECONDS NOTEBOOK...; each notebook is written back as executed.
"""

import json
import sys

import nbclient
import nbformat

timeout, paths = int(sys.argv[1]), sys.argv[2:]
said = {}
for path in paths:
    notebook = nbformat.read(path, as_version=4)
    try:
        nbclient.execute(notebook, timeout=timeout, kernel_name="plain-deno")
        said[path] = None
    except Exception as error:  # whatever it says is the result
        said[path] = type(error).__name__
    nbformat.write(notebook, path)
print(json.dumps(said))
