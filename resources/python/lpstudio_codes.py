#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the packed code words that LP Studio exports (candidate.codes.safetensors). Needs NumPy only.

    tensors, layers = lpstudio_codes.load("candidate.codes.safetensors")

`tensors` holds every tensor of the model as float32: weights exactly as they were quantized, under "LAYER.weight", and the
other parameters under their own names. `layers` tells each layer's format: spec, bits, shape, and n, es, rs, sf for LP.
From the shell, `lpstudio_codes.py FILE FOLDER` writes each tensor as FOLDER/NAME.npy.
"""
import base64
import json
import pathlib
import sys

import numpy as np


def load(path):
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    meta = header.pop("__metadata__", {})
    if meta.get("schema") != "lpstudio-codes/1":
        raise ValueError(f"{path}: no code words of LP Studio (schema {meta.get('schema')!r})")

    def section(name):
        begin, end = header[name]["data_offsets"]
        return data[start + begin:start + end]

    tensors = {name: np.frombuffer(section(name), "<f4").reshape(entry["shape"])
               for name, entry in header.items() if entry["dtype"] == "F32"}
    layers = {layer["name"]: layer for layer in json.loads(meta["layers"])}
    for name, layer in layers.items():
        n, count = layer["bits"], layer["elements"]
        # Word i stands in bits i*n .. i*n+n-1, the lowest first.
        # Layers that share their weights share the words; `transposed` if they see them so.
        codes = np.frombuffer(section(layer.get("codes", name + ".codes")), np.uint8)
        bits = np.unpackbits(codes, count=n * count, bitorder="little")
        words = bits.reshape(count, n) @ (1 << np.arange(n))
        codebook = np.frombuffer(base64.b64decode(layer.pop("codebook")), "<f4")
        shape = layer["shape"]
        weight = codebook[words].reshape(shape[::-1] if layer.get("transposed") else shape)
        tensors[name + ".weight"] = weight.T if layer.get("transposed") else weight
    return tensors, layers


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for key, value in load(sys.argv[1])[0].items():
        np.save(folder / (key + ".npy"), value)
