// SPDX-License-Identifier: GPL-3.0-or-later
// Every item model of a window under Qt's own tester.
#pragma once

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QSet>
#include <QWidget>

namespace quantlathe::test {

/// Attaches testers to all item models that stand below the widget or that one of its views shows; each model once. Their
/// findings fail the running test. Returns the names of our own classes among them.
inline QSet<QString> watchItemModels(QWidget& top) {
    QSet<QAbstractItemModel*> models;
    for (QAbstractItemModel* const model : top.findChildren<QAbstractItemModel*>()) {
        models.insert(model);
    }
    for (const QAbstractItemView* const view : top.findChildren<QAbstractItemView*>()) {
        if (view->model() != nullptr) {
            models.insert(view->model());
        }
    }
    QSet<QString> names;
    for (QAbstractItemModel* const model : models) {
        const QString name = QString::fromLatin1(model->metaObject()->className());
        if (name.startsWith(QLatin1String("quantlathe::")) && model->findChild<QAbstractItemModelTester*>() == nullptr) {
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
            names.insert(name.section(QLatin1String("::"), -1));
        }
    }
    return names;
}

} // namespace quantlathe::test
