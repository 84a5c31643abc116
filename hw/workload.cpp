#include "hw/workload.h"

#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/base/text.h"
#include "hw/named_file.h"

namespace lpstudio {
namespace {

const FileKind kKind{"workload", "workload"};
constexpr std::int64_t kMost = std::int64_t{1} << 40;

MatrixProduct readProduct(JsonReader& reader) {
    const auto optional = [&reader](const char* key, std::int64_t min, std::int64_t otherwise) {
        return reader.has(key) ? reader.whole(key, min, kMost) : otherwise;
    };
    const auto width = [&reader](const char* key, int min, int otherwise) {
        return reader.has(key) ? static_cast<int>(reader.whole(key, min, 16)) : otherwise;
    };
    MatrixProduct product;
    product.name = reader.text("name");
    product.m = reader.whole("m", 1, kMost);
    product.k = reader.whole("k", 1, kMost);
    product.n = reader.whole("n", 1, kMost);
    product.groups = optional("groups", 1, 1);
    product.weightBits = width("weight_bits", 1, 8);
    product.activationBits = width("activation_bits", 1, 8);
    product.outputBits = width("output_bits", 0, 0);
    if (reader.has("operand_is_activation")) {
        product.operandIsActivation = reader.flag("operand_is_activation");
    }
    product.inputElements = optional("input_elements", 0, 0);
    product.postOperations = optional("post_operations", 0, 0);
    reader.finish();
    return product;
}

}  // namespace

Workload workloadFromJson(std::string_view text, const std::string& origin) {
    const nlohmann::json json = parseJson(text, origin);
    JsonReader top(json, origin);
    const std::string schema = top.text("schema");
    if (schema != kWorkloadSchema) {
        top.fail("schema", "= \"" + shortened(schema) + "\" is unknown; give \"" +
                               std::string(kWorkloadSchema) + "\"");
    }
    Workload workload;
    workload.name = top.text("name");
    workload.summary = top.has("summary") ? top.text("summary") : "";
    workload.source = top.has("source") ? top.text("source") : "";
    for (JsonReader& reader : top.objects("layers")) {
        workload.products.push_back(readProduct(reader));
    }
    if (workload.products.empty()) top.fail("layers", "= [] is empty; give one layer or more");
    top.finish();
    return workload;
}

nlohmann::json workloadToJson(const Workload& workload) {
    nlohmann::json layers = nlohmann::json::array();
    for (const MatrixProduct& product : workload.products) {
        layers.push_back({{"name", product.name},
                          {"m", product.m},
                          {"k", product.k},
                          {"n", product.n},
                          {"groups", product.groups},
                          {"weight_bits", product.weightBits},
                          {"activation_bits", product.activationBits},
                          {"output_bits", product.outputBits},
                          {"operand_is_activation", product.operandIsActivation},
                          {"input_elements", product.inputElements},
                          {"post_operations", product.postOperations}});
    }
    nlohmann::json json{
        {"schema", kWorkloadSchema}, {"name", workload.name}, {"layers", std::move(layers)}};
    if (!workload.summary.empty()) json["summary"] = workload.summary;
    if (!workload.source.empty()) json["source"] = workload.source;
    return json;
}

std::vector<WorkloadInfo> workloads() {
    std::vector<WorkloadInfo> infos;
    for (const EmbeddedFile& file : embeddedWorkloads()) {
        const Workload workload = workloadFromJson(file.json, std::string(file.name));
        infos.push_back({workload.name, workload.summary});
    }
    return infos;
}

Workload loadWorkload(const std::string& nameOrPath) {
    return workloadFromJson(readNamedFile(nameOrPath, embeddedWorkloads(), kKind), nameOrPath);
}

Workload withWidths(Workload workload, int weightBits, int activationBits) {
    for (MatrixProduct& product : workload.products) {
        product.weightBits = weightBits;
        product.activationBits = activationBits;
        product.outputBits = 0;
    }
    return workload;
}

}  // namespace lpstudio
