"""lpstudio_export.py itself: what it writes, what it replaces while it traces, what it refuses."""
import argparse
import json
import math
import os
import textwrap
import unittest
from unittest import mock

from export_checks import ExportTest, lpstudio_export, nn, run, torch
from torch.nn import functional


class Small(nn.Module):
    """A convolution and a linear layer on 3x8x8 images, 5 classes."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.fc = nn.Linear(4, 5)

    def forward(self, x):
        return self.fc(functional.relu(self.conv(x)).mean((2, 3)))


class Tokens(nn.Module):
    """64 tokens of 3 values, made 8 wide, go through `middle`; 4 classes."""

    def __init__(self, middle):
        super().__init__()
        self.embed, self.middle, self.fc = nn.Linear(3, 8), middle, nn.Linear(8, 4)

    def forward(self, x):
        x = self.middle(self.embed(x.flatten(2).transpose(1, 2)))
        return self.fc(torch.cat((x[:, :8].mean(1, keepdim=True), x[:, 8:].amax(1, keepdim=True)), 1).sum(1))


class Attend(nn.Module):
    """nn.MultiheadAttention with masks, as a middle of Tokens."""

    def __init__(self, masks, **options):
        super().__init__()
        self.attention, self.masks = nn.MultiheadAttention(8, 2, batch_first=True, **options), masks

    def forward(self, x):
        padding = (torch.arange(x.size(1)) % 5 == 2).expand(x.size(0), -1)
        causal = torch.ones(x.size(1), x.size(1)).triu(1).bool()
        given = {"none": {}, "weights": {"need_weights": True},
                 "padding": {"key_padding_mask": padding},
                 "bool": {"attn_mask": causal, "need_weights": False},
                 "float": {"attn_mask": torch.zeros(causal.shape).masked_fill(causal, -2.0)},
                 "heads": {"attn_mask": causal.expand(2 * x.size(0), -1, -1), "key_padding_mask": padding}}[self.masks]
        result, weights = self.attention(x, x, x, **given)
        return result if weights is None else result + weights.mean((1, 2), keepdim=True)


class Cross(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 4, batch_first=True, kdim=6, vdim=5, bias=False)

    def forward(self, x):
        return x + self.attention(x, x[..., :6], x[..., 1:6])[0]


def fused(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    """scaled_dot_product_attention as PyTorch 2 documents it, written apart from the script: one head at a time."""
    heads = []
    for head in range(query.size(-3)):
        other = head * key.size(-3) // query.size(-3) if enable_gqa else head
        q, k, v = query[..., head, :, :], key[..., other, :, :], value[..., other, :, :]
        bias = torch.zeros(q.size(-2), k.size(-2))
        if is_causal:
            bias[torch.ones_like(bias).triu(1) > 0] = -math.inf
        if attn_mask is not None:
            bias = torch.where(attn_mask, 0.0, -math.inf) if attn_mask.dtype == torch.bool else attn_mask
            bias = bias[..., head, :, :] if bias.dim() > 2 else bias
        scores = torch.einsum("...ld,...sd->...ls", q, k) / (math.sqrt(q.size(-1)) if scale is None else 1 / scale)
        heads.append(torch.einsum("...ls,...sd->...ld", torch.softmax(scores + bias, -1), v))
    return torch.stack(heads, -3)


class Card(ExportTest):
    def test_holds_what_was_given(self):
        file, counts = self.export(Small(), (3, 8, 8), mean=(0.1, 0.2, 0.3), std=(1, 2, 3), classes=list("abcde"),
                                   name="a.b.pt")
        card = json.loads(file.with_suffix(".json").read_text())
        self.assertEqual({key: card[key] for key in ("name", "input", "mean", "std", "classes", "class_names")},
                         {"name": "a.b", "input": [3, 8, 8], "mean": [0.1, 0.2, 0.3], "std": [1, 2, 3], "classes": 5,
                          "class_names": list("abcde")})
        self.assertEqual((counts["convolutions"], counts["linears"], counts["products"]), (1, 1, 0))
        self.assertEqual([layer["name"] for layer in self.layers(file)], ["conv", "fc"])
        self.assertEqual(self.notes, [])

    def test_what_torchvision_says_is_taken(self):
        model, facts = lpstudio_export.make_model("torchvision:mobilenet_v2", classes=7)
        self.assertEqual(facts, {"input": (3, 224, 224), "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})
        self.assertEqual(model.classifier[1].out_features, 7)

    def test_what_timm_says_is_taken(self):
        model = Small()
        model.default_cfg = {"input_size": (3, 8, 8), "mean": (0.5, 0.5, 0.5), "std": (0.1, 0.2, 0.3)}
        with mock.patch.object(lpstudio_export, "_import") as library:
            library.return_value.create_model.return_value = model
            made, facts = lpstudio_export.make_model("timm:small", "pretrained")
        library.return_value.create_model.assert_called_with("small", pretrained=True)
        self.assertIs(made, model)
        self.assertEqual(facts, {"input": (3, 8, 8), "mean": (0.5, 0.5, 0.5), "std": (0.1, 0.2, 0.3)})


class Attention(ExportTest):
    def check(self, middle, linears, products):
        model = Tokens(middle)
        with torch.no_grad():
            model.fc.weight.mul_(10)
            for parameter in middle.parameters():
                parameter.mul_(3)
        file, counts = self.export(model, (3, 8, 8))
        layers = self.layers(file)
        self.assertEqual((counts["linears"], counts["products"]), (linears + 2, products))
        self.assertEqual(sum(layer["kind"] == "linear" for layer in layers), linears + 2)
        self.assertEqual(sum(layer["kind"] == "matmul" for layer in layers), products)
        for layer in layers[:-1]:  # without the image's place, all 64 tokens
            self.assertIn(64, layer["output_shape"], layer["name"])
        self.assert_same_outputs(model, file, torch.randn(5, 3, 8, 8))
        self.assertEqual(self.notes, [])

    def test_modules_with_every_mask(self):
        for masks in ("none", "weights", "padding", "bool", "float", "heads"):
            with self.subTest(masks=masks):
                self.check(Attend(masks), 2, 2)

    def test_module_with_projections_of_their_own(self):
        self.check(Cross(), 4, 2)

    def test_encoder_layer(self):
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        layer.requires_grad_(False)  # PyTorch 1.13 would fuse the whole layer
        self.check(layer, 4, 2)
        self.assertFalse(any(parameter.requires_grad for parameter in layer.parameters()))

    def test_scaled_dot_product_attention(self):
        mask = torch.rand(2, 64, 64) < 0.8
        mask[:, :, 0] = True
        for options in ({}, {"is_causal": True}, {"attn_mask": mask}, {"attn_mask": torch.randn(64, 64)},
                        {"scale": 0.3}, {"enable_gqa": True}):
            class Middle(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.qkv = nn.Linear(8, 24)

                def forward(self, x):
                    q, k, v = self.qkv(x).reshape(x.size(0), x.size(1), 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)
                    if "enable_gqa" in options:
                        k, v = k[:, :1], v[:, :1]
                    y = functional.scaled_dot_product_attention(q, k, v, **options)
                    return y.transpose(1, 2).flatten(2)

            with self.subTest(options=list(options)):
                # PyTorch 1.13 lacks the function: what PyTorch 2 does is played by `fused`.
                with mock.patch.object(functional, "scaled_dot_product_attention", fused, create=True):
                    self.check(Middle(), 1, 2)
                    self.assertIs(functional.scaled_dot_product_attention, fused)

    def test_rms_norm(self):
        def played(input, normalized_shape, weight=None, eps=None):
            return input / (input.pow(2).mean(-1, keepdim=True) + (eps or 2.0 ** -23)) ** 0.5 * weight

        class Middle(nn.Module):
            def __init__(self):
                super().__init__()
                self.weight = nn.Parameter(torch.rand(8))

            def forward(self, x):
                return functional.rms_norm(x, (8,), self.weight)

        with mock.patch.object(functional, "rms_norm", played, create=True):
            self.check(Middle(), 0, 0)

    def test_tokens_first_is_noted(self):
        class Middle(nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = nn.TransformerEncoderLayer(8, 2, 16)

            def forward(self, x):
                return self.layer(x.transpose(0, 1)).transpose(0, 1)

        self.export(Tokens(Middle()), (3, 8, 8))
        self.assertEqual(len(self.notes), 1)
        self.assertIn("middle.layer.linear1 does not have the images first", self.notes[0])


class Spellings(ExportTest):
    def test_every_convolution_is_a_layer(self):
        for name, first in (("same", nn.Conv2d(3, 4, 3, padding="same")),
                            ("valid", nn.Conv2d(3, 4, 3, padding="valid")),
                            ("dilated", nn.Conv2d(3, 6, 3, padding="same", groups=3, dilation=2)),
                            ("transposed", nn.Sequential(nn.Flatten(2), nn.ConvTranspose1d(3, 4, 3, stride=2)))):
            model = nn.Sequential(first, nn.ReLU(), nn.Flatten(2), nn.AdaptiveAvgPool1d(1), nn.Flatten(),
                                  nn.LazyLinear(5))
            model(torch.randn(2, 3, 8, 8))
            file, counts = self.export(model, (3, 8, 8), name + ".pt")
            self.assertEqual((counts["convolutions"], counts["linears"]), (1, 1), name)
            self.assertEqual(len(self.layers(file)), 2, name)


class Model(ExportTest):
    def test_is_left_as_it_was(self):
        model = nn.Sequential(Small(), nn.Dropout(0.5), nn.BatchNorm1d(5))
        model[2].eval()
        model[0].fc.requires_grad_(False)
        before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        functions = dict(vars(functional))
        self.export(model, (3, 8, 8))
        self.assertEqual([module.training for module in model], [True, True, False])
        self.assertEqual([p.requires_grad for p in model[0].parameters()], [True, True, False, False])
        for name, tensor in model.state_dict().items():
            self.assertTrue(torch.equal(tensor, before[name]), name)
        self.assertEqual(functions, dict(vars(functional)))


class Refusals(ExportTest):
    def refused(self, forward, part, input=(3, 8, 8), **options):
        class Wrong(Small):
            pass

        Wrong.forward = forward
        before = b"the model that was here"
        (self.folder / "model.pt").write_bytes(before)
        self.assertIn(part, self.message(self.export, Wrong(), input, **options))
        # Nothing half-written, nothing overwritten.
        self.assertEqual([path.name for path in self.folder.iterdir()], ["model.pt"])
        self.assertEqual((self.folder / "model.pt").read_bytes(), before)

    def test_models_that_cannot_be(self):
        self.refused(lambda self, x: (Small.forward(self, x),), "returns tuple, not one tensor of logits; wrap it")
        self.refused(lambda self, x: self.conv(x), "returns 2x4x6x6 for two images; a classifier returns 2 x classes")
        self.refused(lambda self, x: Small.forward(self, x) / 0, "infinite values or NaN")
        self.refused(lambda self, x: functional.dropout(Small.forward(self, x), 0.5, True), "switch off what is random")
        self.refused(Small.forward, "does not run on images of 2x8x8", (2, 8, 8))
        self.refused(lambda self, x: x.mean((2, 3)), "no convolution, linear layer or matrix product")

    def test_traces_that_lose_something(self):
        self.refused(lambda self, x: self.fc(functional.relu(self.conv(x)).mean((2, 3)).view(int(x.shape[0]), 4)),
                     "traced with 2 images, the model does not run with 1")
        self.refused(lambda self, x: Small.forward(self, x if float(x[0, 0, 0, 0]) > 0 else -3 * x),
                     "torch.jit.trace keeps only the branch it saw")

    def test_operators(self):
        with mock.patch.object(lpstudio_export, "known_operators", lambda: {"aten::linear"}):
            self.refused(Small.forward, "which LibTorch 1.13 of LP Studio does not have; replace it by older operators")

        # What a script compiled before the export holds cannot be replaced any more.
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True).eval()
        with torch.no_grad():
            traced = torch.jit.trace(layer, torch.zeros(2, 64, 8), check_trace=False)
        self.assertIn("fused attention operator aten::_transformer_encoder_layer_fwd",
                      self.message(self.export, Tokens(traced), (3, 8, 8)))

    def test_arguments(self):
        for part, options in (("mean has 2 numbers, the images have 3 channels", {"mean": [0, 0]}),
                              ("std is [1.0, 0.0, 1.0]; give finite numbers above 0", {"std": [1, 0, 1]}),
                              ("the model has 5 outputs, classes says 4", {"classes": 4}),
                              ("the model has 5 outputs, classes says 2", {"classes": ["a", "b"]}),
                              ("give channels, height and width", {"input": (8, 8)})):
            self.refused(Small.forward, part, **options)
        self.assertIn("must end in .pt", self.message(self.export, Small(), (3, 8, 8), "model.pth"))
        self.assertIn("cannot be written", self.message(self.export, Small(), (3, 8, 8), "absent/model.pt"))
        self.assertIn("call model.float() first", self.message(self.export, Small().half(), (3, 8, 8)))


class Command(ExportTest):
    def setUp(self):
        super().setUp()
        self.code = self.folder / "mine.py"
        self.code.write_text(textwrap.dedent("""
            from torch import nn
            def small(): return nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(144, 3))
            def number(): return 3
        """))
        self.out = self.folder / "mine.pt"

    def test_a_file_of_ones_own(self):
        names = self.folder / "names.txt"
        names.write_text("cat\ndog\ncow\n")
        status, output, errors = self.command(f"{self.code}:small", "--out", self.out, "--input", "1,8,8", "--mean",
                                              "0.3", "--std", "0.4", "--class-names", names)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("1 convolution, 1 linear layer, 0 products of activations", output)
        card = json.loads(self.out.with_suffix(".json").read_text())
        self.assertEqual((card["name"], card["class_names"], card["mean"]), ("small", ["cat", "dog", "cow"], [0.3]))
        self.assertEqual(len(self.layers(self.out)), 2)

    def test_a_checkpoint(self):
        torch.manual_seed(9)
        model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(144, 3))
        torch.save({"state_dict": model.state_dict()}, self.folder / "mine.pth")
        status, _, errors = self.command(f"user:{self.code}:small", "--out", self.out, "--input", "1,8,8", "--mean", "0",
                                         "--std", "1", "--weights", self.folder / "mine.pth")
        self.assertEqual(status, 0, errors)
        self.assertEqual(errors, f'lpstudio_export: note: {self.folder / "mine.pth"}: taken from "state_dict"\n')
        self.assert_same_outputs(model, self.out, torch.randn(3, 1, 8, 8))

    def test_mistakes_are_one_line(self):
        for status, part, arguments in (
                (1, "no such model; give torchvision:NAME, timm:NAME or path/to/file.py:FUNCTION", ["resnet18"]),
                (1, "see torchvision.models.list_models()", ["torchvision:resnet19"]),
                (1, "torchvision has no weights BEST for resnet18; give a file, or one of IMAGENET1K_V1",
                 ["torchvision:resnet18", "--weights", "BEST"]),
                (1, "the shape of its images is not known; give --input C,H,W", [f"{self.code}:small"]),
                (1, "absent must be a model", [f"{self.code}:absent"]),
                (1, "is int, not a torch.nn.Module", [f"{self.code}:number", "--input", "1,8,8"]),
                (1, "does not fit the model", [f"{self.code}:small", "--input", "1,8,8", "--weights",
                                               self.wrong_weights()]),
                (2, "is not three whole numbers", [f"{self.code}:small", "--input", "1,a,8"]),
                (2, "required: model", [])):
            with self.subTest(arguments=arguments):
                got, output, errors = self.command(*arguments)
                self.assertEqual((got, output), (status, ""))
                self.assertIn(part, errors.splitlines()[-1])
                if status == 1:
                    self.assertEqual(errors.count("\n"), 1, errors)

    def wrong_weights(self):
        file = self.folder / "wrong.pth"
        torch.save(nn.Linear(2, 2).state_dict(), file)
        return file


class Head(nn.Module):
    """One convolution, one linear layer."""

    def __init__(self):
        super().__init__()
        self.c, self.fc = nn.Conv2d(3, 8, 3), nn.Linear(8, 5)

    def forward(self, x):
        return self.fc(functional.relu(self.c(x)).mean((2, 3)))


class Checkpoints(ExportTest):
    """What training scripts save holds the network's tensors under other names, and more."""

    def read(self, saved, name="w.pth"):
        """What a new model has after reading; what was said."""
        file = self.folder / name
        if isinstance(saved, bytes):
            file.write_bytes(saved)
        else:
            torch.save(saved, file)
        model, notes = Head(), []
        lpstudio_export._load_state(model, file, notes.append)
        return model.state_dict(), notes

    def assert_read(self, saved, *said, name="w.pth"):
        state, notes = self.read(saved, name)
        for key, tensor in self.state.items():
            self.assertTrue(torch.equal(state[key], tensor), key)
        self.assertEqual(len(notes), 1 if said else 0, notes)
        for part in said:
            self.assertIn(part, notes[0])

    def setUp(self):
        super().setUp()
        self.state = Head().state_dict()

    def under(self, prefix):
        return {prefix + key: value for key, value in self.state.items()}

    def test_names_with_prefixes(self):
        self.assert_read(self.state)
        for prefix in ("module.", "_orig_mod.", "model.", "module._orig_mod.", "net.backbone."):
            with self.subTest(prefix=prefix):
                self.assert_read(self.under(prefix), f'the prefix "{prefix}" taken off')
        self.assert_read({key.replace(".", ".module."): value for key, value in self.state.items()}, "taken out")

    def test_places(self):
        for key in ("state_dict", "model", "net", "weights", "params"):
            with self.subTest(key=key):
                self.assert_read({key: self.state, "epoch": 3}, f'taken from "{key}"')
        self.assert_read({"state_dict": self.under("model."), "best": 91.73, "arch": "small"}, '"state_dict"', '"model."')
        self.assert_read({"a": {"b": self.state}}, '"a.b"')

    def test_beside_other_things(self):
        options = argparse.Namespace(lr=0.1)
        optimizer = torch.optim.SGD(Head().parameters(), 0.1, momentum=0.9)
        self.assert_read({"state_dict": self.state, "args": options, "optimizer": optimizer.state_dict(), "top1": 1.5},
                         '"state_dict"')
        self.assert_read({**self.under("model."), "loss.weight": torch.ones(3)}, "1 other tensor left out")
        average = {key: value + 1 for key, value in self.state.items()}
        self.assert_read({"model_ema": average, "model": self.state}, 'taken from "model"', '"model_ema" would fit')

    def test_safetensors(self):
        header, data = {"__metadata__": {"format": "pt"}}, b""
        for key, value in self.state.items():
            raw = value.numpy().tobytes()
            header[key] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
            data += raw
        text = json.dumps(header).encode()
        self.assert_read(len(text).to_bytes(8, "little") + text + data, name="w.safetensors")

    def test_nothing_in_them_is_run(self):
        class Evil:
            def __reduce__(self):
                return os.mkdir, (str(folder / "made"),)
        folder = self.folder
        self.assert_read({"state_dict": self.state, "extra": Evil()}, '"state_dict"')
        self.assertFalse((folder / "made").exists())

    def test_what_is_none(self):
        self.assertIn("a whole model", self.message(self.read, Head()))
        self.assertIn("holds no tensors", self.message(self.read, {"epoch": 3}))
        self.assertIn("cannot be read as weights", self.message(self.read, b"something else"))
        self.assertIn("does not fit the model", self.message(self.read, {"c.weight": torch.ones(1)}))


