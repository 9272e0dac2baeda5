// SPDX-License-Identifier: GPL-3.0-or-later
// Live numbers of the guide.
#pragma once

#include "ui/bridge/session.h"
#include "ui/guide/guide_book.h"

namespace quantlathe::ui {

/// The fact "model": a model is open and the sizes of its GGUF presets are known; "plan": there is a plan for it.
[[nodiscard]] GuideValues guideValues(const Session& session);

} // namespace quantlathe::ui
