// network_outputs MODEL.pt IMAGES OUTPUTS: runs the network in floating point. IMAGES holds
// normalised images as float32, OUTPUTS receives the logits as float64, both in the machine's order
// without a header.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

#include "core/base/error.h"
#include "core/network/network.h"

using namespace lpstudio;

int main(int count, char** arguments) {
    if (count != 4) return 2;
    try {
        const Network network = Network::load(arguments[1], readCard(cardPath(arguments[1])));
        std::ifstream in(arguments[2], std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
        const std::span images(reinterpret_cast<const float*>(bytes.data()),
                               bytes.size() / sizeof(float));
        const std::vector<double> logits = network.run(images, {});
        std::ofstream(arguments[3], std::ios::binary)
            .write(reinterpret_cast<const char*>(logits.data()),
                   static_cast<std::streamsize>(logits.size() * sizeof(double)));
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
