"""Networks of torchvision, exported, loaded and run by LP Studio: nothing is missing, and the outputs are PyTorch's."""
import time
import unittest

from export_checks import ExportTest, nn, run, torch, torchvision
from torchvision.models.swin_transformer import ShiftedWindowAttention


def redraw(model, images):
    """Random weights as they come give every image nearly the same outputs. Norms and heads are drawn again, with the
    statistics of the images as if trained, and the head is scaled so that a class's outputs have a standard deviation
    of 1."""
    generator = torch.Generator().manual_seed(2)

    def draw(tensor, low, high):
        tensor.uniform_(low, high, generator=generator)

    heads = [module for module in model.modules() if isinstance(module, nn.Linear)]
    with torch.no_grad():
        model.train()
        # Class tokens and biases that start at 0 would hide what should be added there.
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1 and name.endswith("bias") or name.endswith("class_token"):
                draw(parameter, -0.2, 0.2)
            if parameter.dim() == 1 and name.endswith("weight"):
                draw(parameter, 0.8, 1.2)
        norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
        for norm in norms:
            norm.momentum = None  # the mean over all batches: of this one
        if norms:
            model(images)
        model.eval()
        draw(heads[-1].weight, -1, 1)
        outputs = model(images)
        heads[-1].weight.div_(outputs.std(0).mean())
    return model


def expected_layers(model):
    """Names of convolutions and linear layers, and number of products, by PyTorch's modules alone."""
    convolutions, linears, products = set(), set(), 0
    for name, module in model.named_modules():
        if isinstance(module, nn.Conv2d):
            convolutions.add(name)
        elif isinstance(module, nn.Linear):  # out_proj of an nn.MultiheadAttention, too
            linears.add(name)
        elif isinstance(module, nn.MultiheadAttention):
            linears.add(name + ".in_proj")
            products += 2
        elif isinstance(module, ShiftedWindowAttention):
            products += 2
    return convolutions, linears, products


class Networks(ExportTest):
    def check(self, name, counts, model=None, size=224):
        start = time.time()
        generator = torch.Generator().manual_seed(3)
        images = torch.randn(4, 3, size, size, generator=generator)
        # Images that differ in more than noise, which pooling averages away.
        images = images * torch.rand(4, 3, 1, 1, generator=generator) + torch.randn(4, 3, 1, 1, generator=generator)
        model = redraw(model or torchvision.models.get_model(name), images)
        file, exported = self.export(model, (3, size, size), f"{name}.pt")
        layers = self.layers(file)

        found = {kind: [layer for layer in layers if kind in layer["kind"]] for kind in ("convolution", "linear", "m")}
        found["m"] = [layer for layer in layers if layer["kind"] in ("matmul", "bmm")]
        convolutions, linears, products = expected_layers(model)
        self.assertEqual((len(convolutions), len(linears), products), counts)
        self.assertEqual({layer["name"] for layer in found["convolution"]}, convolutions)
        self.assertEqual({layer["name"] for layer in found["linear"]}, linears)
        self.assertEqual(len(found["m"]), products)
        self.assertEqual(len(layers), sum(counts))  # each once
        self.assertEqual((exported["convolutions"], exported["linears"], exported["products"]), counts)
        weights = dict(model.named_parameters())
        for layer in found["convolution"] + found["linear"]:
            weight = weights.get(layer["name"] + ".weight", weights.get(layer["name"] + "_weight"))
            self.assertEqual(layer["weight_shape"], list(weight.shape), layer["name"])

        self.outputs(file, images[:1])  # any number of images
        deviation, worst = self.assert_same_outputs(model, file, images)
        print(f"{name}: {counts[0]} convolutions, {counts[1]} linears, {counts[2]} products; deviation {deviation:.2f}, "
              f"outputs within {worst:.1e} of it, {time.time() - start:.0f} s", flush=True)


class Fast(Networks):
    def test_resnet18(self):
        self.check("resnet18", (20, 1, 0))

    def test_small_vit(self):
        model = torchvision.models.VisionTransformer(image_size=64, patch_size=16, num_layers=2, num_heads=4,
                                                     hidden_dim=32, mlp_dim=64, num_classes=10)
        self.check("small_vit", (1, 9, 4), model, 64)

    def test_small_swin(self):
        model = torchvision.models.SwinTransformer([4, 4], 24, [2, 2], [2, 4], [4, 4], num_classes=10)
        # Two stages of two blocks, of which the second of the first shifts its windows; one patch merging.
        self.check("small_swin", (1, 4 * 4 + 1 + 1, 8), model, 32)


class Slow(Networks):
    def test_resnet50(self):
        self.check("resnet50", (53, 1, 0))

    def test_mobilenet_v2(self):
        self.check("mobilenet_v2", (52, 1, 0))

    def test_vit_b_16(self):
        self.check("vit_b_16", (1, 49, 24))

    def test_swin_t(self):
        self.check("swin_t", (1, 52, 24))


del Networks  # only its subclasses are tests

if __name__ == "__main__":
    run()
