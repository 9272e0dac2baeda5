// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/graph_ropes.h"

#include "base/text.h"
#include "base/words.h"
#include "runtime/rope_frequencies.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace quantlathe {
namespace {

/// Values of a tensor of divisors; empty if there is none.
std::vector<float> divisorsOf(const Model& model, std::string_view name) {
    const Weight* const weight = model.find(name);
    if (weight == nullptr) {
        return {};
    }
    if (weight->elements() > model.hyper().keyLength) {
        return {0.0F}; // refused below
    }
    std::vector<float> values(static_cast<std::size_t>(weight->elements()));
    readRows(model, *weight, 0, values);
    return values;
}

std::optional<std::string> whyDivisorsDoNotDo(std::span<const float> divisors, std::uint32_t pairs) {
    const bool isGood = divisors.size() == pairs &&
                        std::ranges::all_of(divisors, [](float value) { return std::isfinite(value) && value > 0; });
    return divisors.empty() || isGood
               ? std::nullopt
               : std::optional(say("the factors of rotary frequencies are no {} positive numbers", pairs));
}

class Reader {
public:
    explicit Reader(const Model& model) : metadata_(model.ggufMetadata()), prefix_(model.architecture() + ".rope.") {}
    [[nodiscard]] double number(std::string_view key, double otherwise) const {
        return metadata_.number(prefix_ + std::string(key)).value_or(otherwise);
    }
    [[nodiscard]] std::optional<double> find(std::string_view key) const {
        return metadata_.number(prefix_ + std::string(key));
    }

private:
    const Metadata& metadata_;
    std::string prefix_;
};

void readYarn(const Reader& reader, const FamilyRow& family, RopeSettings& settings) {
    settings.isYarn = true;
    settings.isRounded = family.roundsYarn;
    settings.fastRotations = reader.number("scaling.yarn_beta_fast", 32.0);
    settings.slowRotations = reader.number("scaling.yarn_beta_slow", 1.0);
    settings.extrapolation = reader.number("scaling.yarn_ext_factor", 1.0);
    // The paper's temperature, equation 22, unless the model brings its own.
    const bool isElsewhere = family.yarnScalesScores && reader.number("scaling.yarn_log_multiplier", 0.0) != 0.0;
    const double byFactor = settings.factor > 1.0 && !isElsewhere ? 0.1 * std::log(settings.factor) + 1.0 : 1.0;
    settings.magnitude = reader.number("scaling.yarn_attn_factor", byFactor);
}

} // namespace

RopeOrReason ropeOfModel(const Model& model, const FamilyRow& family, bool forWindows) {
    const Reader reader(model);
    const HyperParameters& hyper = model.hyper();
    const bool hasSections = model.ggufMetadata().contains(model.architecture() + ".rope.dimension_sections");
    const bool interleaved = family.positions == Positions::pairs && !(family.sectionsAreOfHalves && hasSections);
    RopeOrReason result;

    RopeSettings settings;
    settings.base = reader.number("freq_base", hyper.ropeBase);
    const double ofWindows =
        model.ggufMetadata().number(model.architecture() + ".attention.key_length_swa").value_or(hyper.keyLength);
    const double length = forWindows ? ofWindows : hyper.keyLength;
    const double usual = reader.number("dimension_count", length);
    const double dimensions = forWindows ? reader.number("dimension_count_swa", usual) : usual;
    if (!(dimensions >= 2 && dimensions <= length && std::fmod(dimensions, 2.0) == 0)) {
        result.whyNot = say("{} of {} values of a head are rotated", dimensions, length);
        return result;
    }
    settings.dimensions = static_cast<std::uint32_t>(dimensions);
    if (forWindows) {
        const double otherwise = family.defaultWindowRopeBase > 0 ? family.defaultWindowRopeBase : settings.base;
        settings.base = reader.number("freq_base_swa", otherwise);
        result.rope = ropeOf(settings, interleaved);
        return result;
    }

    const bool isOff = model.ggufMetadata().string(model.architecture() + ".rope.scaling.type") == "none";
    RopeScaling scaling = isOff ? RopeScaling{} : hyper.ropeScaling;
    settings.originalContext = scaling.originalContext;
    const std::vector<float> plain = divisorsOf(model, "rope_freqs.weight");
    const std::vector<float> shortOnes = divisorsOf(model, "rope_factors_short.weight");
    const std::vector<float> longOnes = divisorsOf(model, "rope_factors_long.weight");
    if (scaling.type.empty() && !shortOnes.empty()) { // GGUF files say it by these tensors alone
        scaling.type = "longrope";
    }
    for (const auto* divisors : {&plain, &shortOnes, &longOnes}) {
        if (auto reason = whyDivisorsDoNotDo(*divisors, settings.dimensions / 2)) {
            result.whyNot = std::move(reason);
            return result;
        }
    }
    settings.divisors = plain;
    if (scaling.type == "linear" || scaling.type == "yarn") {
        settings.factor = scaling.factor;
    }
    if (scaling.type == "yarn") {
        readYarn(reader, family, settings);
    } else if (scaling.type == "longrope") {
        settings.divisors = shortOnes;
        settings.longDivisors = longOnes;
        settings.magnitude = reader.number("scaling.attn_factor", 1.0);
    } else if (!scaling.type.empty() && scaling.type != "linear" && scaling.type != "llama3" &&
               scaling.type != "proportional") {
        result.whyNot = say("its RoPE scaling \"{}\" is not known", escapeForDisplay(scaling.type));
    }
    if (scaling.magnitude > 0) {
        settings.magnitude = scaling.magnitude;
    }
    const bool isSane = settings.base > 1 && std::isfinite(settings.base) && settings.factor > 0 &&
                        std::isfinite(settings.factor) && settings.magnitude > 0 && std::isfinite(settings.magnitude) &&
                        (!settings.isYarn || (settings.originalContext > 0 && settings.fastRotations > 0 &&
                                              settings.slowRotations > 0 && std::isfinite(settings.extrapolation)));
    if (!isSane && !result.whyNot) {
        result.whyNot = say("its RoPE base or scaling is out of bounds");
    }
    if (!result.whyNot) {
        result.rope = ropeOf(settings, interleaved);
    }
    return result;
}

} // namespace quantlathe
