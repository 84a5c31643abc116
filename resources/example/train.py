#!/usr/bin/python3
"""Trains the two networks of the example project and writes everything the example needs.

Data: Fashion-MNIST from Debian's package dataset-fashion-mnist (MIT licence). Debian's python3-torch is enough:

    apt-get install python3-torch dataset-fashion-mnist
    resources/example/train.py --out resources/example

Writes fashion_resnet.pt, fashion_vit.pt (TorchScript, traced, any batch size), their cards NAME.json, and the excerpt
calibration-images-idx3-ubyte.gz (256 training images), evaluation-images-idx3-ubyte.gz (the first 2,000 test images)
with their labels. Attention is written as explicit matrix products, so that every product is visible to LP Studio.
"""
import argparse
import gzip
import hashlib
import json
import pathlib
import struct
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

MEAN, STD = 0.2860, 0.3530  # of the 60,000 training images
CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
           "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.project = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if inputs != outputs else nn.Identity()

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.project(x))


class ResidualNet(nn.Module):
    """Eleven convolutions and a linear layer, 28x28 grey images."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, 1, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(ResidualBlock(16, 16, 1))
        self.layer2 = nn.Sequential(ResidualBlock(16, 32, 2), ResidualBlock(32, 32, 1))
        self.layer3 = nn.Sequential(ResidualBlock(32, 64, 2), ResidualBlock(64, 64, 1))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        batch, tokens, dim = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (torch.matmul(q, k.transpose(-2, -1)) * self.scale).softmax(-1)
        return self.proj(torch.matmul(weights, v).transpose(1, 2).reshape(batch, tokens, dim))


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(dim), Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential()
        self.mlp.add_module("fc1", nn.Linear(dim, 2 * dim))
        self.mlp.add_module("act", nn.GELU())
        self.mlp.add_module("fc2", nn.Linear(2 * dim, dim))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    """49 tokens of width 64 from two strided convolutions ("Early Convolutions Help Transformers See Better", NeurIPS 2021: a
    small transformer learns far sooner with them than with 4x4 patches), 4 blocks, 4 heads, mean of the tokens."""

    def __init__(self, dim=64, depth=4, heads=4):
        super().__init__()
        self.stem = nn.Sequential()
        self.stem.add_module("conv1", nn.Conv2d(1, dim // 2, 3, 2, 1, bias=False))
        self.stem.add_module("norm1", nn.BatchNorm2d(dim // 2))
        self.stem.add_module("act", nn.ReLU())
        self.stem.add_module("conv2", nn.Conv2d(dim // 2, dim, 3, 2, 1))
        self.position = nn.Parameter(torch.zeros(1, 49, dim))
        nn.init.trunc_normal_(self.position, std=0.02)
        self.blocks = nn.Sequential(*[Block(dim, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, 10)

    def forward(self, x):
        x = self.stem(x).flatten(2).transpose(1, 2) + self.position
        return self.head(self.norm(self.blocks(x)).mean(1))


def read_idx(path):
    raw = gzip.open(path).read()
    dims = struct.unpack(">" + "I" * raw[3], raw[4:4 + 4 * raw[3]])
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(dims)


def write_idx(path, array):
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(">" + "I" * array.ndim, *array.shape)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
        f.write(head + array.tobytes())


def augment(x):
    """Random shifts by up to 2 pixels and mirror images, drawn per image."""
    n = len(x)
    padded = F.pad(x, (2, 2, 2, 2), value=(0 - MEAN) / STD)
    dy, dx = torch.randint(0, 5, (2, n))
    rows, columns = dy[:, None] + torch.arange(28), dx[:, None] + torch.arange(28)
    mirrored = torch.rand(n) < 0.5
    columns = torch.where(mirrored[:, None], columns.flip(1), columns)
    return padded[torch.arange(n)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def accuracy(model, x, y):
    model.eval()
    with torch.no_grad():
        right = sum((model(a).argmax(1) == b).sum().item() for a, b in zip(x.split(500), y.split(500)))
    return 100.0 * right / len(y)


def train(model, data, epochs, peak_rate, decay):
    x, y, test_x, test_y = data
    steps = epochs * (len(x) // 128)
    optimiser = torch.optim.AdamW(model.parameters(), peak_rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak_rate, total_steps=steps, pct_start=0.2)
    for epoch in range(epochs):
        model.train()
        start, order = time.time(), torch.randperm(len(x))
        for batch in order.split(128)[:len(x) // 128]:
            loss = F.cross_entropy(model(augment(x[batch])), y[batch], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        # The test set is only reported here, never used to choose an epoch.
        print(f"epoch {epoch + 1}/{epochs}  test top-1 {accuracy(model, test_x, test_y):.2f}  "
              f"{time.time() - start:.0f} s", flush=True)
    return model


def export(model, name, title, data, out):
    model.eval()
    # Gradients stay enabled while tracing: under no_grad PyTorch may put fused operators into the graph.
    traced = torch.jit.trace(model, torch.zeros(2, 1, 28, 28), check_trace=False)
    path = out / f"{name}.pt"
    torch.jit.save(traced, str(path))
    top1 = accuracy(torch.jit.load(str(path)), data[2], data[3])
    card = {"name": title, "input": [1, 28, 28], "mean": [MEAN], "std": [STD], "input_range": "pixels/255",
            "classes": 10, "class_names": CLASSES, "dataset": "Fashion-MNIST",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "float_top1_percent": round(top1, 2), "measured_on": "10,000 test images"}
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n")
    print(f"{path}: top-1 {top1:.2f}, {path.stat().st_size / 1e6:.2f} MB")


def write_excerpt(folder, out):
    images, labels = read_idx(folder / "train-images-idx3-ubyte.gz"), read_idx(folder / "train-labels-idx1-ubyte.gz")
    write_idx(out / "calibration-images-idx3-ubyte.gz", images[:256])
    write_idx(out / "calibration-labels-idx1-ubyte.gz", labels[:256])
    images, labels = read_idx(folder / "t10k-images-idx3-ubyte.gz"), read_idx(folder / "t10k-labels-idx1-ubyte.gz")
    write_idx(out / "evaluation-images-idx3-ubyte.gz", images[:2000])
    write_idx(out / "evaluation-labels-idx1-ubyte.gz", labels[:2000])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--only", choices=["resnet", "vit", "excerpt"], action="append")
    parser.add_argument("--epochs", type=int, help="instead of 14")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    wanted = options.only or ["excerpt", "vit", "resnet"]
    options.out.mkdir(parents=True, exist_ok=True)
    if "excerpt" in wanted:
        write_excerpt(options.data, options.out)

    def load(split):
        images = read_idx(options.data / f"{split}-images-idx3-ubyte.gz")
        labels = read_idx(options.data / f"{split}-labels-idx1-ubyte.gz")
        x = (torch.from_numpy(images.astype(np.float32)).unsqueeze(1) / 255 - MEAN) / STD
        return x, torch.from_numpy(labels.astype(np.int64))

    data = load("train") + load("t10k")
    if "vit" in wanted:
        torch.manual_seed(1)
        model = train(VisionTransformer(), data, options.epochs or 14, 2e-3, 0.05)
        export(model, "fashion_vit", "ViT d64 L4 h4, Fashion-MNIST", data, options.out)
    if "resnet" in wanted:
        torch.manual_seed(1)
        model = train(ResidualNet(), data, options.epochs or 14, 5e-3, 0.02)
        export(model, "fashion_resnet", "ResNet-12, Fashion-MNIST", data, options.out)


if __name__ == "__main__":
    main()