class Refusals(ExportTest):
    """What is refused is refused for its own reason."""

    def refused(self, model):
        return self.message(self.export, model, (3, 16, 16))

    def test_models_that_change_what_they_are_given(self):
        class InPlace(Head):
            def forward(self, x):
                return super().forward(x.sub_(0.3).div_(0.6))

        class Counting(Head):
            def __init__(self):
                super().__init__()
                self.register_buffer("seen", torch.zeros(1))

            def forward(self, x):
                self.seen += 1
                return super().forward(x) + self.seen

        self.assertIn("changes its input in place", self.refused(InPlace()))
        self.assertIn("changes its own seen", self.refused(Counting()))

    def test_wrappers(self):
        self.assertIn("script", self.refused(torch.jit.script(Head())))
        partly = Head()
        partly.c = torch.jit.script(partly.c)
        self.assertIn("c is scripted", self.refused(partly))
        nested = Head()
        nested.c = nn.DataParallel(nested.c)
        self.assertIn("c is wrapped in DataParallel", self.refused(nested))
        _, counts = self.export(nn.DataParallel(Head()), (3, 16, 16))
        self.assertEqual((counts["convolutions"], counts["linears"]), (1, 1))
        self.assertIn("inside DataParallel", self.notes[0])

    def test_other_arguments(self):
        class Two(Head):
            def forward(self, x, mask):
                return super().forward(x * mask)

        self.assertIn("2 arguments (x, mask)", self.refused(Two()))

    def test_a_table_of_positions_is_no_batch(self):
        class Positions(Head):
            def __init__(self):
                super().__init__()
                self.mlp = nn.Linear(2, 5)

            def forward(self, x):
                return super().forward(x) + self.mlp(torch.ones(1, 7, 2)).mean((0, 1))

        self.export(Positions(), (3, 16, 16))
        self.assertEqual(self.notes, [])


class Operators(unittest.TestCase):
    def test_list_is_that_of_the_libtorch_beside(self):
        if not torch.__version__.startswith(lpstudio_export.LIBTORCH):
            self.skipTest(f"PyTorch is {torch.__version__}")
        names = {schema.name for schema in torch._C._jit_get_all_schemas() if schema.name.startswith("aten::")}
        self.assertEqual(lpstudio_export.known_operators(), names)


if __name__ == "__main__":
    run()
