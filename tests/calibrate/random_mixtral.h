// SPDX-License-Identifier: GPL-3.0-or-later
// A small model with stacked experts, and tokens for it.
#pragma once

#include "calibrate/calibrated_codes.h"
#include "convert/folder_support.h"
#include "model/golden_conversion.h"

#include <algorithm>
#include <memory>
#include <random>

namespace quantlathe::test {

/// A Mixtral of random weights: its experts are tensors of their own in the folder, one weight in the model.
inline std::shared_ptr<const Model> mixtral() {
    static const HfFolder folder;
    static const auto model = [] {
        const QJsonObject recorded = goldenConversion("mixtral");
        folder.write("config.json", recorded.value("config").toObject());
        folder.writeWeights(shapesOf(recorded));
        return openModel(folder.path());
    }();
    return model;
}

inline CalibratedRequest randomTokens(bool isCorrected, std::size_t tokens = 512) {
    const std::size_t length = 32;
    const auto vocabulary = static_cast<std::int32_t>(graphOf(*mixtral()).vocabulary);
    std::mt19937 random(5);
    std::uniform_int_distribution<std::int32_t> anyToken(0, vocabulary - 1);
    CalibratedRequest request;
    request.corrected = isCorrected;
    for (std::size_t done = 0; done < tokens; done += length) {
        TokenSequence sequence;
        sequence.tokens.resize(length);
        std::ranges::generate(sequence.tokens, [&] { return anyToken(random); });
        request.sequences.push_back(std::move(sequence));
    }
    return request;
}

} // namespace quantlathe::test
