#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"

namespace lpstudio {

/// Which operand stays in the grid while the others stream.
enum class Dataflow { WeightStationary, OutputStationary, InputStationary };

inline constexpr EnumNames<Dataflow> kDataflows("dataflow", {{Dataflow::WeightStationary, "ws"},
                                                             {Dataflow::OutputStationary, "os"},
                                                             {Dataflow::InputStationary, "is"}});

/// How a processing element (PE) trades width against throughput.
enum class PeKind {
    /// One PE holds greatest-width / width weights side by side along the output channels (LPA);
    /// activations are not packed. The greatest width a packed PE can hold is 8 bits.
    Packed,
    /// The grid counts 4-bit PEs; 2 x 1, 1 x 2 or 2 x 2 of them join for wider products (BitFusion,
    /// ANT).
    Ganged,
};

inline constexpr EnumNames<PeKind> kPeKinds("PE kind", {{PeKind::Packed, "packed"},
                                                        {PeKind::Ganged, "ganged"}});

/// Where a number comes from: printed by somebody, computed from printed ones, or chosen.
enum class SourceType { Published, Derived, Assumed };
inline constexpr EnumNames<SourceType> kSourceTypes("standing",
                                                    {{SourceType::Published, "published"},
                                                     {SourceType::Derived, "derived"},
                                                     {SourceType::Assumed, "assumed"}});

/// One technology constant. `low` and `high` bracket `value`; equal to it where no range is known.
/// An assumed constant always carries a range.
struct Constant {
    std::string key;
    double value = 0;
    std::string unit;
    std::string node;
    std::string source;
    SourceType sourceType = SourceType::Assumed;
    double low = 0;
    double high = 0;

    bool operator==(const Constant&) const = default;
};

/// An on-chip buffer of equal banks. Of a double-buffered one half holds the tile at work, the
/// other half receives the next.
struct Buffer {
    std::int64_t bytes = 0;
    std::int64_t banks = 0;
    std::int64_t bankBytes = 0;
    bool doubleBuffered = true;
    /// Of one bank, and how many bits each moves in a cycle.
    std::int64_t ports = 1;
    std::int64_t portBits = 32;
    std::string source;

    /// Bits a tile may take.
    std::int64_t usableBits() const { return bytes * 8 / (doubleBuffered ? 2 : 1); }
    /// Bits all its banks move in a cycle, those that receive the next tile included.
    std::int64_t bitsPerCycle() const { return banks * ports * portBits; }
    bool operator==(const Buffer&) const = default;
};

/// An accelerator as its JSON file describes it (resources/hardware/schema.json). Numbers that
/// depend on technology are in `constants`; hw/constants.h lists their keys and units.
struct Accelerator {
    std::string name;
    std::string summary;
    int rows = 0;
    int columns = 0;
    PeKind peKind = PeKind::Packed;
    /// Widths in bits the PE knows, ascending, of {2, 4, 8}; a width is rounded up to the next.
    std::vector<int> weightModes;
    /// Widths in bits in which activations are stored and read, ascending, of {2, 4, 8}.
    std::vector<int> activationModes;
    Dataflow dataflow = Dataflow::WeightStationary;
    /// The next fold's weights load behind the current fold.
    bool overlap = false;
    /// Images at a time unless the caller says otherwise.
    int batch = 1;
    Buffer weights;
    Buffer inputs;
    Buffer outputs;
    std::vector<Constant> constants;

    /// The constant with this key. Throws Error naming the key if the description lacks it.
    const Constant& constant(std::string_view key) const;
    double value(std::string_view key) const { return constant(key).value; }
    bool operator==(const Accelerator&) const = default;
};

/// An accelerator that comes with the library.
struct PresetInfo {
    std::string name;     ///< for loadAccelerator()
    std::string summary;  ///< one line for people
};

/// The presets built into the library, sorted by name.
std::vector<PresetInfo> presets();

/// Their names, separated by ", ", for messages.
std::string presetNames();

/// Loads a preset by name, or a description from a JSON file (anything that ends in ".json",
/// contains a '/' or is an existing file). Throws UsageError for a name that is neither, listing
/// the presets, and Error for a file that cannot be read or a description that does not hold; the
/// message is one line with file, key, value and range.
Accelerator loadAccelerator(const std::string& nameOrPath);

/// "ws", "os", "is": as descriptions and the command line have it.
inline std::string_view dataflowName(Dataflow dataflow) {
    return kDataflows.name(dataflow);
}
/// Throws UsageError for anything but "ws", "os", "is".
inline Dataflow dataflowFromName(std::string_view name) {
    return kDataflows.parse(name);
}
inline std::string_view peKindName(PeKind kind) {
    return kPeKinds.name(kind);
}
inline std::string_view sourceTypeName(SourceType sourceType) {
    return kSourceTypes.name(sourceType);
}

/// What the grid asks of a buffer in a cycle at full width, and what its ports deliver.
struct PortDemand {
    std::string buffer;                    ///< "weight buffer"
    std::int64_t needs = 0, delivers = 0;  ///< bit per cycle

    bool isMet() const { return needs <= delivers; }
};

/// Of the three buffers, in the dataflow of the description. The cycle model takes ports as wide
/// enough; where one is not, its cycles are too few.
std::vector<PortDemand> portDemands(const Accelerator& accelerator);

/// One line on the buffers whose ports are too narrow; empty if there is none.
std::string portWarning(const Accelerator& accelerator);

}  // namespace lpstudio
