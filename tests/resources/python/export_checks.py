"""What the tests of lpstudio_export.py share."""
import contextlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "resources" / "python"))

try:
    import numpy as np
    import torch
    import torchvision
    from torch import nn

    import lpstudio_export
except ImportError as error:
    print(f"skipped: {error}; apt-get install python3-torch python3-torchvision python3-numpy")
    sys.exit(77)

torch.set_num_threads(2)


class ExportTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="lpstudio-export-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.notes = []
        torch.manual_seed(1)

    def export(self, model, input, name="model.pt", **options):
        file = self.folder / name
        options.setdefault("mean", [0.5] * input[0])
        options.setdefault("std", [0.25] * input[0])
        counts = lpstudio_export.export(model, file, input=input, warn=self.notes.append, **options)
        return file, counts

    def layers(self, file):
        """What LP Studio finds and runs."""
        done = subprocess.run([os.environ["LPSTUDIO_CLI"], "--json", "model", str(file)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["layers"]

    def refusal(self, file):
        """The one line with which LP Studio refuses a file."""
        done = subprocess.run([os.environ["LPSTUDIO_CLI"], "model", str(file)], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(str(file), done.stderr)
        return done.stderr

    def outputs(self, file, images):
        """Logits of LP Studio's float run."""
        places = [str(self.folder / name) for name in ("images.raw", "outputs.raw")]
        images.numpy().tofile(places[0])
        done = subprocess.run([os.environ["LPSTUDIO_OUTPUTS"], str(file)] + places, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return torch.from_numpy(np.fromfile(places[1])).reshape(len(images), -1)

    def assert_same_outputs(self, model, file, images):
        """LP Studio's logits are the network's within 1e-4 of their standard deviation, or as near as PyTorch's own,
        and the deviation is at least 0.1.

        The network's are those of PyTorch in double precision: rounding errors of single precision, made large by many
        layers, differ between one kernel and another of the same convolution (resnet50: 2.3e-4 and 2.5e-4)."""
        with torch.no_grad():
            single = model.eval()(images).double()
            expected = model.double()(images.double())
            model.float()
        # Over the images, so that biases alone do not make it.
        deviation = float(expected.std(0).mean())
        own = float((single - expected).abs().max()) / deviation
        worst = float((self.outputs(file, images) - expected).abs().max()) / deviation
        self.assertGreaterEqual(deviation, 0.1)
        self.assertLessEqual(own, 1e-3)
        self.assertLessEqual(worst, max(1e-4, 1.5 * own))
        return deviation, worst

    def message(self, call, *arguments, **options):
        """The line of an ExportError."""
        with self.assertRaises(lpstudio_export.ExportError) as caught:
            call(*arguments, **options)
        self.assertNotIn("\n", str(caught.exception))
        return str(caught.exception)

    def command(self, *arguments):
        """Exit status, output and errors of the script."""
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                status = lpstudio_export.main([str(argument) for argument in arguments])
            except SystemExit as stop:
                status = stop.code
        return status, output.getvalue(), errors.getvalue()


def run():
    unittest.main(verbosity=2)
