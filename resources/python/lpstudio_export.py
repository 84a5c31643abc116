#!/usr/bin/env python3
"""Exports a PyTorch classifier for LP Studio: the network as MODEL.pt (TorchScript), its card as MODEL.json.

As a command:

    lpstudio_export.py torchvision:resnet18 --weights DEFAULT --out resnet18.pt
    lpstudio_export.py timm:deit_small_patch16_224 --weights pretrained
    lpstudio_export.py path/to/file.py:function --input 3,32,32 --mean 0.49,0.48,0.45 --std 0.25,0.24,0.26

As a module:

    import lpstudio_export
    lpstudio_export.export(model, "model.pt", input=(3, 224, 224), mean=(0.485, 0.456, 0.406),
                           std=(0.229, 0.224, 0.225), classes=["cat", "dog"])

Needs Python 3.9 and PyTorch 1.13 or newer, nothing else of LP Studio. LP Studio quantizes convolutions, linear layers
and matrix products. PyTorch runs attention by fused operators, which hide all three, so while the model is traced they
are replaced by the products they stand for. What is written has been checked: it gives what the model gives, takes any
number of images, hides no layer and uses no operator that the LibTorch of LP Studio lacks.
"""
import argparse
import collections
import contextlib
import importlib.util
import inspect
import json
import math
import os
import pathlib
import pickle
import re
import sys
import types
import warnings
from unittest import mock

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    if __name__ != "__main__":
        raise
    sys.exit("lpstudio_export.py: PyTorch is missing; install it (apt-get install python3-torch, or pip install torch)")

LIBTORCH = "1.13"  # of LP Studio
OPERATORS = pathlib.Path(__file__).with_name(f"libtorch-{LIBTORCH}-operators.txt")

CONVOLUTIONS = {"aten::conv1d", "aten::conv2d", "aten::conv3d", "aten::_convolution", "aten::convolution",
                "aten::_convolution_mode", "aten::conv_transpose1d", "aten::conv_transpose2d", "aten::conv_transpose3d"}
# Operator: where its two factors stand. A factor that does not come from the image is a weight.
PRODUCTS = {"aten::matmul": (0, 1), "aten::linalg_matmul": (0, 1), "aten::mm": (0, 1), "aten::bmm": (0, 1),
            "aten::addmm": (1, 2), "aten::baddbmm": (1, 2)}
# Parts of the names of operators that hide layers.
FUSED = ("_native_multi_head_attention", "scaled_dot_product", "_transformer_encoder_layer_fwd",
         "multi_head_attention_forward", "_flash_attention", "_efficient_attention")
# Operators whose products LP Studio runs, but neither lists nor quantizes.
UNSEEN = {f"aten::{name}" for name in (
    "einsum", "bilinear", "mv", "dot", "inner", "outer", "tensordot", "addmv", "addr", "addbmm", "chain_matmul",
    "linalg_multi_dot", "conv_tbc", "lstm", "gru", "rnn_tanh", "rnn_relu", "lstm_cell", "gru_cell", "rnn_tanh_cell",
    "rnn_relu_cell")}


class ExportError(Exception):
    """What is wrong and what to do, in one line."""


# --- tracing --------------------------------------------------------------------------------------------------------

