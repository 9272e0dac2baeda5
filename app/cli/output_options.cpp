// SPDX-License-Identifier: GPL-3.0-or-later
#include "output_options.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <string_view>

namespace quantlathe::cli {
namespace {

std::vector<std::uint32_t> layersFrom(std::string_view list) {
    std::vector<std::uint32_t> layers;
    std::string_view rest = list;
    for (;;) {
        const std::string_view digits = rest.substr(0, rest.find(','));
        std::uint32_t layer = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), layer);
        if (error != std::errc() || end != digits.data() + digits.size()) {
            throw badInput({}, fmt::format("{} is no list of layers", escapeForDisplay(list)),
                           "Write layer numbers with commas between them, for example 3,7,11.");
        }
        layers.push_back(layer);
        if (digits.size() == rest.size()) {
            break;
        }
        rest.remove_prefix(digits.size() + 1);
    }
    std::ranges::sort(layers);
    layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
    return layers;
}

} // namespace

SplitOptions SplitLimitOptions::resolved() const {
    SplitOptions split;
    if (!maxSize.empty()) {
        split.maxBytes = splitSizeFromOption(maxSize);
    }
    split.maxTensors = maxTensors;
    if (split.maxBytes > 0 && split.maxTensors > 0) {
        throw badInput({}, "The output can be split in one way only",
                       "Give --split-max-size or --split-max-tensors, not both.");
    }
    return split;
}

void addSplitLimitOptions(CLI::App& command, SplitLimitOptions& options) {
    command
        .add_option("--split-max-size", options.maxSize,
                    "Cut the output into files whose tensors take at most N megabytes (M) or gigabytes (G), powers of 1000")
        ->type_name("N(M|G)");
    command.add_option("--split-max-tensors", options.maxTensors, "Cut the output into files of at most N tensors")
        ->check(CLI::Range(1, 2'147'483'647))
        ->type_name("N");
}

void addOutputFlags(CLI::App& command, OutputFlags& flags) {
    command.add_flag("--pure", flags.pure, "Give every weight the preset's main encoding instead of its mixture");
    command.add_flag("--leave-output-tensor", flags.leaveOutput, "Keep the output matrix as it is stored");
    command.add_flag("--keep-header", flags.keepHeader,
                     "GGUF to GGUF: leave the order of the tensors and the metadata to the letter as they are");
    command
        .add_option("--override-kv", flags.overrides,
                    "Set a value of the metadata; TYPE is int, float, bool or str; repeatable")
        ->type_name("KEY=TYPE:VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--prune-layers", flags.prunedLayers, "Leave these layers out and number the others anew")
        ->type_name("L,L,…");
    command.add_flag("--keep-split", flags.keepSplit, "Write the same files as the source has");
    addSplitLimitOptions(command, flags.split);
}

void applyOutputFlags(const OutputFlags& flags, OutputOptions& options) {
    options.pure |= flags.pure;
    options.leaveOutput |= flags.leaveOutput;
    options.keepHeader |= flags.keepHeader;
    for (const std::string& option : flags.overrides) {
        options.overrides.push_back(overrideFromOption(option));
    }
    if (!flags.prunedLayers.empty()) {
        options.prunedLayers = layersFrom(flags.prunedLayers);
    }
    const SplitOptions split = flags.split.resolved();
    if (flags.keepSplit && split.wantsSeveral()) {
        throw badInput({}, "The output can be split in one way only",
                       "Give --keep-split, --split-max-size or --split-max-tensors, not several of them.");
    }
    if (flags.keepSplit || split.wantsSeveral()) {
        options.split = split;
        options.split.asSource = flags.keepSplit;
    }
}

} // namespace quantlathe::cli
