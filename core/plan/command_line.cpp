// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/command_line.h"

#include "checkpoint/replica.h"
#include "model/vision/image_part.h"
#include "plan/tensor_type_options.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <type_traits>
#include <variant>

namespace quantlathe {
namespace {

using Arguments = std::vector<std::string>;

/// "llama.context_length=int:8192"
std::string overrideText(const MetadataOverride& entry) {
    // {} writes the shortest digits that give the same float again, and true or false.
    return std::visit([&](const auto& value) { return fmt::format("{}={}:{}", entry.key, typeName(entry), value); },
                      entry.value);
}

void addSplit(const SplitOptions& split, Arguments& arguments) {
    constexpr std::uint64_t million = 1'000'000;
    if (split.asSource) {
        arguments.emplace_back("--keep-split");
    }
    if (split.maxBytes > 0) {
        const bool isWhole = split.maxBytes % million == 0;
        arguments.insert(arguments.end(), {"--split-max-size", isWhole ? fmt::format("{}M", split.maxBytes / million)
                                                                       : fmt::format("{}B", split.maxBytes)});
    }
    if (split.maxTensors > 0) {
        arguments.insert(arguments.end(), {"--split-max-tensors", std::to_string(split.maxTensors)});
    }
}

void addOptions(const OutputOptions& options, bool isGraft, Arguments& arguments) {
    if (options.pure) {
        arguments.emplace_back("--pure");
    }
    if (options.leaveOutput) {
        arguments.emplace_back("--leave-output-tensor");
    }
    if (options.keepHeader && !isGraft) { // which implies it
        arguments.emplace_back("--keep-header");
    }
    addSplit(options.split, arguments);
    if (!options.prunedLayers.empty()) {
        arguments.insert(arguments.end(), {"--prune-layers", fmt::format("{}", fmt::join(options.prunedLayers, ","))});
    }
    for (const MetadataOverride& entry : options.overrides) {
        arguments.insert(arguments.end(), {"--override-kv", overrideText(entry)});
    }
    for (const auto& [id, value] : options.family) {
        arguments.insert(arguments.end(), {"--option", fmt::format("{}={}", id, value)});
    }
}

void addCalibration(const CalibrationChoice& choice, Arguments& arguments) {
    if (choice.source == CalibrationChoice::Source::statistics) {
        arguments.insert(arguments.end(), {"--calibration", choice.file.string()});
    } else if (choice.file.empty()) {
        arguments.emplace_back("--calibrate");
    } else {
        arguments.insert(arguments.end(), {"--text", choice.file.string()});
    }
    if (choice.source == CalibrationChoice::Source::text) {
        if (choice.contextTokens != 0) {
            arguments.insert(arguments.end(), {"--context", std::to_string(choice.contextTokens)});
        }
        if (choice.windows != defaultCalibrationWindows) {
            arguments.insert(arguments.end(), {"--chunks", std::to_string(choice.windows)});
        }
    }
    if (!choice.isCorrected) {
        arguments.emplace_back("--independent");
    }
}

/// Every weight with a choice, one by one: what a rule said about several may mean others where the line is read.
void addEncodings(const Plan& plan, Arguments& arguments) {
    if (plan.document.weights.empty() && plan.document.rules.empty()) {
        return;
    }
    if (plan.format->id() == "gguf") { // the same words as llama-quantize
        for (std::string& option : tensorTypeOptions(plan)) {
            arguments.insert(arguments.end(), {"--tensor-type", std::move(option)});
        }
        return;
    }
    for (const Choice& choice : plan.choices) {
        if (!choice.isForced) {
            arguments.insert(arguments.end(),
                             {"--rule", fmt::format("glob:{}={}", choice.weight->name, choice.encoding->name())});
        }
    }
}

/// The same encoding for all of them, or a rule for each over a plan that copies.
void addGraft(const Plan& plan, Arguments& arguments) {
    const Graft& graft = *plan.model->graft();
    arguments.insert(arguments.end(),
                     {"--from", graft.original.string(), "--graft", fmt::format("{}", fmt::join(graft.weights, ","))});
    const auto encodingOf = [&](const std::string& weight) { return plan.encodingOf(weight)->name(); };
    if (std::ranges::all_of(graft.weights, [&](const std::string& weight) {
            return encodingOf(weight) == encodingOf(graft.weights.front());
        })) {
        arguments.insert(arguments.end(), {"--type", std::string(encodingOf(graft.weights.front()))});
        return;
    }
    arguments.insert(arguments.end(), {"--preset", "COPY"});
    for (const std::string& weight : graft.weights) {
        arguments.insert(arguments.end(), {"--rule", fmt::format("glob:{}={}", weight, encodingOf(weight))});
    }
}

} // namespace

std::vector<std::string> convertArguments(const Plan& plan, std::string_view preTokenizer,
                                          const std::filesystem::path& destination, const CommandLineFlags& flags) {
    const Checkpoint& checkpoint = plan.model->checkpoint();
    Arguments arguments{"convert", addressOfReplica(checkpoint).value_or(checkpoint.path().string()), "-o",
                        destination.string()};
    if (isImagePart(*plan.model)) {
        arguments.emplace_back("--mmproj");
    }
    if (plan.model->graft()) {
        addGraft(plan, arguments);
    } else {
        arguments.insert(arguments.end(), {"--format", plan.document.format, "--preset", plan.document.preset});
    }
    if (!preTokenizer.empty()) {
        arguments.insert(arguments.end(), {"--pre-tokenizer", std::string(preTokenizer)});
    }
    if (flags.calibration.choosesCodes()) {
        addCalibration(flags.calibration, arguments);
    } else if (plan.importance) {
        arguments.insert(arguments.end(), {"--imatrix", plan.importance->file.string()});
    }
    if (plan.document.effort == Effort::high) {
        arguments.insert(arguments.end(), {"--effort", "high"});
    }
    addOptions(plan.document.options, plan.model->graft().has_value(), arguments);
    if (!plan.model->graft()) {
        addEncodings(plan, arguments);
    }
    if (flags.replace) {
        arguments.emplace_back("--force");
    }
    if (flags.allowRequantize) {
        arguments.emplace_back("--allow-requantize");
    }
    return arguments;
}

} // namespace quantlathe
