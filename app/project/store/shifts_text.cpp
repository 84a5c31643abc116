#include "app/project/store/shifts_text.h"

#include <QByteArray>
#include <bit>
#include <cmath>
#include <cstring>

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

}  // namespace lpstudio
