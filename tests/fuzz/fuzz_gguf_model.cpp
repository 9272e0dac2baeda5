// SPDX-License-Identifier: GPL-3.0-or-later
// A whole GGUF file: what its metadata and names mean, its vocabulary at work, its size in memory, a plan for it.
#include "estimate/memory.h"
#include "fuzz_support.h"
#include "model/model.h"
#include "plan/plan.h"
#include "tokenize/tokenizer_parts.h"

using namespace quantlathe;

namespace {

template <class Work>
void allowRefusal(Work work) {
    try {
        work();
    } catch (const Error& error) {
        fuzz::require(error.exitCode() == 2 && !error.title().empty());
    }
}

void useVocabulary(const Model& model) {
    const Tokenizer tokenizer(tokenizerFromData(*model.tokenizer(), "model.gguf"));
    const auto ids = tokenizer.encode("Ab c\xC3\xA4 <s> 12\n", {true, true});
    for (const TokenId id : ids) {
        fuzz::require(id < tokenizer.vocabularySize());
    }
    static_cast<void>(tokenizer.decode(ids, true));
}

void usePlan(const std::shared_ptr<const Model>& model, const char* preset) {
    PlanDocument document;
    document.preset = preset;
    document.options.isDryRun = true;
    const Plan plan = makePlan(model, document);
    static_cast<void>(plan.fileBytes());
    for (const Runtime runtime :
         {Runtime::llamaCpp, Runtime::transformers, Runtime::vllm, Runtime::exllamaV2, Runtime::tensorRtLlm}) {
        RunSettings settings;
        settings.runtime = runtime;
        static_cast<void>(estimateMemory(*model, plan.choices, settings).total());
    }
    static_cast<void>(plan.bitsPerWeight());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto model = openModel(folder.write("model.gguf", bytes));
        fuzz::require(model->understood() || !model->notUnderstood()->empty());
        if (model->tokenizer()) {
            allowRefusal([&] { useVocabulary(*model); });
        }
        for (const char* const preset : {"F16", "Q4_K_M"}) {
            allowRefusal([&] { usePlan(model, preset); });
        }
    });
}
