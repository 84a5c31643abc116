#pragma once

class QComboBox;

namespace lpstudio {

/// A box that needs room for `characters`, however long what it offers; its list shows all of it.
void makeCompact(QComboBox* box, int characters);

}  // namespace lpstudio
