// SPDX-License-Identifier: GPL-3.0-or-later
// How a model is to be understood where its files leave it open. Shared by the commands that convert, estimate or run one.
#pragma once

#include "model/model.h"
#include "session.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

namespace quantlathe::cli {

struct ModelOptions {
    std::string preTokenizer; // empty: as the vocabulary tells
    bool tieOutput = false;
    bool hasPreTokenizer = false; // the command runs text, or writes what a later run of it needs
};

/// --pre-tokenizer, --tie-output.
void addModelOptions(CLI::App& command, ModelOptions& options);
/// Only --tie-output: for commands that have to do with weights alone.
void addTieOutput(CLI::App& command, ModelOptions& options);

/// Opens the model and says on standard error what was assumed about it. Throws Error(badInput).
[[nodiscard]] std::shared_ptr<const Model> modelFromOptions(Session& session, const std::string& path,
                                                            const ModelOptions& options);
/// tokenizerGuess() and what to do about it.
[[nodiscard]] std::optional<std::string> tokenizerAdvice(const Model& model);

} // namespace quantlathe::cli
