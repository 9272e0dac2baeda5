// SPDX-License-Identifier: GPL-3.0-or-later
// Models opened lately, kept in the user's settings.
#pragma once

#include "ui/bridge/settings_writer.h"
#include "ui/models/column_model.h"

#include <QDateTime>
#include <vector>

namespace quantlathe::ui {

struct RecentModel {
    QString path;
    QString name;
    QString kind; // "safetensors, 4 files"
    QString architecture;
    quint64 parameters = 0;
    quint64 bytes = 0;
    QDateTime openedAt;
};

/// "today, 10:42", "yesterday", "12 Nov"
[[nodiscard]] QString dayText(const QDateTime& at, const QDateTime& now);

class RecentModels : public ColumnModel {
    Q_OBJECT
public:
    static constexpr std::size_t most = 8;
    explicit RecentModels(QObject* parent = nullptr);

    void add(RecentModel model);
    void clear();
    [[nodiscard]] const std::vector<RecentModel>& all() const { return models_; }

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    void load();
    void save();

    std::vector<RecentModel> models_; // newest first
    SettingsWriter settings_;
};

} // namespace quantlathe::ui
