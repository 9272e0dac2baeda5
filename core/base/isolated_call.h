// SPDX-License-Identifier: GPL-3.0-or-later
// Work that may hang or crash (drivers, libraries of others), in a child process with a time limit.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace quantlathe {

struct IsolatedAnswer {
    std::optional<std::string> text; // what the work returned
    enum class End { answered, tooSlow, crashed, failed };
    End end = End::failed; // failed: an exception, or no child could be made
};

/// Runs `work` in a forked child of this process and gives the text that it returned, at most 1 MiB. A child and not a thread:
/// a library that crashes takes its process along, and a thread that hangs inside a driver can neither be ended nor left
/// behind, as a process waits for its threads when it ends. The child has only the calling thread; a lock that another thread
/// held at that moment stays locked in it, which costs the time limit and nothing else. Its output goes nowhere, and it is
/// killed when the limit is over or this process ends. Call from any thread.
[[nodiscard]] IsolatedAnswer callIsolated(const std::function<std::string()>& work, std::chrono::milliseconds limit);

} // namespace quantlathe
