#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/number/kernels.h"
#include "core/number/quantizer.h"
#include "core/number/thresholds.h"

namespace lpstudio {

/// What the quantization kernels need of a codebook. Each table is made when it is first asked for,
/// on whichever thread asks; null if the codebook does not allow it.
class QuantizerTables {
public:
    using Side = Quantizer::Side;
    using Kernel = Quantizer::Kernel;

    /// As Quantizer's.
    QuantizerTables(const std::vector<Level>& positive, const std::vector<Level>& negative,
                    Rounding rounding, const simd::StepLaw* law, const Scaling& scaling);

    const Side& positive() const { return positive_; }
    const Side& negative() const { return negative_; }

    const simd::SmallTable* small() const;
    const simd::StepTable* steps() const;
    const simd::LogTable* logs() const;
    const simd::CellTable* cells() const;

    bool allows(Kernel kernel) const;
    /// On this processor.
    Kernel fastest() const;
    Kernel fastestForCodes() const;

private:
    template <class Table>
    struct Lazy {
        std::once_flag once;
        std::unique_ptr<const Table> table;

        template <class Make>
        const Table* get(const Make& make) {
            std::call_once(once, [&] { table = make(); });
            return table.get();
        }
    };

    Side positive_, negative_;
    Rounding rounding_;
    std::optional<simd::StepLaw> law_;
    double scale_;
    /// Of the positive side as the format has it, and of its smallest level that float32 can hold.
    double lowest_, largest_, largestNegative_;
    long double firstLog2_ = 0;

    mutable Lazy<simd::SmallTable> small_;
    mutable Lazy<simd::StepTable> steps_;
    mutable Lazy<simd::LogTable> logs_;
    mutable Lazy<simd::CellTable> cells_;
};

}  // namespace lpstudio
