// SPDX-License-Identifier: GPL-3.0-or-later
#include "consumers/consumer.h"

#include "base/text.h"
#include "consumers/rules.h"
#include "formats/format.h"
#include "model/json_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::array consumerTable{
    Consumer{.id = "llama.cpp", .title = "llama.cpp", .month = "2026-10", .loadsGguf = true},
    Consumer{.id = "transformers", .title = "transformers", .version = "4.57, 5.24", .month = "2026-11", .readsIndex = true},
    Consumer{.id = "vllm", .title = "vLLM", .version = "0.32", .month = "2026-11", .joinsProjections = true},
    Consumer{.id = "sglang", .title = "SGLang", .month = "2026-11", .joinsProjections = true},
    Consumer{.id = "gptqmodel", .title = "GPTQModel", .version = "7.7", .month = "2026-11", .readsIndex = true},
    Consumer{.id = "exllamav2", .title = "ExLlamaV2", .version = "0.3.2", .month = "2026-11", .takesWholeBlocksOnly = true},
    Consumer{.id = "tensorrt-llm", .title = "TensorRT-LLM", .month = "2026-11"},
};

/// A quant_method: the family that writes it, and what programs want of it.
struct Method {
    std::string_view name;
    std::string_view format;  // Format::id()
    std::string_view program; // the only one, where the family has another layout beside this; else those of Format::programs()
    void (*examine)(const Examination&, const FolderModules&);
};
constexpr std::string_view tensorrtMethod = "tensorrt-llm";
constexpr std::array methods{
    Method{"gptq", "gptq", "", examineGptq},
    Method{"awq", "awq", "", examineAwq},
    Method{"compressed-tensors", "compressed-tensors", "", examineCompressed},
    Method{"bitsandbytes", "bitsandbytes", "", examineBitsandbytes},
    Method{"hqq", "hqq", "", examineHqq},
    Method{"fbgemm_fp8", "fbgemm", "", examineFbgemm},
    Method{"torchao", "fbgemm", "", examineTorchao},
    Method{"aqlm", "aqlm", "", examineAqlm},
    Method{"spqr", "spqr", "", examineSpqr},
    Method{"exl2", "exl2", "", examineExl2},
    Method{tensorrtMethod, "smoothquant", "TensorRT-LLM", examineTensorrt},
};

/// quant_method of a folder; empty where its weights are floats as they are.
std::string methodOf(const WrittenModel& model) {
    const nlohmann::json& quantization = model.quantization();
    if (member(quantization, "quant_algo") != nullptr) {
        return std::string(tensorrtMethod);
    }
    return textMember(quantization, "quant_method").value_or(std::string());
}

bool isNamed(const Format& format, std::string_view title) {
    const auto programs = format.programs();
    return std::ranges::find(programs, title, &LoadingProgram::name) != programs.end();
}

ConsumerVerdict notKnown(const Consumer& consumer, std::string text) {
    return {.consumer = &consumer, .knowsFormat = false, .findings = {{Loads::no, std::move(text)}}};
}

ConsumerVerdict notKnown(const Consumer& consumer, std::string_view format, std::string_view programs) {
    return notKnown(consumer, say("{} is not known to load {}, which loads in {}", consumer.title, format, programs));
}

ConsumerVerdict askAboutFolder(const Consumer& consumer, const WrittenModel& model) {
    if (model.files.contains("not_quantized_weights.pt")) {
        return notKnown(consumer, "SpQR (legacy)", say("the authors' programs (Vahe1994/SpQR)"));
    }
    const std::string name = methodOf(model);
    const auto method = std::ranges::find(methods, name, &Method::name);
    Findings findings;
    const Examination examination{model, consumer, findings};
    if (method == methods.end()) {
        if (consumer.id == tensorrtMethod) {
            return notKnown(consumer, say("{} loads checkpoints of its own layout alone", consumer.title));
        }
        examineFiles(examination);
        if (!name.empty()) {
            findings.warn("method", [&] { return say("Nothing is known here of quant_method {}", escapeForDisplay(name)); });
        }
        return {.consumer = &consumer, .findings = findings.take()};
    }
    const Format& format = *formatById(method->format);
    if (method->program.empty() ? !isNamed(format, consumer.title) : method->program != consumer.title) {
        return notKnown(consumer, format.title(), method->program.empty() ? loadsInText(format) : std::string(method->program));
    }
    if (consumer.id != tensorrtMethod) { // which has no config.json of transformers
        examineFiles(examination);
    }
    const FolderModules modules{encodedModules(model, name), plainModules(model)};
    method->examine(examination, modules);
    examineBlocks(examination, modules);
    examineSkipList(examination, name, modules);
    return {.consumer = &consumer, .findings = findings.take()};
}

} // namespace

std::span<const Consumer> consumers() {
    return consumerTable;
}

const Consumer* consumerByName(std::string_view name) {
    const auto found = std::ranges::find_if(consumerTable, [&](const Consumer& consumer) {
        return equalsAnyCase(consumer.id, name) || equalsAnyCase(consumer.title, name);
    });
    return found == consumerTable.end() ? nullptr : &*found;
}

std::string_view name(Loads loads) {
    switch (loads) {
    case Loads::yes: return "loads";
    case Loads::withCaveat: return "caveat";
    case Loads::no: return "refuses";
    }
    return "";
}

ConsumerVerdict askConsumer(const Consumer& consumer, const WrittenModel& model) {
    const bool isGguf = model.container == ContainerKind::gguf;
    if (isGguf != consumer.loadsGguf) {
        return isGguf ? notKnown(consumer, formatById("gguf")->title(), loadsInText(*formatById("gguf")))
                      : notKnown(consumer, say("{} loads GGUF files alone", consumer.title));
    }
    if (!isGguf) {
        return askAboutFolder(consumer, model);
    }
    Findings findings;
    examineGguf({model, consumer, findings});
    return {.consumer = &consumer, .findings = findings.take()};
}

std::vector<ConsumerVerdict> askConsumers(const WrittenModel& model) {
    std::vector<ConsumerVerdict> verdicts;
    for (const Consumer& consumer : consumerTable) {
        verdicts.push_back(askConsumer(consumer, model));
    }
    std::stable_partition(verdicts.begin(), verdicts.end(), [](const ConsumerVerdict& verdict) { return verdict.knowsFormat; });
    return verdicts;
}

} // namespace quantlathe
