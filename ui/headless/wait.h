// SPDX-License-Identifier: GPL-3.0-or-later
// Lets the event loop run until something is so.
#pragma once

#include <functional>

namespace quantlathe::ui {

/// False when `timeoutMilliseconds` have passed first.
[[nodiscard]] bool waitUntil(const std::function<bool()>& condition, int timeoutMilliseconds = 120'000);
/// Lets pending events and paints happen.
void settle(int milliseconds = 150);

} // namespace quantlathe::ui
