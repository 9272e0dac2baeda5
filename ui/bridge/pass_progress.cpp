// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/pass_progress.h"

#include "base/words.h"
#include "measure/text_measurer.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

constexpr std::uint64_t unitsAPass = 1000;

struct PassTexts {
    Q_DECLARE_TR_FUNCTIONS(PassTexts)
};

} // namespace

PassProgress::PassProgress(Progress& whole, std::size_t passes) : whole_(whole) {
    whole_.start(translated(measuringPhase), passes * unitsAPass);
}

Progress PassProgress::of(const QString& name) {
    return Progress([this, name](const ProgressState& state) { // called under its lock
        const bool isOriginal = state.phase != translated(measuringPhase);
        if (wasOriginal_ && !isOriginal) {
            passIsOver();
        }
        wasOriginal_ = isOriginal;
        moveTo(finished_ * unitsAPass + static_cast<std::uint64_t>(state.fraction() * static_cast<double>(unitsAPass)));
        const QString shown = isOriginal ? PassTexts::tr("original") : name;
        const QString item = QString::fromStdString(state.item);
        whole_.setItem((item.isEmpty() ? shown : QStringLiteral("%1, %2").arg(shown, item)).toStdString());
    });
}

void PassProgress::passIsOver() {
    ++finished_;
    wasOriginal_ = false;
    moveTo(finished_ * unitsAPass);
}

void PassProgress::moveTo(std::uint64_t units) {
    whole_.add(units > done_ ? units - done_ : 0);
    done_ = std::max(done_, units);
}

} // namespace quantlathe::ui
