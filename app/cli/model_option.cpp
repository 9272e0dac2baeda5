// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_option.h"

#include "hub_option.h"
#include "model/assumptions.h"

namespace quantlathe::cli {

void addTieOutput(CLI::App& command, ModelOptions& options) {
    command.add_flag("--tie-output", options.tieOutput,
                     "Take the token embedding for an output matrix that is missing although config.json says it is its own");
}

void addModelOptions(CLI::App& command, ModelOptions& options) {
    command
        .add_option("--pre-tokenizer", options.preTokenizer,
                    "How text is cut into words, when the files of the model do not tell")
        ->type_name("NAME");
    options.hasPreTokenizer = true;
    addTieOutput(command, options);
}

std::optional<std::string> tokenizerAdvice(const Model& model) {
    const auto guess = tokenizerGuess(model);
    return guess ? std::optional(*guess + "; --pre-tokenizer NAME says how") : std::nullopt;
}

std::shared_ptr<const Model> modelFromOptions(Session& session, const std::string& path, const ModelOptions& options) {
    const std::filesystem::path place = localModel(session, path);
    OpenedModel opened = options.tieOutput ? openModelTyingOutput(place) : OpenedModel{openModel(place), {}};
    if (opened.outputGuess) {
        session.warn(*opened.outputGuess);
    }
    if (!options.preTokenizer.empty()) {
        opened.model = withPreTokenizer(*opened.model, options.preTokenizer);
    }
    for (const std::string& remark : remarksOn(*opened.model)) {
        session.warn(remark);
    }
    if (const auto missing = missingTokenizer(*opened.model); missing && options.hasPreTokenizer) {
        session.warn(*missing);
    }
    if (const auto advice = tokenizerAdvice(*opened.model); advice && options.hasPreTokenizer) {
        session.warn(*advice);
    }
    return opened.model;
}

} // namespace quantlathe::cli
