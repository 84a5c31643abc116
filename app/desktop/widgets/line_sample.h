#pragma once

#include <QIcon>

#include "app/desktop/plot/family_style.h"

namespace lpstudio {

/// A piece of a line in a style, to stand beside the name of what it shows. `scale`: pixels per
/// unit.
QIcon lineSample(const FamilyStyle& style, double scale);
/// Size of the icon in units.
QSize lineSampleSize();

}  // namespace lpstudio
