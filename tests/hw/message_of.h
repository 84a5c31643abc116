#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "core/base/error.h"

namespace lpstudio {

/// The message of the Error that the action throws, which must be one line; "(no error)" if it
/// throws none.
inline std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "one line only";
        return error.what();
    }
    return "(no error)";
}

}  // namespace lpstudio
