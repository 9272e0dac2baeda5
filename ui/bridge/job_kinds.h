// SPDX-License-Identifier: GPL-3.0-or-later
// All kinds of jobs, by the words under which they are kept.
#pragma once

#include "ui/bridge/job.h"

namespace quantlathe::ui {

/// A job of the kind, with what Job::json() has said of it. Throws Error(badInput) for a kind that is not known and for damaged
/// contents.
[[nodiscard]] std::unique_ptr<Job> jobFromJson(const QString& kind, const QJsonObject& json);

} // namespace quantlathe::ui
