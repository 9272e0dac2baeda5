// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that load models, and what each of them would say to one: found out from headers and configuration alone, for a
// file that is written and for a plan alike (docs/consumers.md).
#pragma once

#include "consumers/written_model.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A program, and what it does whatever the format is. What it wants of a format is in the rules of that format.
struct Consumer {
    std::string_view id;           // for --as: "vllm"
    std::string_view title;        // as Format::programs() has it: "vLLM"
    std::string_view version = {}; // that the facts are of; empty where it is not told
    std::string_view month = {};   // in which they were tried or read: "2026-11"
    bool loadsGguf = false;        // and no folders
    /// Loads q, k and v, gate and up, and the experts of a layer as one matrix each.
    bool joinsProjections = false;
    /// Finds weights by their usual name or by an index; the others take every safetensors file of a folder.
    bool readsIndex = false;
    /// Wants all projections of attention encoded, or none; the same of the feed-forward block.
    bool takesWholeBlocksOnly = false;
};

[[nodiscard]] std::span<const Consumer> consumers();
/// By id or title, any case; nullptr if there is none.
[[nodiscard]] const Consumer* consumerByName(std::string_view name);

enum class Loads { yes, withCaveat, no };
/// "loads", "caveat", "refuses": as JSON has them.
[[nodiscard]] std::string_view name(Loads loads);

/// One reason, a sentence without a full stop that names the tensor or the key and what is expected. `yes`: what loading needs
/// beside the model.
struct ConsumerFinding {
    Loads loads = Loads::no;
    std::string text;
};

struct ConsumerVerdict {
    const Consumer* consumer = nullptr;
    /// Whether the program knows the format at all; if not, that is the one finding.
    bool knowsFormat = true;
    std::vector<ConsumerFinding> findings = {}; // the worst first

    [[nodiscard]] Loads loads() const { return findings.empty() ? Loads::yes : findings.front().loads; }
};

/// Never throws for what stands in the model: that is a finding.
[[nodiscard]] ConsumerVerdict askConsumer(const Consumer& consumer, const WrittenModel& model);
/// All of them, those that know the format first.
[[nodiscard]] std::vector<ConsumerVerdict> askConsumers(const WrittenModel& model);

} // namespace quantlathe
