"""What LP Studio says of TorchScript files that its LibTorch cannot read. Files of newer PyTorch are made from one of
ours by editing the code in the archive, so that the test needs no newer PyTorch."""
import zipfile

from export_checks import ExportTest, nn, run, torch

EXPORT = "export the model with resources/python/lpstudio_export.py"


class NewerFiles(ExportTest):
    def edited(self, old, new, add=(), version=None):
        """An archive in whose code `old` reads `new`, with the records that PyTorch 2.1 and newer add if asked for."""
        model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 5))
        file, _ = self.export(model, (3, 8, 8))
        edited = self.folder / "edited.pt"
        found = 0
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(edited, "w", zipfile.ZIP_STORED) as target:
            for name in source.namelist():
                data = source.read(name)
                if name.endswith(".py") and old:
                    found += data.count(old.encode())
                    data = data.replace(old.encode(), new.encode())
                if version and name.endswith("/version"):
                    data = version
                target.writestr(name, data)
            for name in add:
                target.writestr(f"{source.namelist()[0].split('/')[0]}/{name}", b"little")
        self.assertEqual(found > 0, bool(old))
        return edited

    def refused(self, *parts, **edit):
        file = self.edited(**edit)
        file.with_suffix(".json").write_text('{"input": [3, 8, 8]}')
        line = self.refusal(file)
        for part in parts:
            self.assertIn(part, line)

    def test_an_edit_alone_does_no_harm(self):
        file = self.edited(None, None, ["byteorder"])
        file.with_suffix(".json").write_text('{"input": [3, 8, 8]}')
        self.assertEqual(len(self.layers(file)), 2)

    def test_operators_whose_version_is_known(self):
        self.refused("uses the operator aten::rms_norm of PyTorch 2.4 and newer, which LibTorch 1.13", EXPORT,
                     old="torch.relu(", new="torch.rms_norm(", add=["byteorder"])

    def test_operators_of_some_newer_pytorch(self):
        self.refused("uses the operator aten::quite_new in a file of PyTorch 2.1 or newer, which LibTorch 1.13", EXPORT,
                     old="torch.relu(", new="torch.quite_new(", add=["byteorder"])
        self.refused("uses the operator aten::quite_new, which LibTorch 1.13", EXPORT,
                     old="torch.relu(", new="torch.quite_new(")

    def test_fused_attention(self):
        self.refused("holds the fused attention operator aten::scaled_dot_product_attention of PyTorch 2.0 and newer",
                     EXPORT, "matmul + softmax + matmul",
                     old="torch.relu(", new="torch.scaled_dot_product_attention(")

    def test_operators_of_other_libraries(self):
        self.refused("uses the operator torchvision::nms of a library other than PyTorch", EXPORT,
                     old="torch.relu(", new="ops.torchvision.nms(")

    def test_operators_with_other_arguments(self):
        self.refused("calls the operator aten::relu with arguments that LibTorch 1.13", "of PyTorch 2.1 or newer",
                     EXPORT, old="torch.relu(", new="torch.relu(1, 2, ", add=["byteorder"])

    def test_a_newer_format(self):
        self.refused("version 99", EXPORT, old=None, new=None, version=b"99\n")

    def test_an_exported_program(self):
        file = self.folder / "program.pt"
        with zipfile.ZipFile(file, "w") as target:
            for name in ("archive_format", "models/model.json", "byteorder"):
                target.writestr(f"program/{name}", b"pt2")
            target.writestr("program/version", b"10\n")
        file.with_suffix(".json").write_text('{"input": [3, 8, 8]}')
        self.assertIn("is an exported program (torch.export), not TorchScript", self.refusal(file))

    def test_weights_alone(self):
        for what in (nn.Linear(2, 2).state_dict(), nn.Linear(2, 2)):
            file = self.folder / "weights.pt"
            torch.save(what, file)
            file.with_suffix(".json").write_text('{"input": [3, 8, 8]}')
            line = self.refusal(file)
            self.assertIn("a state_dict is not enough, " + EXPORT, line)


if __name__ == "__main__":
    run()
