// SPDX-License-Identifier: GPL-3.0-or-later
// Presets under headings by their bits: the order of the preset list.
#include "ui/models/plan_table_model.h"

#include "ui/text/strings.h"

#include <algorithm>

namespace quantlathe::ui {

namespace {

/// The number in a preset's name: 4 of "Q4_K_M", 2 of "TQ2_0", 16 of "BF16". 0 if there is none.
int bitsInName(const QString& name) {
    const auto isDigit = [](QChar c) { return c.isDigit(); };
    const auto first = std::find_if(name.begin(), name.end(), isDigit);
    return QString(first, std::find_if_not(first, name.end(), isDigit) - first).toInt();
}

constexpr int floatBits = 16; // from here on one group: formats without blocks

} // namespace

std::vector<int> PlanTableModel::groupedRows() const {
    std::vector<std::pair<int, int>> order; // bits, index
    for (std::size_t i = 0; i < session_.presets().size(); ++i) {
        order.emplace_back(std::min(floatBits, bitsInName(session_.presets()[i].name)), static_cast<int>(i));
    }
    std::ranges::stable_sort(order, std::ranges::greater(), &std::pair<int, int>::first);
    std::vector<int> rows;
    int group = -1;
    for (const auto& [bits, index] : order) {
        if (bits != group) {
            group = bits;
            rows.push_back(firstHeading - bits);
        }
        rows.push_back(index);
    }
    if (!rows.empty()) {
        rows.push_back(footer);
    }
    return rows;
}

QString PlanTableModel::headingText(int entry) const {
    if (entry == footer) {
        const std::string_view kv = quantlathe::name(session_.device().run.kv);
        return tr("Fit on %1 at %2 tokens, KV cache %3")
            .arg(QString::fromStdString(session_.device().gpu.name), grouped(session_.device().run.contextTokens),
                 fromView(kv));
    }
    const int bits = firstHeading - entry;
    return bits == 0 ? tr("Others") : bits >= floatBits ? tr("Floats") : bits == 1 ? tr("1 bit") : tr("%1 bits").arg(bits);
}

void PlanTableModel::setGrouped(bool grouped) {
    isGrouped_ = grouped;
    rebuild();
}

bool PlanTableModel::isHeading(int row) const {
    return row >= 0 && row < rowCount() && rows_[static_cast<std::size_t>(row)] <= footer;
}

} // namespace quantlathe::ui
