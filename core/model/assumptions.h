// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be assumed about a model because its files do not say it, and may be wrong: whoever measures, converts or shows
// such a model has to say so.
#pragma once

#include "model/model.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// What is guessed about the way in which the tokenizer cuts words, in one line; nothing if the files say it.
/// withPreTokenizer() settles it.
[[nodiscard]] std::optional<std::string> tokenizerGuess(const Model& model);

/// What a user should know about the files before using what is made of them, one line each: files left aside, settings that do
/// not fit the weights. Reads config.json; throws Error(badInput) if it is broken by now.
[[nodiscard]] std::vector<std::string> remarksOn(const Model& model);

/// What is missing from a result that a program is to run on text, where the model has no tokenizer; nothing if it has one.
[[nodiscard]] std::optional<std::string> missingTokenizer(const Model& model);

struct OpenedModel {
    std::shared_ptr<const Model> model;
    /// The token embedding was taken for an output matrix that is missing although the model says that it has its own: why that
    /// makes another model, in one line.
    std::optional<std::string> outputGuess;
};
/// As openModel(), but a model whose output matrix is missing is completed with the token embedding instead of being one that
/// can only be looked at. Only for users who ask for it.
[[nodiscard]] OpenedModel openModelTyingOutput(const std::filesystem::path& path);

/// True when parameters() counts what is stored because weights are packed into integers in a way that is not decoded (MLX,
/// MXFP4 in a folder): the model has more.
[[nodiscard]] bool countsPackedNumbers(const Model& model);

/// Parameters that one token uses: of the experts only as many as the model asks for.
[[nodiscard]] std::uint64_t activeParameters(const Model& model);

} // namespace quantlathe
