#include "app/report/machine.h"

#include <QSysInfo>
#include <fstream>
#include <thread>

#include "core/network/torch_runtime.h"

namespace lpstudio {
namespace {

/// As Linux names it; elsewhere, and where it does not say, the architecture.
std::string processorName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos)
            return line.substr(colon + 2);
    }
    return QSysInfo::currentCpuArchitecture().toStdString();
}

}  // namespace

ReportMachine thisMachine() {
    ReportMachine machine;
    machine.processor = processorName();
    machine.cores = static_cast<int>(std::thread::hardware_concurrency());
    machine.system = (QSysInfo::prettyProductName() + QStringLiteral(", ") +
                      QSysInfo::kernelType() + QStringLiteral(" ") + QSysInfo::kernelVersion())
                         .toStdString();
    machine.libtorch = libtorchVersion();
    machine.qt = qVersion();
    return machine;
}

}  // namespace lpstudio
