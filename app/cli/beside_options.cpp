// SPDX-License-Identifier: GPL-3.0-or-later
#include "beside_options.h"

#include "base/error.h"
#include "hub_option.h"
#include "model_option.h"
#include "plan/companion_files.h"

namespace quantlathe::cli {

void addBesideOptions(CLI::App& command, BesideOptions& options) {
    command
        .add_option("--mmproj", options.imagePart,
                    "The part that sees is loaded, too: its GGUF file, or the folder or address it would be made of, in F16")
        ->type_name("FILE");
    command.add_option("--draft", options.draft, "A small model that drafts is loaded, too, as it is stored")
        ->type_name("MODEL");
    command.add_flag("--mtp", options.predictsTokens, "The model's own layers that predict further tokens are loaded, too");
}

std::shared_ptr<const Companions> companionsFrom(Session& session, const BesideOptions& options, const Model& model,
                                                 Runtime runtime) {
    if (options.imagePart.empty() && options.draft.empty() && !options.predictsTokens) {
        return nullptr;
    }
    auto beside = std::make_shared<Companions>();
    beside->predictsTokens = options.predictsTokens;
    if (!options.imagePart.empty()) {
        beside->imagePartBytes = imagePartBytes(localModel(session, options.imagePart));
        beside->imagePartFile = options.imagePart.ends_with(".gguf") ? options.imagePart : "MMPROJ.gguf";
    }
    if (!options.draft.empty()) {
        setDraft(*beside, modelFromOptions(session, options.draft, {}));
        beside->draftFile = options.draft.ends_with(".gguf") || runtime != Runtime::llamaCpp ? options.draft : "DRAFT.gguf";
    }
    if (const auto reason = whyNotBeside(model, runtime, *beside)) {
        throw badInput({}, "This does not run beside the model", *reason + ".");
    }
    return beside;
}

} // namespace quantlathe::cli
