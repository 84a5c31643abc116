#include "hw/design_edit.h"

#include <gtest/gtest.h>

#include <set>

#include "core/base/error.h"
#include "hw/simulate.h"
#include "hw/workload.h"

namespace lpstudio {
namespace {

std::string refusal(const std::string& key, const std::string& text,
                    ConstantField field = ConstantField::Value) {
    try {
        withProperty(loadAccelerator("lpa-8x8"), key, text, field);
    } catch (const Error& error) {
        return error.what();
    }
    return "(accepted)";
}

TEST(DesignEdit, EveryPropertyOfEveryPresetIsWrittenBackUnchanged) {
    for (const PresetInfo& preset : presets()) {
        const Accelerator accelerator = loadAccelerator(preset.name);
        std::set<DesignBlock> blocks;
        for (const DesignProperty& property : propertiesOf(accelerator)) {
            EXPECT_EQ(withProperty(accelerator, property.key, property.value), accelerator)
                << preset.name << " " << property.key << " = " << property.value;
            EXPECT_FALSE(property.meaning.empty()) << property.key;
            blocks.insert(property.block);
        }
        EXPECT_EQ(blocks.size(), 9U) << "every block has something to show";
    }
}

TEST(DesignEdit, ANewValueWidensTheRangeAndSaysWhatItWas) {
    const Accelerator edited = withProperty(loadAccelerator("lpa-8x8"), "dram.read", "25");
    const Constant& read = edited.constant("dram.read");
    EXPECT_EQ(read.value, 25);
    EXPECT_EQ(read.low, 0.629);
    EXPECT_EQ(read.high, 25);
    EXPECT_EQ(read.sourceType, SourceType::Assumed);
    EXPECT_TRUE(read.source.starts_with("edited; was 18.75: BitMoD")) << read.source;
    // A second edit keeps the first source.
    const Constant again = withProperty(edited, "dram.read", "30").constant("dram.read");
    EXPECT_TRUE(again.source.starts_with("edited; was 18.75: BitMoD")) << again.source;
    const Constant ranged =
        withProperty(edited, "dram.read", "40", ConstantField::High).constant("dram.read");
    EXPECT_EQ(ranged.value, 25);
    EXPECT_EQ(ranged.high, 40);
}

TEST(DesignEdit, ChangesShowInTheEstimate) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const Workload workload = loadWorkload("resnet18");
    const auto cycles = [&](const Accelerator& accelerator) {
        return simulate(accelerator, workload).totals.cycles.value;
    };
    EXPECT_LT(cycles(withProperty(lpa, "grid.rows", "16")), cycles(lpa));
    EXPECT_LT(cycles(withProperty(lpa, "overlap", "on")), cycles(lpa));
    EXPECT_NE(cycles(withProperty(lpa, "dataflow", "os")), cycles(lpa));
    EXPECT_EQ(withProperty(lpa, "grid.rows", "16").value("decoder.count"), 24);
    EXPECT_EQ(withProperty(lpa, "grid.rows", "16").name, "lpa-8x8");
    EXPECT_EQ(withProperty(lpa, "buffers.inputs.banks", " 64 ").inputs.bytes, 64 * 8192);
    EXPECT_EQ(withProperty(lpa, "pe.weight_modes", "4,8").weightModes, (std::vector{4, 8}));
}

TEST(DesignEdit, ALargerBankIsNotFree) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const Accelerator edited = withProperty(lpa, "buffers.inputs.bank_bytes", "16384");
    EXPECT_EQ(edited.inputs.bytes, 32 * 16384);
    for (const char* key : {"sram.inputs.area", "sram.inputs.leakage"}) {
        const Constant& constant = edited.constant(key);
        EXPECT_DOUBLE_EQ(constant.value, 2 * lpa.value(key)) << key;
        EXPECT_EQ(constant.sourceType, SourceType::Assumed);
        EXPECT_DOUBLE_EQ(constant.low, lpa.value(key));
        EXPECT_TRUE(constant.source.starts_with("in proportion to the bank, 16384 B")) << key;
    }
    EXPECT_EQ(edited.value("sram.weights.area"), lpa.value("sram.weights.area"));
    // Back again is what it was, though it says so.
    const Accelerator back = withProperty(edited, "buffers.inputs.bank_bytes", "8192");
    EXPECT_DOUBLE_EQ(back.value("sram.inputs.leakage"), lpa.value("sram.inputs.leakage"));
    EXPECT_NE(refusal("buffers.inputs.bank_bytes", "99999999999").find("1..1073741824"),
              std::string::npos);
    EXPECT_NE(refusal("buffers.inputs.bank_bytes", "much").find("1..1073741824"),
              std::string::npos);
}

TEST(DesignEdit, IsRefusedWithKeyValueAndRange) {
    EXPECT_EQ(refusal("grid.rows", "0"),
              "lpa-8x8: grid.rows = 0 is out of range; give a whole number 1..1024");
    EXPECT_EQ(refusal("grid.rows", "eight"),
              "lpa-8x8: grid.rows = \"eight\" is not a whole number; give a whole number 1..1024");
    EXPECT_NE(refusal("dataflow", "rs").find("give ws, os or is"), std::string::npos);
    EXPECT_NE(refusal("overlap", "perhaps").find("give true or false"), std::string::npos);
    EXPECT_NE(refusal("pe.weight_modes", "3").find("out of 2, 4, 8"), std::string::npos);
    EXPECT_EQ(refusal("dram.read", "-1"),
              "lpa-8x8: dram.read = -1 is out of range; give a number 0..10000 in pJ/bit");
    EXPECT_NE(refusal("dram.read", "").find("is out of range"), std::string::npos);
    EXPECT_NE(refusal("decoder.count", "2.5").find("is not a whole number"), std::string::npos);
    EXPECT_NE(refusal("dram.read", "19", ConstantField::Low).find("low"), std::string::npos);
    EXPECT_NE(refusal("buffers.outputs.banks", "2").find("cannot hold one fold"),
              std::string::npos);
    EXPECT_NE(refusal("buffers.weights.banks", "99999999999").find("banks"), std::string::npos);
    EXPECT_NE(refusal("nothing.here", "1").find("is no property"), std::string::npos);
}

}  // namespace
}  // namespace lpstudio
