#include "app/desktop/widgets/compact_box.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QComboBox>
#include <QScrollBar>
#include <QStyle>

namespace lpstudio {
namespace {

void widenList(QComboBox* box) {
    QAbstractItemView* list = box->view();
    const int bar = box->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, box);
    list->setMinimumWidth(list->sizeHintForColumn(0) + 2 * list->frameWidth() + bar);
}

}  // namespace

void makeCompact(QComboBox* box, int characters) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(characters);
    // Before it opens nothing is known of its font.
    box->view()->setTextElideMode(Qt::ElideMiddle);
    QObject::connect(box->model(), &QAbstractItemModel::rowsInserted, box,
                     [box] { widenList(box); });
    QObject::connect(box->model(), &QAbstractItemModel::modelReset, box, [box] { widenList(box); });
}

}  // namespace lpstudio
