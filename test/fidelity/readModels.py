"""Reads the fields of a response model of the official Python SDKs: by path on the wire, each with its type."""

import inspect
import re
import typing

SCALARS = {"str": "string", "int": "number", "float": "number", "bool": "boolean"}


def fields(model, prefix, out):
    """Adds every field of a model, by its path on the wire."""
    source = inspect.getsource(model.from_map)
    annotations = typing.get_type_hints(model.__init__)
    for block in re.split(r"\n(?=        if m\.get\()", source)[1:]:
        wire = re.search(r"m\.get\('([^']+)'\)", block).group(1)
        own = re.search(r"self\.(\w+)(?: =|\.append|\[)", block).group(1)
        add(annotations.get(own), prefix + wire, out)


def add(kind, path, out):
    origin = typing.get_origin(kind)
    if origin is list:
        out[path] = "array"
        item = typing.get_args(kind)[0]
        if hasattr(item, "from_map"):
            out[path + "[]"] = "object"
            fields(item, path + "[].", out)
        else:
            out[path + "[]"] = SCALARS.get(getattr(item, "__name__", ""), "any")
    elif hasattr(kind, "from_map"):
        out[path] = "object"
        fields(kind, path + ".", out)
    elif origin is dict:
        out[path] = "map"
    else:
        out[path] = SCALARS.get(getattr(kind, "__name__", ""), "any")
