#include "app/project/import/npy_header.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);

/// Reads the dict literal; Python's grammar as far as NumPy writes it.
class Literal {
public:
    Literal(std::string_view text, const std::string& name) : text_(text), name_(name) {}

    void expect(char c) {
        if (!accept(c)) damaged();
    }
    bool accept(char c) {
        skipSpace();
        if (text_.empty() || text_[0] != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::string string() {
        skipSpace();
        if (text_.empty() || (text_[0] != '\'' && text_[0] != '"')) {
            // A structured type is a list of fields.
            if (!text_.empty() && text_[0] == '[')
                throw Error(name_ + ": holds records; save one plain array");
            damaged();
        }
        const auto end = text_.find(text_[0], 1);
        if (end == std::string_view::npos) damaged();
        std::string result(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return result;
    }
    bool boolean() {
        skipSpace();
        for (const bool value : {true, false}) {
            const std::string_view word = value ? "True" : "False";
            if (!text_.starts_with(word)) continue;
            text_.remove_prefix(word.size());
            return value;
        }
        damaged();
    }
    std::vector<std::int64_t> tuple() {
        std::vector<std::int64_t> extents;
        expect('(');
        while (!accept(')')) {
            extents.push_back(integer());
            accept('L');  // Python 2 long
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return extents;
    }
    [[noreturn]] void damaged() const {
        throw Error(name_ + ": damaged NumPy header; write the file again with numpy.save");
    }

private:
    void skipSpace() {
        while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\n')) text_.remove_prefix(1);
    }
    std::int64_t integer() {
        skipSpace();
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        if (error != std::errc() || value < 0) damaged();
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        return value;
    }

    std::string_view text_;
    const std::string& name_;
};

}  // namespace

NpyHeader parseNpyHeader(std::span<const std::uint8_t> data, const std::string& name) {
    const std::string_view text(reinterpret_cast<const char*>(data.data()), data.size());
    if (!text.starts_with(kMagic))
        throw Error(name + ": not a NumPy .npy file; write it with numpy.save");
    const auto byte = [&](std::size_t at) -> std::size_t {
        return at < data.size() ? data[at] : 0;
    };
    const std::size_t major = byte(6);
    if (major < 1 || major > 3)
        throw Error(name + ": NumPy file version " + std::to_string(major) +
                    " is not known; write it with numpy.save");
    const std::size_t start = major == 1 ? 10 : 12;
    const std::size_t length = major == 1
                                   ? byte(8) | byte(9) << 8
                                   : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
    NpyHeader header;
    header.size = start + length;
    if (header.size > data.size())
        throw Error(name + ": truncated inside its header; write the file again");
    Literal literal(text.substr(start, length), name);
    int keys = 0;
    literal.expect('{');
    while (!literal.accept('}')) {
        const std::string key = literal.string();
        literal.expect(':');
        if (key == "descr") {
            header.descr = literal.string();
            // Types are written in ASCII; anything else would end up in a message.
            if (std::any_of(header.descr.begin(), header.descr.end(),
                            [](char c) { return c < ' ' || c > '~'; }))
                literal.damaged();
            keys |= 1;
        } else if (key == "fortran_order") {
            header.fortranOrder = literal.boolean();
            keys |= 2;
        } else if (key == "shape") {
            header.shape = literal.tuple();
            keys |= 4;
        } else {
            literal.damaged();
        }
        if (!literal.accept(',')) {
            literal.expect('}');
            break;
        }
    }
    if (keys != 7) literal.damaged();
    return header;
}

std::string npyHeader(const std::string& descr, std::span<const std::int64_t> shape) {
    std::string dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (";
    for (const std::int64_t extent : shape) dict += std::to_string(extent) + ", ";
    // A tuple of one keeps its comma, longer ones lose the blank after the last.
    if (shape.size() == 1) dict.pop_back();
    if (shape.size() > 1) dict.resize(dict.size() - 2);
    dict += "), }";
    std::string header(kMagic);
    header += '\1';
    header += '\0';
    const std::size_t unpadded = header.size() + 2 + dict.size() + 1;
    dict.append((64 - unpadded % 64) % 64, ' ');
    dict += '\n';
    header += static_cast<char>(dict.size() & 0xFF);
    header += static_cast<char>(dict.size() >> 8);
    return header + dict;
}

}  // namespace lpstudio
