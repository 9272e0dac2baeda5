// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/graft.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "weights/grafted_model.h"

#include <algorithm>

namespace quantlathe {

GraftNames namesToGraft(const Model& file, std::span<const std::string> patterns) {
    const Format& format = *formatById("gguf");
    GraftNames names;
    std::vector<bool> isUsed(patterns.size(), false);
    for (const Weight& weight : file.weights()) {
        bool matches = false;
        for (std::size_t i = 0; i < patterns.size(); ++i) {
            if (globMatches(patterns[i], weight.name)) {
                isUsed[i] = matches = true;
            }
        }
        if (matches) {
            (format.offersChoice(file, weight) ? names.weights : names.kept).push_back(weight.name);
        }
    }
    if (const auto unused = std::ranges::find(isUsed, false); unused != isUsed.end()) {
        const std::string& pattern = patterns[static_cast<std::size_t>(unused - isUsed.begin())];
        throw badInput(file.checkpoint().path(), say("No tensor of the file is called {}", escapeForDisplay(pattern)),
                       say("Names are GGUF's, for example blk.*.ffn_down.weight."));
    }
    if (names.weights.empty()) {
        throw badInput(file.checkpoint().path(), say("There is nothing to graft"),
                       names.kept.empty() ? say("No tensor is named.")
                                          : say("{} is never quantized.", escapeForDisplay(names.kept.front())));
    }
    return names;
}

Plan makeGraftPlan(const Model& file, const Model& original, const GraftWish& wish,
                   std::shared_ptr<const ImportanceMatrix> importance) {
    std::vector<std::string> names;
    std::ranges::transform(wish.encodings, std::back_inserter(names), [](const auto& entry) { return entry.first; });
    PlanDocument document;
    document.preset = "COPY";
    document.weights = wish.encodings;
    document.effort = wish.effort;
    document.options = wish.options;
    document.options.keepHeader = true;
    return makePlan(grafted(file, original, names), std::move(document), std::move(importance));
}

} // namespace quantlathe
