// SPDX-License-Identifier: GPL-3.0-or-later
// Values that item models hand to the delegates which paint them.
#pragma once

#include "ui/bridge/plan_facts.h"

#include <array>
#include <numeric>
#include <QMetaType>
#include <QString>

namespace quantlathe::ui {

enum CellRole {
    BadgeCellRole = Qt::UserRole + 1, // Badge
    StackedBarCellRole,               // StackedBar
    BarValueRole,                     // double, 0 to 1: length of the bar; absent: no bar
    SwatchRole,                       // double: bits per weight of an encoding; 0: one without colour
    LabelRole,                        // QString: what stands in the swatch
    BarColourRole,                    // double: the bar has the colour of that many bits per weight
    MarkRole,   // Badge::Kind as int: only its mark stands in the cell, the text is for those who cannot see it
    FlagRole,   // bool: a warning mark stands in the cell
    FamilyRole, // int: Family; −1: the user's own plan
    SortRole,
    PlainTextRole, // full precision with a point, for copies and CSV
    ReasonRole,    // why an entry of a list is not allowed, or grey
    DimmedRole,    // bool: the row is grey; it can be looked at like any other
    HeadingRole,   // bool: the row is a heading or a footer inside the table, not an entry
};

/// A fit or a state in a word: mark, tint and text, never colour alone.
struct Badge {
    enum class Kind { ok, warn, bad, neutral };
    Kind kind = Kind::neutral;
    QString text;
};

/// "4.0 free", "0.9 free" (tight), "5.7 short", "cannot run" (though there is room); the number is against the full memory.
/// `withUnit` where no header says GiB.
[[nodiscard]] Badge fitBadge(const DeviceFacts& device, bool withUnit = false);

struct StackedBar {
    std::array<double, 5> parts{}; // GiB: weights, KV cache, compute, overhead, what is loaded beside the model
    double limit = 0;              // GiB of the card
    double scaleEnd = 1;           // GiB at the right end of the cell
    [[nodiscard]] double total() const { return std::accumulate(parts.begin(), parts.end(), 0.0); }
};

} // namespace quantlathe::ui

Q_DECLARE_METATYPE(quantlathe::ui::Badge)
Q_DECLARE_METATYPE(quantlathe::ui::StackedBar)
