// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF file with some tensors encoded anew from the original and all others taken over bit for bit (docs/conversion.md).
#pragma once

#include "plan/plan.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct GraftNames {
    std::vector<std::string> weights; // in the order of the file
    std::vector<std::string> kept;    // matched as well, but never quantized (norms, biases …): they stay as they are
};
/// The weights of `file` that match one of the patterns over canonical names (globMatches()). Throws Error(badInput) for a
/// pattern that matches nothing, and when nothing is left to graft.
[[nodiscard]] GraftNames namesToGraft(const Model& file, std::span<const std::string> patterns);

/// How the grafted weights are written, and the rest of the output's options.
struct GraftWish {
    std::map<std::string, std::string> encodings; // canonical name → encoding: these are grafted
    Effort effort = Effort::normal;
    OutputOptions options; // overrides of metadata and a split are of use; keepHeader is set
};

/// Copies everything of `file` but the weights of the wish, which are encoded from `original` as a conversion of it would
/// encode them: same encoding, importance and effort give the same bytes. Throws what grafted() and makePlan() throw.
[[nodiscard]] Plan makeGraftPlan(const Model& file, const Model& original, const GraftWish& wish,
                                 std::shared_ptr<const ImportanceMatrix> importance = nullptr);

} // namespace quantlathe
