// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_models.h"

#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <QLocale>
#include <QSettings>

namespace quantlathe::ui {

namespace {

constexpr const char* settingsKey = "recentModels";

} // namespace

QString dayText(const QDateTime& at, const QDateTime& now) {
    const qint64 days = at.date().daysTo(now.date());
    if (days == 0) {
        return RecentModels::tr("today, %1").arg(QLocale().toString(at.time(), QStringLiteral("HH:mm")));
    }
    return days == 1 ? RecentModels::tr("yesterday")
                     : QLocale().toString(at.date(), at.date().year() == now.date().year() ? QStringLiteral("d MMM")
                                                                                           : QStringLiteral("d MMM yyyy"));
}

RecentModels::RecentModels(QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignRight, Qt::AlignRight, Qt::AlignRight}, parent) {
    load();
}

void RecentModels::load() {
    QSettings settings;
    const int count = settings.beginReadArray(QLatin1String(settingsKey));
    for (int i = 0; i < count && models_.size() < most; ++i) {
        settings.setArrayIndex(i);
        models_.push_back(
            {settings.value(QStringLiteral("path")).toString(), settings.value(QStringLiteral("name")).toString(),
             settings.value(QStringLiteral("kind")).toString(), settings.value(QStringLiteral("architecture")).toString(),
             settings.value(QStringLiteral("parameters")).toULongLong(), settings.value(QStringLiteral("bytes")).toULongLong(),
             settings.value(QStringLiteral("openedAt")).toDateTime()});
    }
    settings.endArray();
}

void RecentModels::save() {
    const QString key = QLatin1String(settingsKey);
    QVariantMap settings{{key + QStringLiteral("/size"), static_cast<qulonglong>(models_.size())}}; // as QSettings reads arrays
    for (std::size_t i = 0; i < models_.size(); ++i) {
        const QString entry = QStringLiteral("%1/%2/").arg(key).arg(i + 1);
        const RecentModel& model = models_[i];
        settings.insert({{entry + QStringLiteral("path"), model.path},
                         {entry + QStringLiteral("name"), model.name},
                         {entry + QStringLiteral("kind"), model.kind},
                         {entry + QStringLiteral("architecture"), model.architecture},
                         {entry + QStringLiteral("parameters"), static_cast<qulonglong>(model.parameters)},
                         {entry + QStringLiteral("bytes"), static_cast<qulonglong>(model.bytes)},
                         {entry + QStringLiteral("openedAt"), model.openedAt}});
    }
    settings_.change(settings);
}

void RecentModels::add(RecentModel model) {
    beginResetModel();
    std::erase_if(models_, [&model](const RecentModel& known) { return known.path == model.path; });
    models_.insert(models_.begin(), std::move(model));
    if (models_.size() > most) {
        models_.resize(most);
    }
    endResetModel();
    save();
}

void RecentModels::clear() {
    beginResetModel();
    models_.clear();
    endResetModel();
    save();
}

int RecentModels::rows() const {
    return static_cast<int>(models_.size());
}

QString RecentModels::title(int) const {
    return {}; // the rows say what they are
}
QVariant RecentModels::cell(int row, int column, int role) const {
    const RecentModel& model = models_[static_cast<std::size_t>(row)];
    if (role == Qt::DisplayRole) {
        switch (column) {
        case 0: return model.name;
        case 1: return model.kind;
        case 2: return model.architecture;
        case 3: return parameterCount(model.parameters);
        case 4: return fileSize(model.bytes);
        case 5: return dayText(model.openedAt, QDateTime::currentDateTime());
        default: return {};
        }
    }
    if (role == Qt::ForegroundRole && (column == 1 || column == 2 || column == 5)) {
        return theme().textSecondary;
    }
    if (role == Qt::DecorationRole && column == 0) {
        return themedIcon(Icon::cube);
    }
    if (role == Qt::ToolTipRole || role == Qt::UserRole) {
        return model.path;
    }
    return {};
}

} // namespace quantlathe::ui
