#!/usr/bin/env python3
"""seeds.py TARGET FOLDER ROOT: writes first inputs of a fuzz target, and FOLDER.dict, the words of its language.

The kinds are those that users ran into: names in other scripts, locales' commas, byte-order marks, empty sets, sizes
that promise too much, lists that name files elsewhere, both byte orders, both spellings."""
import gzip
import hashlib
import io
import json
import pathlib
import struct
import sys
import zipfile


def npy(descr, shape, data, fortran=False, version=1):
    """A NumPy file; shape as text or tuple."""
    head = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }" % (descr, fortran, shape)
    size = 10 if version == 1 else 12
    head += " " * (-(size + len(head) + 1) % 64) + "\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(head)) + head.encode() + data


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def idx(images, labels):
    return struct.pack("<H", len(images)) + images + labels


def text(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def npy_seeds(root):
    yield npy("<f4", (2, 3), struct.pack("<6f", *range(6)))
    yield npy("|u1", (4,), b"\0\1\2\xff", version=2)
    yield npy("<i8", "()", struct.pack("<q", -1), version=3)
    yield npy("<u8", "(1L,)", struct.pack("<Q", 2**64 - 1))
    yield npy(">i2", (2,), b"\0\1\0\2")
    yield npy("<f8", (1, 0, 3), b"", fortran=True)
    yield npy("|O", (1,), b"\x80\x04.")
    yield npy("<i4", (2**40, 2**40), b"")
    yield npy("[('a', '<f4')]", (1,), b"\0" * 4)


def npz_seeds(root):
    x, y = npy("|u1", (2, 1, 2, 3), bytes(range(12))), npy("<i8", (2,), struct.pack("<2q", 1, 0))
    yield zipped([("x.npy", x), ("y.npy", y)])
    yield zipped([("y.npy", y), ("x.npy", x)], zipfile.ZIP_STORED)
    yield zipped([("x.npy", npy("<f4", (1, 1, 2, 3), struct.pack("<6f", *[0.5] * 6))), ("y.npy", npy("|i1", (1,), b"\3"))])
    yield zipped([("x.npy", npy("|u1", (0, 1, 2, 3), b"")), ("y.npy", npy("|i1", (0,), b""))])
    yield zipped([("arr_0.npy", x), ("arr_1.npy", y)])


def idx_seeds(root):
    images, labels = struct.pack(">4I", 0x803, 2, 2, 3) + bytes(range(12)), struct.pack(">2I", 0x801, 2) + b"\1\0"
    yield idx(images, labels)
    yield idx(gzip.compress(images, mtime=0), labels)
    yield idx(images, gzip.compress(labels, mtime=0))
    yield idx(struct.pack(">4I", 0x803, 0, 28, 28), struct.pack(">2I", 0x801, 0))
    yield idx(struct.pack(">4I", 0x803, 2**31, 2**31, 2**31), labels)
    yield idx(struct.pack("<4I", 0x803, 2, 2, 3) + bytes(12), labels)


def cifar_seeds(root):
    yield b"\1\7pixels"
    yield b"\2\3\11\4"
    yield b"\x81\7tail"
    yield b"\x80\0nothing but this"
    yield b"\3\12"


def csv_seeds(root):
    yield b"file,class_index,name\na.png,0,cat\nb/c.png,1,\"dog, \"\"big\"\"\"\n"
    yield b"\xef\xbb\xbffile,class_index\r\n\xc3\xa4.png,3\r\n"
    yield b"class_index , file\n 2 ,\"two\nlines.png\"\n"
    yield b"file;class_index\na.png;0\n"
    yield b"file,class_index\n/home/u/set/a.png,1\n../b.png,0\n"
    yield b"file,class_index\na.png,-1\n"
    yield b"file\na.png\n"
    yield b'"open,1\n'


def card_seeds(root):
    card = {"name": "Netz ä", "input": [3, 32, 32], "mean": [0.4914, 0.4822, 0.4465], "std": [0.2, 0.2, 0.2],
            "classes": 2, "class_names": ["cat", 7], "float_top1_percent": 91.5}
    yield text(card)
    yield text({"input": [1, 28, 28]})
    yield text({**card, "input": [32, 32, 3], "std": [1e300, 1, 1e-50]})
    yield text({**card, "classes": 2**63, "std": [0, 1, None]})
    yield b'{"input":[1,1,1],"mean":[1e39],"class_names":["\\u0000\\n"]}'


def config_seeds(root):
    lp = {"spec": "lp:8,2,3,0.5", "n": 8, "es": 2, "rs": 3, "sf": 0.5}
    config = {"schema": "lpstudio-config/1", "model": {"name": "net", "sha256": "0" * 64},
              "layers": [{"name": "conv", "weights": lp, "activations": {"spec": "float"}, "pinned": True,
                          "output_shift": [0.5, -1e-3]},
                         {"name": "f\u00e9", "weights": {"spec": "int:4@0.1"}, "activations": {"spec": "mxfp4"}}],
              "scores": {"contrast": 1, "compression": 2.5, "fitness": None, "mean_weight_bits": 4,
                         "mean_activation_bits": 8, "model_bytes": 1000},
              "seed": 2**64 - 1, "program_version": "0.1.0", "top1_percent": 90.5, "float_top1_percent": None,
              "hardware": {"preset": "lpa-8x8", "energy_pj": 1e6, "latency_s": 1e-3, "area_um2": 1.5e4}}
    yield text(config)
    yield text({key: config[key] for key in ("schema", "model", "layers")})
    yield text({**config, "schema": "lpstudio-config/2"})
    yield text({**config, "layers": [{"name": "a", "weights": {"spec": "lp:8"}, "activations": {"spec": "float"}}]})


def hardware_seeds(root):
    for file in sorted((root / "resources/hardware").glob("*-8x8.json")):
        yield json.dumps(json.loads(file.read_text())).encode()


def workload_seeds(root):
    whole = json.loads((root / "resources/workloads/resnet18.json").read_text())
    key = next(key for key, value in whole.items() if isinstance(value, list))
    for count in (1, 3):
        yield text({**whole, key: whole[key][:count]})
    product = dict(whole[key][0])
    for name, value in product.items():
        if isinstance(value, int) and not isinstance(value, bool):
            yield text({**whole, key: [{**product, name: 2**40}]})


def manifest_of(entries, places=None):
    files = [{"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "role": "model"}
             for name, content in entries]
    return text({"schema": "lpstudio-bundle/1", "program_version": "0.1.0", "name": "Entwurf", "files": files,
                 "places": places or {}, "left_out": ["data: too large"]})


def manifest_seeds(root):
    yield manifest_of([("project.lps", b"x")])
    yield manifest_of([("project.lps", b"x"), ("models/a.pt", b"yy"), ("data/\u00e4 b/c.png", b"")],
                      {"/home/u/a.pt": "models/a.pt"})
    yield manifest_of([("project.lps", b"x"), ("../a", b"")])
    yield manifest_of([("project.lps", b"x"), ("a", b""), ("A/b", b"")])
    yield text({"schema": "lpstudio-bundle/2"})


def format_spec_seeds(root):
    for spec in ("lp:8", "lp:8,2,3", "lp:8,2,3,0.5", "lp:16,0,15,-1e3", "int:4@0.0125", "int:8@1e-45", "fixed:8,7", "fixed:8",
                 "float:e4m3", "float:e5m2@2", "adaptivfloat:8,3,-7", "posit:8,1@1", "posit:16,2", "lns:8,3@0.1", "pot:4@1",
                 "flint:4@1", "flint:4,u@1", "ant:4", "nf4", "nf4@0.5", "mxfp8e4m3", "mxfp8e5m2", "mxfp6e2m3", "mxfp6e3m2",
                 "mxfp4", "mxint8", "int:4@per-channel", "lp:8,2,3,0,5", "INT:4", "int:\u0664"):
        yield spec.encode()


def recovery_seeds(root):
    yield b"\0"
    yield b"\x80"
    # Beginnings of pages, where their kinds and sizes are, and of the file.
    for page in range(12):
        yield b"\0" + struct.pack("<I", page * 4096)[:3] + b"\4\0\0\xff\xff"
    yield b"\0\0\0\0\x0fSQLite format 3"


def bundle_seeds(root):
    yield b"\0\0"
    yield b"\0\x10"
    files = [("project.lps", b"SQLite format 3\0"), ("models/n.pt", b"w")]
    whole = files + [("manifest.json", manifest_of(files))]
    yield b"\1" + zipped(whole)
    yield b"\1" + zipped(whole, zipfile.ZIP_STORED)
    yield b"\1" + zipped([("../x", b""), *whole])
    yield b"\1" + zipped(files)


def torchscript_seeds(root):
    code = b"""class M(Module):
  __parameters__ = ["weight", ]
  __buffers__ = []
  weight : Tensor
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    if bool(x):
      _0 = [1, (2, 3)]
    return torch.conv2d(x, self.weight, None, [1, 1])
"""
    yield zipped([("n/code/__torch__.py", code), ("n/data.pkl", b"\x80\2."), ("n/version", b"3\n")], zipfile.ZIP_STORED)
    yield zipped([("n/code/__torch__.py", code)])
    yield zipped([("n/data.pkl", b"\x80\2.")])
    yield code
    yield b"class M(Module):\n  plain = 1\n"
    yield b"(" * 250 + b"'" + b"(" * 10 + b"'"
    yield b"x = " + b"-" * 1000


def filter_seeds(root):
    for line in ("bits<4.5 energy<=20u", "top1>90 front", "42 100-200", "n\u00e4ch", "score \u2264 0,5", "size>=1.5 kB",
                 "latency=3ms area<12 mm\u00b2", "bits<", "<4 =", "99999999999999999999999", "first run", "cost>1e999"):
        yield line.encode()


words = {
    "format_spec": ["lp:", "int:", "fixed:", "float:e", "adaptivfloat:", "posit:", "lns:", "pot:", "flint:", ",u", "ant:", "nf4",
                    "mxfp8e4m3", "mxint8", "@", "@per-channel", "inf", "nan", "1e308", "1e-310", "-0"],
    "filter": ["bits", "abits", "score", "energy", "latency", "size", "top1", "number", "front", "<=", ">=", "=", "\u2264", "\u2265",
               "\u00b5", "mm\u00b2", "1e400"],
    "npy": ["descr", "fortran_order", "shape", "True", "False", "'<f4'", "'|u1'", "9223372036854775807"],
    "csv": ["file", "class_index", "name", '"', '""', "\r\n", ".."],
    "card": ["input", "mean", "std", "classes", "class_names", "float_top1_percent", "name", "null", "1e39", "1e308", "65536"],
    "config": ["output_shift", "weights", "activations", "spec", "pinned", "scores", "hardware", "top1_percent", "float", "null", "1e308",
               "lp:8,2,3,0.5", "18446744073709551615"],
    "workload": ["9223372036854775807", "null", "true", "1e308"],
    "hardware": ["9223372036854775807", "null", "true", "1e308", "1e-308"],
    "manifest": ["path", "bytes", "sha256", "role", "places", "left_out", "project.lps", "manifest.json", "..", "\\u0000"],
}

target, folder, root = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
for number, seed in enumerate(globals().get(target + "_seeds", lambda root: [])(root)):
    (folder / f"{number:03}").write_bytes(seed)
if target in words:
    lines = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words[target]]
    folder.with_suffix(".dict").write_text("".join(f'"{line}"\n' for line in lines))
