#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/pages/compare/compare_table.h"

class QMenu;
class QToolButton;

namespace lpstudio {

/// The headings over what is compared: a button for each column with all that can be done to it.
class ColumnBar final : public QWidget {
    Q_OBJECT

public:
    explicit ColumnBar(QWidget* parent = nullptr);

    void setColumns(const std::vector<CompareColumn>& columns);
    /// Puts the buttons over the columns of the tables, which are scrolled by `offset` pixels.
    void align(const CompareWidths& widths, int offset);
    QToolButton* button(int item) const { return buttons_.at(static_cast<std::size_t>(item)); }

Q_SIGNALS:
    void removeRequested(int item);
    void moveRequested(int item, int to);
    void copyRequested(int item);
    void measureRequested(int item);
    void chooseRequested(int item);
    void nameRequested(int item);
    void pinRequested(int item, bool on);
    void discardRequested();
    void resetRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill(QMenu* menu, const CompareColumn& column, int item, int items);
    void place();

    std::vector<QToolButton*> buttons_;
    CompareWidths widths_;
    int offset_ = 0;
};

}  // namespace lpstudio
