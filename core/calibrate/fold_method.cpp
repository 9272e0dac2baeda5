// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/fold_method.h"

#include "base/error.h"
#include "base/words.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <string>

namespace quantlathe {
namespace {

constexpr std::string_view activationScales = "activation_scales"; // none, search
constexpr std::string_view duoScaling = "duo_scaling";
constexpr std::string_view errorFeedback = "error_feedback";
constexpr std::string_view alpha = "alpha"; // auto, or a number

} // namespace

FoldMethod foldMethodOf(const Plan& plan) {
    const auto has = [&](std::string_view id) {
        return std::ranges::any_of(plan.format->options(), [&](const FormatOption& option) { return option.id == id; });
    };
    FoldMethod method;
    if (!has(alpha) && !has(activationScales)) {
        return method;
    }
    const FamilyOptions options(*plan.format, plan.document.options.family);
    if (has(errorFeedback)) {
        method.hasFeedback = options.flag(errorFeedback);
    }
    if (has(alpha)) {
        method.kind = FoldMethod::Kind::smooth;
        method.isRequired = true;
        if (options.text(alpha) != "auto") {
            method.alpha = options.number(alpha);
        }
    } else if (const std::string& wish = options.text(activationScales); wish == "search") {
        method.kind = FoldMethod::Kind::activationAware;
        method.isDuo = options.flag(duoScaling);
        method.isRequired = true;
    }
    return method;
}

void requireFolds(const Plan& plan, const ReadyCodes* codes) {
    const FoldMethod method = foldMethodOf(plan);
    const bool isKnown = codes != nullptr && codes->knowsScalings();
    if ((method.isRequired || !method.hasFeedback) && !isKnown) {
        throw badInput(plan.model->checkpoint().path(), say("This conversion needs a text that is run through the model"),
                       method.isRequired ? say("Input features are scaled by what activations are. Give a text or the "
                                               "statistics of one.")
                                         : say("Codes without error feedback are an option of conversions that are calibrated. "
                                               "Give a text or the statistics of one."));
    }
}

} // namespace quantlathe
