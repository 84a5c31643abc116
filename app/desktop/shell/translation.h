#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>

namespace lpstudio {

/// Installs the translations for a locale in the running application: the program's own
/// (lpstudio_LANGUAGE.qm, built in or in the folder translations of the resources) and Qt's, for
/// its dialogs. Gives the files that were installed; none for English.
QStringList installTranslations(const QLocale& locale);

/// The same with the program's own from the first of `folders` that has them.
QStringList installTranslations(const QLocale& locale, const QStringList& folders);

}  // namespace lpstudio
