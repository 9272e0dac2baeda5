// SPDX-License-Identifier: GPL-3.0-or-later
// A family that can be written in two forms, of which an option says which is meant.
#pragma once

#include "formats/format.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Asks one of two formats for all that depends on the form, and the usual one for all that does not.
class TwoLayouts : public Format {
public:
    [[nodiscard]] std::string_view fileSuffix() const override { return {}; }
    [[nodiscard]] std::span<const Encoding* const> encodings() const override { return encodings_; }
    [[nodiscard]] std::vector<const Encoding*> suggestedEncodings(const OutputOptions& options) const override {
        return layoutOf(options).suggestedEncodings(options);
    }
    [[nodiscard]] bool isSlow() const override { return usual().isSlow(); }
    [[nodiscard]] Fusing requiredFusing() const override { return usual().requiredFusing(); }

    [[nodiscard]] std::optional<std::string> whyNot(const Model& model) const override { return usual().whyNot(model); }
    [[nodiscard]] bool offersChoice(const Model& model, const Weight& weight) const override {
        return usual().offersChoice(model, weight);
    }
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Weight& weight,
                                                    const Encoding& encoding) const override {
        return layoutOf(encoding).whyNot(model, weight, encoding);
    }
    [[nodiscard]] std::optional<std::string> whyNot(const Preset& preset, const Encoding& encoding) const override {
        return layoutOf(encoding).whyNot(preset, encoding);
    }
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Preset& preset,
                                                    const ImportanceMatrix* importance) const override {
        return usual().whyNot(model, preset, importance);
    }
    [[nodiscard]] std::vector<Choice> choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                             const ImportanceMatrix* importance, const OutputOptions& options) const override {
        return layoutOf(options).choose(model, preset, wish, importance, options);
    }
    [[nodiscard]] std::string presetRule(const Model& model, const Preset& preset, const Weight& weight,
                                         const EncodingWish& wish, const ImportanceMatrix* importance,
                                         const OutputOptions& options) const override {
        return layoutOf(options).presetRule(model, preset, weight, wish, importance, options);
    }

protected:
    [[nodiscard]] virtual const Format& usual() const = 0;
    [[nodiscard]] virtual const Format& other() const = 0;
    [[nodiscard]] virtual bool isOtherWanted(const OutputOptions& options) const = 0;
    [[nodiscard]] virtual bool isOfOther(const Encoding& encoding) const = 0;

    /// To be called by the constructor: those of both, each once.
    void takeEncodings(const Format& usual, const Format& other) {
        for (const Format* const layout : {&usual, &other}) {
            std::ranges::copy_if(layout->encodings(), std::back_inserter(encodings_), [&](const Encoding* encoding) {
                return std::ranges::find(encodings_, encoding) == encodings_.end();
            });
        }
    }

private:
    [[nodiscard]] const Format& layoutOf(const OutputOptions& options) const {
        return isOtherWanted(options) ? other() : usual();
    }
    [[nodiscard]] const Format& layoutOf(const Encoding& encoding) const { return isOfOther(encoding) ? other() : usual(); }

    std::vector<const Encoding*> encodings_;
};

} // namespace quantlathe
