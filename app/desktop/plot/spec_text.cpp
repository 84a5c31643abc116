#include "app/desktop/plot/spec_text.h"

#include <QRegularExpression>

namespace lpstudio {

QString shortSpec(const QString& spec) {
    static const QRegularExpression real(QStringLiteral("[0-9]*\\.[0-9]+(e[-+]?[0-9]+)?"));
    QString result;
    qsizetype from = 0;
    for (auto it = real.globalMatch(spec); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        result += spec.mid(from, match.capturedStart() - from) +
                  QString::number(match.captured().toDouble(), 'g', 4);
        from = match.capturedEnd();
    }
    return result + spec.mid(from);
}

}  // namespace lpstudio
