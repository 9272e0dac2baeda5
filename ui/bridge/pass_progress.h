// SPDX-License-Identifier: GPL-3.0-or-later
// The progress of several passes of models through a text as one.
#pragma once

#include "base/progress.h"

#include <cstdint>
#include <QString>

namespace quantlathe::ui {

/// Each pass is worth the same. For one worker; the whole outlives it.
class PassProgress {
public:
    PassProgress(Progress& whole, std::size_t passes);
    /// For one model, whose own pass may have to wait for one of the original. Outlived by this.
    [[nodiscard]] Progress of(const QString& name);
    void passIsOver();

private:
    void moveTo(std::uint64_t units);

    Progress& whole_;
    std::uint64_t finished_ = 0; // passes
    std::uint64_t done_ = 0;     // units that the whole knows of
    bool wasOriginal_ = false;
};

} // namespace quantlathe::ui
