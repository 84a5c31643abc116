#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "hw/accelerator.h"

namespace lpstudio {

/// The accelerators at hand: the presets, and the user's own designs, kept as hardware descriptions
/// (JSON) in the program's data folder. An edit is on the disk at once; nothing waits to be saved.
class DesignLibrary final : public QObject {
    Q_OBJECT

public:
    /// One for the whole program.
    static DesignLibrary& instance();

    QStringList presetNames() const;
    /// Those whose files can be read, by name.
    QStringList ownNames() const;
    bool isOwn(const QString& name) const;
    /// What the core takes for this design: a preset's name or a file.
    std::string specOf(const QString& name) const;
    /// The name behind such a spec; the spec itself if it is no design of the library.
    QString nameOf(const std::string& spec) const;
    /// Throws Error.
    Accelerator load(const QString& name) const;

    /// Stores a design under a name that is free, made of its own ("lpa-8x8 copy"). Returns the
    /// name. Throws Error if it cannot be written.
    QString add(Accelerator accelerator);
    /// Replaces the design of this name. Throws Error.
    void store(const Accelerator& accelerator);
    void remove(const QString& name);
    /// Returns the new name, which is free and fit for a file. Throws Error.
    QString rename(const QString& name, const QString& wanted);

Q_SIGNALS:
    /// Designs were added, removed or renamed.
    void changed();

private:
    DesignLibrary() = default;
    QString fileOf(const QString& name) const;
    QString freeName(const QString& wanted) const;
};

}  // namespace lpstudio