def explicit_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None,
                       enable_gqa=False):
    """torch.nn.functional.scaled_dot_product_attention as product, softmax, product. No dropout: models are exported
    for inference."""
    if enable_gqa:  # several heads of queries share one of keys
        key = key.repeat_interleave(query.size(-3) // key.size(-3), -3)
        value = value.repeat_interleave(query.size(-3) // value.size(-3), -3)
    if is_causal:
        attn_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool, device=query.device).tril()
    weights = torch.matmul(query * (query.size(-1) ** -0.5 if scale is None else scale), key.transpose(-2, -1))
    if attn_mask is not None:
        if attn_mask.dtype == torch.bool:  # true: takes part
            weights = weights.masked_fill(attn_mask.logical_not(), -math.inf)
        else:
            weights = weights + attn_mask
    return torch.matmul(weights.softmax(-1), value)


def _additive(mask, like):
    """A mask of nn.MultiheadAttention (true: does not take part) as a term of the scores."""
    if mask is None or mask.is_floating_point():
        return mask
    return torch.zeros_like(mask, dtype=like.dtype).masked_fill(mask.bool(), -math.inf)


def explicit_multi_head_attention(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k,
                                  bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True,
                                  key_padding_mask=None, need_weights=True, attn_mask=None,
                                  use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None,
                                  v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True,
                                  is_causal=False):
    """torch.nn.functional.multi_head_attention_forward by separate products, and with the images first: PyTorch's has
    the tokens first, where nobody could tell which part of a layer's output belongs to which image."""
    given = (bias_k, bias_v, static_k, static_v)
    if query.dim() != 3 or add_zero_attn or any(argument is not None for argument in given):
        raise ExportError("nn.MultiheadAttention without batch, or with add_bias_kv, add_zero_attn or static keys, is "
                          "not supported; write this attention with torch.matmul")
    joint = query is key and key is value and not use_separate_proj_weight
    query, key, value = (tensor.transpose(0, 1) for tensor in (query, key, value))
    if joint:
        query, key, value = functional.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1)
    else:
        weights = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else in_proj_weight.chunk(3)
        biases = (None,) * 3 if in_proj_bias is None else in_proj_bias.chunk(3)
        query, key, value = map(functional.linear, (query, key, value), weights, biases)
    query, key, value = (tensor.reshape(tensor.size(0), tensor.size(1), num_heads, embed_dim_to_check // num_heads)
                         .transpose(1, 2) for tensor in (query, key, value))
    scores = torch.matmul(query * (embed_dim_to_check // num_heads) ** -0.5, key.transpose(-2, -1))
    mask, padding = _additive(attn_mask, scores), _additive(key_padding_mask, scores)
    if mask is not None:  # L x S, or images * heads of it
        scores = scores + (mask if mask.dim() == 2 else mask.reshape(scores.shape))
    if padding is not None:  # images x S
        scores = scores + padding.unsqueeze(1).unsqueeze(1)
    weights = scores.softmax(-1)
    result = torch.matmul(weights, value).transpose(1, 2).flatten(2)
    result = functional.linear(result, out_proj_weight, out_proj_bias).transpose(0, 1)
    if not need_weights:
        return result, None
    return result, weights.mean(1) if average_attn_weights else weights


def explicit_rms_norm(input, normalized_shape, weight=None, eps=None):
    """torch.nn.functional.rms_norm (PyTorch 2.4) by operators that older ones have."""
    axes = [-1 - i for i in range(len(normalized_shape))]
    if eps is None:
        eps = torch.finfo(input.dtype).eps
    normal = input * (input.square().mean(axes, keepdim=True) + eps).rsqrt()
    return normal if weight is None else normal * weight


@contextlib.contextmanager
def _replaced(name, replacement):
    """Replaces torch.nn.functional.NAME, also where a module has imported it by `from`."""
    original = getattr(functional, name, None)
    places = []
    if original is not None:
        for module in list(sys.modules.values()):
            names = getattr(module, "__dict__", {})
            places += [(names, key) for key, value in list(names.items()) if value is original]
    for names, key in places:
        names[key] = replacement
    try:
        yield
    finally:
        for names, key in places:
            names[key] = original


@contextlib.contextmanager
def _without_fast_path(model):
    """Keeps nn.MultiheadAttention and nn.TransformerEncoderLayer off their fused operators, which they take only where
    no gradient can be asked for."""
    frozen = [p for p in model.parameters() if p.is_floating_point() and not p.requires_grad]
    switch = getattr(torch.backends, "mha", None)  # from 2.3 on
    was = switch.get_fastpath_enabled() if switch else False
    for parameter in frozen:
        parameter.requires_grad_(True)
    if switch:
        switch.set_fastpath_enabled(False)
    try:
        with torch.enable_grad():
            yield
    finally:
        if switch:
            switch.set_fastpath_enabled(was)
        for parameter in frozen:
            parameter.requires_grad_(False)


@contextlib.contextmanager
def separate_products(model):
    """While it lasts, `model` runs its attention as separate matrix products."""
    with _replaced("scaled_dot_product_attention", explicit_attention), \
            _replaced("multi_head_attention_forward", explicit_multi_head_attention), \
            _replaced("rms_norm", explicit_rms_norm), _without_fast_path(model):
        yield


@contextlib.contextmanager
def _evaluating(model):
    """The model in evaluation mode; each module goes back to its own mode afterwards."""
    training = [module for module in model.modules() if module.training]
    model.eval()
    try:
        yield
    finally:
        for module in training:
            module.training = True


def _images(count, shape, seed):
    return torch.randn(count, *shape, generator=torch.Generator().manual_seed(seed))


def _trace(model, shape):
    # Two images: of one, a tracer could not tell the number of images from a dimension of size 1 that broadcasts.
    # The tracer warns of every size that becomes a constant; _check_outputs() finds those that matter.
    with separate_products(model):
        try:
            return torch.jit.trace(model, _images(2, shape, 0), check_trace=False)
        except ExportError:
            raise
        except Exception as error:
            raise ExportError(f"the model cannot be traced ({_first_line(error)}); rewrite what torch.jit.trace does "
                              "not take, or wrap the model") from error


# --- checks ---------------------------------------------------------------------------------------------------------

def _first_line(error):
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _unwrapped(model, warn):
    """The model inside what a training script has put around it. Raises ExportError for what cannot be traced."""
    while isinstance(model, (nn.DataParallel, nn.parallel.DistributedDataParallel)) or hasattr(model, "_orig_mod"):
        compiled = hasattr(model, "_orig_mod")
        warn(f"exported is the model inside {'torch.compile' if compiled else type(model).__name__}")
        model = model._orig_mod if compiled else model.module
    if isinstance(model, torch.jit.ScriptModule):
        raise ExportError("the model is TorchScript already (torch.jit.script or torch.jit.trace), whose attention cannot "
                          "be taken apart; give the nn.Module that it was made from, or use the .pt file as it is with "
                          "a card of your own beside it")
    parallel = next((name for name, module in model.named_modules()
                     if isinstance(module, (nn.DataParallel, nn.parallel.DistributedDataParallel))), None)
    if parallel:
        raise ExportError(f"{parallel} is wrapped in DataParallel; put the module itself in its place "
                          f"(model.{parallel} = model.{parallel}.module)")
    scripted = next((name for name, module in model.named_modules() if isinstance(module, torch.jit.ScriptModule)), None)
    if scripted:
        raise ExportError(f"{scripted} is scripted (torch.jit.script), so its layers cannot be counted and its attention "
                          "not taken apart; give the model without torch.jit.script")
    return model


def _check_arguments(model):
    """Raises ExportError if forward() wants more than the images."""
    try:
        parameters = inspect.signature(model.forward).parameters.values()
    except (TypeError, ValueError):
        return
    needed = [one.name for one in parameters if one.default is one.empty and
              one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    if len(needed) > 1:
        raise ExportError(f"forward() wants {len(needed)} arguments ({', '.join(needed)}), LP Studio gives one, the "
                          "images; wrap the model so that forward(images) sets the others")


def _check_model(model, shape):
    _check_arguments(model)
    for name, tensor in list(model.named_parameters()) + list(model.named_buffers()):
        if tensor.device.type != "cpu":
            raise ExportError(f"{name} is on {tensor.device}; call model.cpu() first")
        if tensor.is_floating_point() and tensor.dtype != torch.float32:
            raise ExportError(f"{name} is {str(tensor.dtype).replace('torch.', '')}; call model.float() first")
    images = _images(2, shape, 0)
    before, values = images.clone(), _values(model)
    try:
        with torch.no_grad():
            output = model(images)
            changed = not torch.equal(images, before)
            images.copy_(before)
            different = _changed(model, values)
            again = model(images)
    except Exception as error:
        raise ExportError(f"the model does not run on images of {'x'.join(map(str, shape))} ({_first_line(error)}); "
                          "correct the input shape (--input C,H,W)") from error
    if not isinstance(output, torch.Tensor):
        raise ExportError(f"the model returns {type(output).__name__}, not one tensor of logits; wrap it so that "
                          "forward(images) returns the logits")
    if output.dim() != 2 or len(output) != 2:
        raise ExportError(f"the model returns {'x'.join(map(str, output.shape))} for two images; a classifier returns "
                          "2 x classes")
    if changed:
        raise ExportError("the model changes its input in place (x.sub_(), x[...] = ..., inplace=True on the images), so "
                          "whoever runs it twice on the same images gets two results; write it out of place "
                          "(x = x.sub(...))")
    if different:
        raise ExportError(f"the model changes its own {different} when it runs; a network for inference must not "
                          "(put it into evaluation mode, or keep no state in forward)")
    if not bool(output.isfinite().all()):
        raise ExportError("the model returns infinite values or NaN for random images; check its weights and masks")
    if not torch.equal(output, again):
        raise ExportError("two runs of the model on the same images differ; switch off what is random in it (dropout "
                          "called with training=True?)")
    return output.size(1)


def _values(model):
    return {name: tensor.clone() for name, tensor in model.state_dict().items() if isinstance(tensor, torch.Tensor)}


def _changed(model, before):
    """The name of a parameter or buffer that is no longer what it was; None: all are."""
    after = model.state_dict()
    return next((name for name, tensor in before.items()
                 if not bool(((tensor == after[name]) | ((tensor != tensor) & (after[name] != after[name]))).all())), None)


def _check_outputs(model, traced, shape):
    """Greatest difference between the traced and the untouched model, in standard deviations of the outputs."""
    worst = 0.0
    # Those traced with, of the other sign, are the likeliest to take another branch.
    for images in (_images(1, shape, 1), -_images(2, shape, 0), _images(3, shape, 2)):
        count = len(images)
        with torch.no_grad():
            expected = model(images)
            try:
                output = traced(images)
                if output.shape != expected.shape:
                    raise RuntimeError(f"it returns {'x'.join(map(str, output.shape))}")
            except Exception as error:
                # The last line says what, those before it where.
                reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
                raise ExportError(f"traced with 2 images, the model does not run with {count} ({reason}); take sizes "
                                  "from the tensors (x.shape[0]), without int() or len()") from error
        # Networks without training may give nearly the same for every image.
        deviation = max(float(expected.std()), 0.01 * float(expected.abs().max()), 1e-30)
        worst = max(worst, float((output - expected).abs().max()) / deviation)
    if not worst <= 1e-3:
        raise ExportError(f"the traced model's outputs are up to {worst:.2g} standard deviations away from the model's; "
                          "a choice in its forward depends on values: torch.jit.trace keeps only the branch it saw")
    return worst


def _nodes(block):
    for node in block.nodes():
        for inner in node.blocks():
            yield from _nodes(inner)
        yield node


def _from_image(graph):
    """Names of the values that depend on the graph's inputs."""
    names = {value.debugName() for value in list(graph.inputs())[1:]}

    def walk(block):
        found = False
        for node in block.nodes():
            depends = any(value.debugName() in names for value in node.inputs())
            for inner in node.blocks():
                if depends:
                    names.update(value.debugName() for value in inner.inputs())
                depends = walk(inner) or depends
            if depends:
                found = True
                names.update(value.debugName() for value in node.outputs())
        return found

    walk(graph)
    return names


def count_layers(graph, of_constants=False):
    """Convolutions, linear layers and products of activations of an inlined graph, as LP Studio finds them: those that
    work on the image. `of_constants`: also those that do not (a position bias computed by a small network)."""
    names = _from_image(graph)
    counts = collections.Counter(convolutions=0, linears=0, products=0)
    for node in _nodes(graph):
        depends = [value.debugName() in names for value in node.inputs()]
        first, second = (depends[place] for place in PRODUCTS.get(node.kind(), (0, 1))) if len(depends) > 1 else (0, 0)
        if not (first or second or of_constants):
            continue
        if node.kind() in CONVOLUTIONS:
            counts["convolutions"] += 1
        elif node.kind() == "aten::linear" or (
                node.kind() in ("aten::matmul", "aten::linalg_matmul", "aten::mm", "aten::addmm") and not second):
            counts["linears"] += 1
        elif node.kind() in PRODUCTS:
            counts["products"] += 1
    return counts


def _count_modules(model, shape, warn):
    """What the modules that run for an image must at least show up as."""
    counts = collections.Counter()
    kinds = {"convolutions": (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d,
                               nn.ConvTranspose3d), "linears": (nn.Linear,)}
    tokens_first = []
    names = {module: name for name, module in model.named_modules()}
    images = _images(3, shape, 0)
    # What has one size for any number of images works on a table of positions: no matter of batch_first.
    sizes = collections.defaultdict(list)

    def count(module, _inputs, output):
        for kind, types in kinds.items():
            counts[kind] += isinstance(module, types)
        if isinstance(module, nn.MultiheadAttention):  # which runs its projections by function calls
            counts["linears"] += 2
            counts["products"] += 2
        elif isinstance(module, nn.Linear) and output.dim() > 2 and output.size(0) % len(images):
            tokens_first.append(module)

    def note_size(module, _inputs, output):
        sizes[module].append(tuple(output.shape))

    def run(inputs, modules, hook):
        hooks = [module.register_forward_hook(hook) for module in modules]
        try:
            with separate_products(model):
                model(inputs)
        finally:
            for each in hooks:
                each.remove()

    run(images, list(model.modules()), count)
    for number in (3, 4):
        if tokens_first:
            run(_images(number, shape, 0), set(tokens_first), note_size)
    tokens_first = [module for module in tokens_first
                    if sizes[module][:len(sizes[module]) // 2] != sizes[module][len(sizes[module]) // 2:]]
    if tokens_first:
        warn(f"{names[tokens_first[0]]} does not have the images first (batch_first=False?); objectives that compare "
             "representations need them there")
    return counts


def known_operators():
    """Names of the operators that LP Studio's LibTorch has; None without the list beside this file."""
    if not OPERATORS.exists():
        return None
    return {line for line in OPERATORS.read_text().split() if "::" in line}


def _check_graph(graph, expected, warn):
    kinds = sorted({node.kind() for node in _nodes(graph)})
    for kind in kinds:
        if any(part in kind for part in FUSED):
            raise ExportError(f"the model holds the fused attention operator {kind}, called past the functions that "
                              "this script replaces (a scripted submodule? torch.no_grad() inside forward?); call "
                              "torch.nn.functional.scaled_dot_product_attention from Python")
    known = known_operators()
    for kind in kinds:
        space = kind.split("::")[0]
        if space not in ("aten", "prim"):
            raise ExportError(f"the model uses the operator {kind} of another library, which LP Studio does not have; "
                              "replace it by PyTorch's own operators")
        if space == "aten" and known is not None and kind not in known:
            raise ExportError(f"the model uses the operator {kind} of PyTorch {torch.__version__}, which LibTorch "
                              f"{LIBTORCH} of LP Studio does not have; replace it by older operators")
        if kind in UNSEEN:
            warn(f"the products in {kind} stay in floating point, LP Studio does not see them; write them as "
                 "torch.matmul if they matter")
    everything = count_layers(graph, of_constants=True)
    for kind, count in expected.items():
        if everything[kind] < count:
            raise ExportError(f"only {everything[kind]} of the model's {count} {kind} are in the traced graph; a fused "
                              "or scripted part hides the others")
    counts = count_layers(graph)
    if not counts["convolutions"] + counts["linears"] + counts["products"]:
        raise ExportError("the model holds no convolution, linear layer or matrix product")
    return counts


# --- the export -----------------------------------------------------------------------------------------------------

def _channels(values, channels, what, otherwise):
    if values is None:
        return [otherwise] * channels
    values = [float(value) for value in values]
    if len(values) != channels:
        raise ExportError(f"{what} has {len(values)} numbers, the images have {channels} channels; give one a channel")
    if not all(math.isfinite(value) and (what == "mean" or value > 0) for value in values):
        raise ExportError(f"{what} is {values}; give finite numbers" + (" above 0" if what == "std" else ""))
    return values


def _print_warning(text):
    print(f"lpstudio_export: note: {text}", file=sys.stderr)


def _save(traced, part, file):
    try:
        torch.jit.save(traced, str(part))
    except (OSError, RuntimeError) as error:  # PyTorch's writer tells a full disk by the latter
        raise ExportError(f"{file}: cannot be written ({_first_line(error)}); choose another place") from error


def export(model, file, input, mean=None, std=None, classes=None, name=None, source=None, warn=_print_warning):
    """Writes `model` to `file` (.pt) and its card beside it (.json); returns the counts of its layers.

    model: nn.Module in float32 on the CPU; forward(images) returns N x classes logits. It is left as it was.
    input: (channels, height, width). mean, std: per channel, of pixels / 255; None is 0 and 1.
    classes: the names of the classes, their number, or None. name: of the model; None is the file's.
    source: remembered in the card. warn: told of what is worth knowing, one line each.
    Raises ExportError, and then neither file is touched.
    """
    file = pathlib.Path(file)
    if file.suffix != ".pt":
        raise ExportError(f"{file}: the file's name must end in .pt")
    shape = tuple(int(size) for size in input)
    if len(shape) != 3 or not all(1 <= size <= 65536 for size in shape):
        raise ExportError(f"input is {tuple(input)}; give channels, height and width, each 1 to 65536")
    card = {"name": name or file.stem, "input": list(shape), "mean": _channels(mean, shape[0], "mean", 0.0),
            "std": _channels(std, shape[0], "std", 1.0), "input_range": "pixels/255"}
    if mean is None or std is None:
        warn("no mean and std given; the card says that the model takes pixels / 255 as they are")

    model = _unwrapped(model, warn)
    card_file = file.with_suffix(".json")
    beside = [path.with_name(path.name + f".part{os.getpid()}") for path in (file, card_file)]
    try:
        # Newer PyTorch calls TorchScript deprecated at every step; LP Studio reads nothing else.
        with _evaluating(model), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outputs = _check_model(model, shape)
            names = None if classes is None or isinstance(classes, int) else [str(entry) for entry in classes]
            said = outputs if classes is None else classes if names is None else len(names)
            if said != outputs:
                raise ExportError(f"the model has {outputs} outputs, classes says {said}; correct classes")
            expected = _count_modules(model, shape, warn)
            _save(_trace(model, shape), beside[0], file)
            traced = torch.jit.load(str(beside[0]))  # what LP Studio will read
            counts = _check_graph(traced.inlined_graph, expected, warn)
            difference = _check_outputs(model, traced, shape)
        card["classes"] = outputs
        if names is not None:
            card["class_names"] = names
        if source:
            card["source"] = source
        card["exported_with"] = f"PyTorch {torch.__version__}"
        beside[1].write_text(json.dumps(card, indent=2) + "\n")
        for part, path in zip(beside, (file, card_file)):
            os.replace(part, path)
    except OSError as error:
        raise ExportError(f"{file}: cannot be written ({_first_line(error)}); choose another place") from error
    except RuntimeError as error:
        raise ExportError(f"the model cannot be looked through ({_first_line(error)}); give a plain nn.Module") from error
    finally:
        for part in beside:
            with contextlib.suppress(OSError):
                part.unlink()
    return dict(counts, difference=difference)


# --- where models come from -----------------------------------------------------------------------------------------

def _import(library):
    try:
        return importlib.import_module(library)
    except ImportError as error:
        raise ExportError(f"{library} cannot be imported ({_first_line(error)}); install it (pip install {library})") \
            from error


class _Unknown:
    """Stands for whatever else is in a checkpoint (options, schedulers): nothing of it is looked at or run."""

    def __new__(cls, *_arguments, **_options):
        return object.__new__(cls)

    def __init__(self, *_arguments, **_options):
        pass

    def __setstate__(self, state):
        pass

    def append(self, *_):
        pass

    extend = __setitem__ = append


class _Unpickler(pickle.Unpickler):
    """Makes tensors and plain Python values only. The one of weights_only in PyTorch 1.13 reads no Python float."""

    def find_class(self, module, name):
        known = {("collections", "OrderedDict"): collections.OrderedDict, ("builtins", "set"): set,
                 ("builtins", "slice"): slice, ("builtins", "complex"): complex,
                 ("torch", "Size"): torch.Size, ("torch", "device"): torch.device}
        if (module, name) in known:
            return known[module, name]
        rebuild = module == "torch._utils" and name in (
            "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_parameter", "_rebuild_parameter_with_state")
        types = module == "torch" and isinstance(getattr(torch, name, None), torch.dtype)
        storage = module in ("torch", "torch.storage") and name.endswith("Storage")
        return super().find_class(module, name) if rebuild or types or storage else _Unknown


def _read_safetensors(file):
    """https://github.com/huggingface/safetensors: the length of a JSON header, the header, the tensors' bytes."""
    kinds = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
             "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8,
             "BOOL": torch.bool}
    data = bytearray(pathlib.Path(file).read_bytes())
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(bytes(data[8:start]).decode())
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (start + offset for offset in entry["data_offsets"])
            kind = kinds[entry["dtype"]]
            tensor = torch.frombuffer(data[begin:end], dtype=kind) if end > begin else torch.empty(0, dtype=kind)
            state[name] = tensor.reshape(entry["shape"])
    return state


def _read_checkpoint(file):
    if str(file).endswith(".safetensors"):
        return _read_safetensors(file)
    reader = types.SimpleNamespace(__name__="lpstudio_export", Unpickler=_Unpickler, UnpicklingError=pickle.UnpicklingError,
                                   load=lambda stream, **options: _Unpickler(stream, **options).load())
    # PyTorch 1.13 takes its own pickle instead of the one that it is given, which would run what the file says.
    with warnings.catch_warnings(), mock.patch.object(torch.serialization, "pickle", reader):
        warnings.simplefilter("ignore")
        state = torch.load(file, map_location="cpu", pickle_module=reader, weights_only=False)
    return state.state_dict() if isinstance(state, torch.jit.ScriptModule) else state


def _dictionaries(state, place=(), depth=3):
    """Every dictionary in a checkpoint that holds tensors, with the keys that lead to it."""
    if not isinstance(state, dict):
        return
    if any(isinstance(value, torch.Tensor) for value in state.values()):
        yield place, {str(key): value for key, value in state.items() if isinstance(value, torch.Tensor)}
    if depth:
        for key, value in state.items():
            yield from _dictionaries(value, place + (str(key),), depth - 1)


def _fitting(wanted, state):
    """Every way to find `wanted` names in a checkpoint: (place, prefix, tensors, number of tensors left out)."""
    def needed(names):  # which older PyTorch did not save
        return {name for name in names if not name.endswith("num_batches_tracked")}

    for place, tensors in _dictionaries(state):
        # What wrappers put into the middle of a name.
        cleaned = {re.sub(r"(?<![^.])(module|_orig_mod)\.", "", name): value for name, value in tensors.items()}
        for names in [tensors] + ([cleaned] if len(cleaned) == len(tensors) and cleaned.keys() != tensors.keys() else []):
            parts = [name.split(".") for name in names]
            prefixes = {".".join(part[:count]) + "." for part in parts for count in range(1, min(len(part), 5))}
            for prefix in [""] + sorted(prefixes, key=lambda one: (len(one), one)):
                inside = {name[len(prefix):]: value for name, value in names.items() if name.startswith(prefix)}
                if needed(inside) == needed(wanted) and inside.keys() <= wanted:
                    yield place, prefix, inside, len(names) - len(inside), names is cleaned


def _load_state(model, file, warn=None):
    """Reads a checkpoint: a state_dict, or what training scripts make of one. Says what was taken."""
    warn = warn or _print_warning
    try:
        state = _read_checkpoint(file)
    except Exception as error:
        raise ExportError(f"{file}: cannot be read as weights ({_first_line(error)}); save them with "
                          "torch.save(model.state_dict(), file)") from error
    ways = list(_fitting(model.state_dict().keys(), state))
    # A moving average of the weights beside them is another network.
    ways.sort(key=lambda way: any("ema" in key.lower() or "optim" in key.lower() for key in way[0] + (way[1],)))
    if ways:
        place, prefix, tensors, left, cleaned = ways[0]
        said = ([f"taken from \"{'.'.join(place)}\""] if place else []) + \
            ([f"the prefix \"{prefix}\" taken off"] if prefix else []) + \
            (["\"module\" and \"_orig_mod\" taken out of the names"] if cleaned else []) + \
            ([f"{_counted(left, 'other tensor', 'other tensors')} left out"] if left else [])
        others = sorted({".".join(way[0] + (way[1].rstrip("."),)).strip(".") for way in ways[1:]
                         if way[0] != place or (way[1] != prefix and way[4] == cleaned)})
        if others:
            said.append(f"\"{others[0]}\" would fit, too")
        if said:
            warn(f"{file}: {', '.join(said)}")
        # What older PyTorch did not save counts batches, which only training needs.
        _load_strictly(model, {**{name: value for name, value in model.state_dict().items()
                                  if name.endswith("num_batches_tracked")}, **tensors}, file)
        return
    if isinstance(state, _Unknown):
        raise ExportError(f"{file}: holds a whole model, not its weights; save them with "
                          "torch.save(model.state_dict(), file)")
    dictionaries = sorted((tensors for _, tensors in _dictionaries(state)),
                          key=lambda tensors: -len(tensors.keys() & model.state_dict().keys()))
    if not dictionaries:
        raise ExportError(f"{file}: holds no tensors under names; save the weights with "
                          "torch.save(model.state_dict(), file)")
    _load_strictly(model, dictionaries[0], file)


def _load_strictly(model, tensors, file):
    try:
        model.load_state_dict(tensors)
    except Exception as error:
        lines = str(error).strip().splitlines()
        raise ExportError(f"{file}: does not fit the model ({' '.join(lines[:2]).strip()[:200]}); give the weights of "
                          "this model, and --classes if it has not the usual number") from error


def _torchvision(name, weights, classes):
    models = _import("torchvision").models
    try:
        choices = models.get_model_weights(name)
        chosen = choices[weights] if weights and not os.path.exists(weights) else None
        sizes = {} if chosen or not isinstance(classes, int) else {"num_classes": classes}
        model = models.get_model(name, weights=chosen, **sizes)
    except KeyError as error:
        raise ExportError(f"torchvision has no weights {weights} for {name}; give a file, or one of "
                          f"{', '.join(entry.name for entry in choices)}") from error
    except Exception as error:
        raise ExportError(f"torchvision:{name}: {_first_line(error)}; see torchvision.models.list_models() for names, "
                          "and download weights beforehand where there is no network") from error
    if weights and not chosen:
        _load_state(model, weights)
    facts = {}
    of = chosen or next(iter(choices), None)
    if of is not None:
        transform = of.transforms()
        size = getattr(transform, "crop_size", [224])
        facts = {"input": (3, size[0], size[-1]), "mean": list(transform.mean), "std": list(transform.std)}
    if chosen:
        facts["classes"] = list(chosen.meta["categories"])
    return model, facts


def _timm(name, weights, classes):
    timm = _import("timm")
    from_file = bool(weights) and os.path.exists(weights)
    sizes = {"num_classes": classes} if isinstance(classes, int) else {}
    try:
        model = timm.create_model(name, pretrained=bool(weights) and not from_file, **sizes)
    except Exception as error:
        raise ExportError(f"timm:{name}: {_first_line(error)}; see timm.list_models() for names, and download weights "
                          "beforehand where there is no network") from error
    if from_file:
        _load_state(model, weights)
    return model, {}


def _user(place, weights):
    file, _, function = place.rpartition(":")
    if not os.path.isfile(file):
        raise ExportError(f"{place}: no such model; give torchvision:NAME, timm:NAME or path/to/file.py:FUNCTION")
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))  # for what the file imports from beside it
    try:
        spec = importlib.util.spec_from_file_location(pathlib.Path(file).stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        made = getattr(module, function)
        model = made if isinstance(made, nn.Module) else made()
    except Exception as error:
        raise ExportError(f"{place}: {type(error).__name__}: {_first_line(error)}; {function} must be a model, or a "
                          "function without arguments that returns one") from error
    if not isinstance(model, nn.Module):
        raise ExportError(f"{place}: is {type(model).__name__}, not a torch.nn.Module; return the model itself")
    if weights:
        _load_state(model, weights)
    return model, {}


def make_model(place, weights=None, classes=None):
    """The model that `place` names and what its library says of it: input, mean, std, classes where known."""
    library, _, name = place.partition(":")
    if library == "torchvision":
        model, facts = _torchvision(name, weights, classes)
    elif library == "timm":
        model, facts = _timm(name, weights, classes)
    else:
        model, facts = _user(name if library == "user" else place, weights)
    # timm's way to say what a model takes, kept by models of others, too.
    known = getattr(model, "pretrained_cfg", None) or getattr(model, "default_cfg", None) or {}
    if isinstance(known, dict):
        for field, key in (("input", "input_size"), ("mean", "mean"), ("std", "std")):
            if known.get(key):
                facts.setdefault(field, tuple(known[key]))
    return model, facts


# --- the command ----------------------------------------------------------------------------------------------------

def _numbers(kind, what):
    def read(text):
        try:
            return [kind(part) for part in text.split(",")]
        except ValueError:
            raise argparse.ArgumentTypeError(f"\"{text}\" is not {what}") from None
    return read


def _class_names(file):
    try:
        names = [line.strip() for line in pathlib.Path(file).read_text().splitlines() if line.strip()]
    except OSError as error:
        raise ExportError(f"{file}: {error.strerror}; give a text file with one class name a line") from error
    return names


def _counted(count, one, many):
    return f"{count} {one if count == 1 else many}"


def _write_operators():
    names = {schema.name for schema in torch._C._jit_get_all_schemas() if schema.name.startswith("aten::")}
    OPERATORS.with_name(f"libtorch-{torch.__version__.split('a')[0].rsplit('.', 1)[0]}-operators.txt").write_text(
        "\n".join(sorted(names)) + "\n")


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="lpstudio_export.py", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__.split("\n\n", 1)[0], epilog=__doc__.split("\n\n", 1)[1])
    parser.add_argument("model", help="torchvision:NAME, timm:NAME, or path/to/file.py:FUNCTION that returns a model")
    parser.add_argument("--out", metavar="FILE.pt", help="default: NAME.pt in this folder")
    parser.add_argument("--weights", metavar="W", help="a checkpoint file, the name of torchvision's weights (DEFAULT), "
                        "or pretrained for timm; default: random ones")
    parser.add_argument("--input", metavar="C,H,W", type=_numbers(int, "three whole numbers"))
    parser.add_argument("--mean", metavar="M,..", type=_numbers(float, "a list of numbers"), help="of pixels / 255")
    parser.add_argument("--std", metavar="S,..", type=_numbers(float, "a list of numbers"), help="of pixels / 255")
    parser.add_argument("--classes", metavar="N", type=int, help="number of classes to make the model with")
    parser.add_argument("--class-names", metavar="FILE", help="text, one name a line")
    parser.add_argument("--name", help="of the model, in its card")
    options = parser.parse_args(arguments)
    try:
        name = options.model.rpartition(":")[2]
        file = pathlib.Path(options.out or f"{name}.pt")
        model, facts = make_model(options.model, options.weights, options.classes)
        if options.classes:
            facts["classes"] = options.classes
        if options.class_names:
            facts["classes"] = _class_names(options.class_names)
        for field in ("input", "mean", "std"):
            if getattr(options, field):
                facts[field] = getattr(options, field)
        if "input" not in facts:
            raise ExportError(f"{options.model}: the shape of its images is not known; give --input C,H,W")
        if not options.weights and options.model.startswith(("torchvision:", "timm:")):
            _print_warning("no --weights: the model's weights are random")
        source = options.model + (f", weights {options.weights}" if options.weights else "")
        counts = export(model, file, name=options.name or name, source=source, **facts)
    except ExportError as error:
        print(f"lpstudio_export.py: {error}", file=sys.stderr)
        return 1
    found = ", ".join(_counted(counts[kind], one, many) for kind, one, many in (
        ("convolutions", "convolution", "convolutions"), ("linears", "linear layer", "linear layers"),
        ("products", "product of activations", "products of activations")))
    print(f"{file}: {found}; outputs within {counts['difference']:.1e} standard deviations of the model's")
    print(f"{file.with_suffix('.json')}: the card")
    return 0


if __name__ == "__main__":
    sys.exit(main())
