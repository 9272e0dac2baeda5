// SPDX-License-Identifier: GPL-3.0-or-later
// Which vector instructions the program uses, and how to make it use fewer: for support and for comparing results.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Names of the instruction sets that this build has code for and this processor has, best first ("AVX3", "AVX2", "SSE4",
/// "SSE2"); Highway's names.
[[nodiscard]] std::vector<std::string> simdTargets();

/// From now on nothing better is used than the named set, in any case of letters. Before any other work and once: what was
/// chosen already stays. Throws Error(badInput), naming those that there are, for a name that is none of them.
void limitSimd(std::string_view name);

} // namespace quantlathe
