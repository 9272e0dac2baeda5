// SPDX-License-Identifier: GPL-3.0-or-later
#include "graft_option.h"

#include "base/error.h"
#include "base/text.h"
#include "hub_option.h"
#include "plan/graft.h"

#include <fmt/format.h>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

namespace quantlathe::cli {
namespace {

void requireSense(const PlanOptions& options) {
    if (!options.format.empty() && !equalsAnyCase(options.format, "gguf")) {
        throw badInput({}, "Tensors are grafted into GGUF files only", "Leave --format out.");
    }
    if (!options.output.prunedLayers.empty() || options.output.keepSplit) {
        throw badInput({}, fmt::format("{} is of no use here", options.output.keepSplit ? "--keep-split" : "--prune-layers"),
                       "Beside the grafted tensors everything stays as it is.");
    }
}

/// "a,b" and "c" are three patterns.
std::vector<std::string> patternsIn(const std::vector<std::string>& lists) {
    std::vector<std::string> patterns;
    for (const std::string& list : lists) {
        std::istringstream words(list);
        for (std::string pattern; std::getline(words, pattern, ',');) {
            patterns.push_back(pattern);
        }
    }
    return patterns;
}

/// What the plan for the original would make of the weights.
std::map<std::string, std::string> encodingsOf(Session& session, const std::shared_ptr<const Model>& original,
                                               const std::vector<std::string>& weights, PlanOptions options, Purpose purpose) {
    const OutputFlags all = std::exchange(options.output, {}); // the others are about the file
    options.output.pure = all.pure;
    options.output.leaveOutput = all.leaveOutput;
    const Plan plan = planFromOptions(session, original, options, purpose);
    std::map<std::string, std::string> encodings;
    for (const std::string& weight : weights) {
        const Encoding* const encoding = plan.encodingOf(weight);
        if (encoding == nullptr) {
            throw badInput(original->checkpoint().path(), fmt::format("{} cannot be grafted", escapeForDisplay(weight)),
                           "The original has no such weight.");
        }
        encodings.emplace(weight, encoding->name());
    }
    return encodings;
}

} // namespace

void addGraftOptions(CLI::App& command, GraftOptions& options) {
    CLI::Option* const from =
        command.add_option("--from", options.original, "The original that --graft takes tensors of MODEL, a GGUF file, from")
            ->type_name("MODEL");
    CLI::Option* const names =
        command
            .add_option("--graft", options.lists,
                        "Encode only these tensors anew, from the original; all others and the metadata stay bit for bit")
            ->type_name("GLOB[,GLOB]")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->needs(from);
    from->needs(names);
    command.add_option("--type", options.encoding, "Encoding of the grafted tensors; else --preset or --plan says it")
        ->type_name("TYPE")
        ->needs(from)
        ->excludes("--preset")
        ->excludes("--plan");
}

GraftedPlan graftFromOptions(Session& session, const std::string& file, const GraftOptions& graft, const PlanOptions& options,
                             Purpose purpose) {
    requireSense(options);
    const auto target = openModel(localModel(session, file));
    const auto original = modelFromOptions(session, graft.original, options.model);
    const GraftNames names = namesToGraft(*target, patternsIn(graft.lists));
    if (!names.kept.empty()) {
        session.note(fmt::format("{} of the named tensors are never quantized and stay as they are, for example {}",
                                 names.kept.size(), escapeForDisplay(names.kept.front())));
    }
    GraftWish wish;
    if (graft.encoding.empty()) {
        wish.encodings = encodingsOf(session, original, names.weights, options, purpose);
    } else {
        for (const std::string& weight : names.weights) {
            wish.encodings.emplace(weight, graft.encoding);
        }
    }
    if (!options.effort.empty()) {
        wish.effort = effortFromOption(options.effort);
    }
    OutputFlags flags = options.output;
    flags.pure = flags.leaveOutput = false; // they spoke of the original
    applyOutputFlags(flags, wish.options);
    wish.options.isDryRun = purpose != Purpose::conversion;
    const CalibrationChoice choice = calibrationFromOptions(options);
    if (choice.source == CalibrationChoice::Source::text) {
        throw badInput({}, "A text chooses the codes of a whole model",
                       "The plan names one. Make its statistics with calibrate and give them with --calibration.");
    }
    const auto importance = importanceFromOptions(choice, options);
    GraftedPlan result{makeGraftPlan(*target, *original, wish, importance), std::nullopt};
    if (choice.source == CalibrationChoice::Source::statistics) {
        PlanDocument document;
        document.preset = "COPY";
        document.weights = wish.encodings;
        document.effort = wish.effort;
        document.options.isDryRun = wish.options.isDryRun;
        result.ofOriginal = makePlan(original, document, importance);
    }
    return result;
}

} // namespace quantlathe::cli
