#include "app/project/store/genes_text.h"

#include <QByteArray>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace lpstudio {

static_assert(std::endian::native == std::endian::little, "shifts are stored as they are");

std::string shiftsText(const OutputShifts& shifts) {
    std::string text;
    for (std::size_t layer = 0; layer < shifts.size(); ++layer) {
        if (layer > 0) text += ',';
        const std::size_t size = shifts[layer].size() * sizeof(float);
        const auto bytes = QByteArray::fromRawData(
            reinterpret_cast<const char*>(shifts[layer].data()), static_cast<qsizetype>(size));
        text += bytes.toBase64().toStdString();
    }
    return text;
}

std::optional<OutputShifts> shiftsFromText(const std::string& text) {
    OutputShifts shifts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto decoded = QByteArray::fromBase64Encoding(
            QByteArray::fromStdString(text.substr(begin, end - begin)),
            QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || decoded.decoded.size() % static_cast<qsizetype>(sizeof(float)) != 0)
            return std::nullopt;
        std::vector<float> values(static_cast<std::size_t>(decoded.decoded.size()) / sizeof(float));
        if (!values.empty())
            std::memcpy(values.data(), decoded.decoded.constData(), values.size() * sizeof(float));
        for (const float value : values)
            if (!std::isfinite(value)) return std::nullopt;
        shifts.push_back(std::move(values));
        begin = end + 1;
    }
    return shifts;
}

namespace {

/// Takes genes as they are parsed: a project of 100,000 candidates holds millions, and a tree of
/// them would cost more than all the rest of opening it.
class GenesReader final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit GenesReader(std::vector<LpParameters>& genes) : genes_(genes) {}

    bool null() override { return false; }
    bool boolean(bool) override { return false; }
    bool number_integer(number_integer_t value) override { return integer(value); }
    bool number_unsigned(number_unsigned_t value) override {
        return value <= static_cast<number_unsigned_t>(LpParameters::kMaxWidth) &&
               integer(static_cast<number_integer_t>(value));
    }
    bool number_float(number_float_t value, const string_t&) override {
        if (depth_ != 2 || field_ != 3) return false;
        genes_.back().sf = value;
        ++field_;
        return true;
    }
    bool string(string_t&) override { return false; }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return false; }
    bool key(string_t&) override { return false; }
    bool end_object() override { return false; }
    bool start_array(std::size_t) override {
        if (++depth_ > 2) return false;
        if (depth_ == 2) {
            genes_.emplace_back();
            field_ = 0;
        }
        return true;
    }
    bool end_array() override {
        if (depth_-- == 1) return true;
        if (field_ != 4) return false;
        try {
            validate(genes_.back());
        } catch (const Error&) {
            return false;
        }
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return false;
    }

private:
    bool integer(number_integer_t value) {
        if (depth_ != 2 || field_ > 3) return false;
        LpParameters& gene = genes_.back();
        if (field_ == 3) {
            gene.sf = static_cast<double>(value);
        } else {
            if (value < 0 || value > LpParameters::kMaxWidth) return false;
            *(field_ == 0 ? &gene.n : field_ == 1 ? &gene.es : &gene.rs) = static_cast<int>(value);
        }
        ++field_;
        return true;
    }

    std::vector<LpParameters>& genes_;
    int depth_ = 0;
    int field_ = 0;  ///< of the current gene: n, es, rs, sf
};

}  // namespace

std::string genesText(const Candidate& candidate) {
    nlohmann::json genes = nlohmann::json::array();
    for (const LpParameters& gene : candidate.genes)
        genes.push_back({gene.n, gene.es, gene.rs, gene.sf});
    return genes.dump();
}

Candidate genesFromText(const std::string& text, const std::string& where) {
    Candidate candidate;
    GenesReader reader(candidate.genes);
    if (!nlohmann::json::sax_parse(text, &reader))
        throw Error(where + ": the stored genes are damaged; restore the project from a copy");
    return candidate;
}

}  // namespace lpstudio
