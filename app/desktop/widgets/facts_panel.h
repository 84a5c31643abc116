#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "core/search/candidate.h"

class QGridLayout;
class QLabel;

namespace lpstudio {

/// A line of a FactsPanel. `tip`: the full value.
struct Fact {
    QString name, value, tip;
};

/// Names at the left in quiet text, values beside them, selectable. Several columns of them if told
/// so.
class FactsPanel final : public QWidget {
    Q_OBJECT

public:
    explicit FactsPanel(int columns = 1, QWidget* parent = nullptr);
    void setFacts(const std::vector<Fact>& facts);
    /// Value of the fact of this name; empty if there is none.
    QString value(const QString& name) const;

private:
    int columns_;
    QGridLayout* grid_;
    std::vector<Fact> facts_;
};

/// A line of text in the weight of a heading.
QWidget* makeHeading(const QString& text);
/// A label in the colour of what matters less.
QLabel* makeQuietLabel(const QString& text = {});
/// A thin horizontal line.
QWidget* makeSeparator();

/// What is known of a candidate, for a FactsPanel. `floatTop1Percent` < 0: not measured.
std::vector<Fact> candidateFacts(const ScoredCandidate& candidate, double floatTop1Percent);

}  // namespace lpstudio
