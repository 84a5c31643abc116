#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/network/image_set.h"
#include "core/network/network.h"

// The real networks and images of the studies, outside the project: LPSTUDIO_DATA, else
// ../shared/data.

namespace lpstudio::study {

namespace fs = std::filesystem;

struct Subject {
    std::string name, model, train, test;
};

inline const std::vector<Subject>& subjects() {
    static const std::vector<Subject> all{
        {"resnet20", "models/cifar10_resnet20.pt", "cifar10/train_first4000.bin",
         "cifar10/test_batch.bin"},
        {"resnet32", "models/cifar10_resnet32.pt", "cifar10/train_first4000.bin",
         "cifar10/test_batch.bin"},
        {"vit", "models/mnist_vit.pt", "mnist/train-images-idx3-ubyte.gz",
         "mnist/t10k-images-idx3-ubyte.gz"}};
    return all;
}

/// Throws UsageError listing the names.
inline const Subject& subject(const std::string& name) {
    for (const Subject& one : subjects())
        if (one.name == name) return one;
    throw UsageError("--network " + name +
                     ": give resnet20, resnet32 or vit (results_study: mobilenet too)");
}

inline fs::path dataFolder() {
    const char* given = std::getenv("LPSTUDIO_DATA");
    return given != nullptr ? fs::path(given) : fs::path("../shared/data");
}

inline Network loadNetwork(const Subject& subject) {
    const fs::path file = dataFolder() / subject.model;
    return Network::load(file, readCard(cardPath(file)));
}

inline ImageSet readImages(const std::string& name) {
    const fs::path file = dataFolder() / name;
    return isIdxName(file) ? readIdx(file) : readCifar10(file);
}

}  // namespace lpstudio::study
