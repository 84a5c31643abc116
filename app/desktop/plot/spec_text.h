#pragma once

#include <QString>

namespace lpstudio {

/// A format's spec for reading, its real numbers cut to 4 significant digits:
/// `lp:8,0,7,3.91232644063454` becomes `lp:8,0,7,3.912`.
QString shortSpec(const QString& spec);

}  // namespace lpstudio
