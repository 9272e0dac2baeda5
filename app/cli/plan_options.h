// SPDX-License-Identifier: GPL-3.0-or-later
// The options that say what a conversion does to each weight: shared by plan and convert.
#pragma once

#include "model_option.h"
#include "output_options.h"
#include "plan/calibration_choice.h"
#include "plan/plan.h"
#include "session.h"
#include "text_option.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace quantlathe::cli {

struct PlanOptions {
    std::string format;
    std::string preset;
    std::string planFile;
    std::vector<std::string> tensorTypes; // PATTERN=ENCODING
    std::string tensorTypeFile;           // the same, with white space between
    std::vector<std::string> rules;       // CONDITION[,CONDITION…]=ENCODING
    std::string outputType;
    std::string embeddingType;
    std::string imatrix;
    std::string calibration;                  // statistics of a text, in place of a matrix
    TextOptions text;                         // a text, in place of both: addTextGuide()
    bool calibrates = false;                  // by the text that comes with the program
    bool isIndependent = false;               // not CalibrationChoice::isCorrected
    std::string effort;                       // empty: as the plan file says
    std::vector<std::string> includedWeights; // of the matrix: parts of names
    std::vector<std::string> excludedWeights;
    std::vector<std::string> familyOptions; // ID=VALUE
    std::string measurement;                // of the blocks' settings, ExLlamaV2's; EXL2 only
    ModelOptions model;
    OutputFlags output;
};

void addPlanOptions(CLI::App& command, PlanOptions& options);
/// --text, --chunks, --calibrate, --independent, and the windows' length under the name that is given.
void addTextGuide(CLI::App& command, PlanOptions& options, const char* contextName);
/// What guides the conversion: --imatrix, --calibration, --text or --calibrate; without them, what the plan file says. Throws
/// Error(badInput) for two guides at once and what reading the plan throws.
[[nodiscard]] CalibrationChoice calibrationFromOptions(const PlanOptions& options);

/// What --option says. Throws Error(badInput) for what is no ID=VALUE.
void applyFamilyOptions(const PlanOptions& options, OutputOptions& output);
/// Throws Error(badInput) for what is no level.
[[nodiscard]] Effort effortFromOption(const std::string& option);

/// "glob:blk.*.ffn_*", "role:ffn_down", "layers:0-3", joined by commas, "=ENCODING" at the end. Throws Error(badInput).
[[nodiscard]] PlanRule ruleFromOption(const std::string& option);

/// --imatrix and --calibration, one of which guides encodings. `guide` outlives the command.
void addGuideOptions(CLI::App& command, CalibrationChoice& guide);

/// The choice's matrix, or that of its statistics, without the entries that are not wanted; nullptr without one, and for a text
/// that is still to be run. Throws Error(badInput).
[[nodiscard]] std::shared_ptr<const ImportanceMatrix> importanceFromOptions(const CalibrationChoice& choice,
                                                                            const PlanOptions& options);

enum class Purpose {
    conversion,
    dryRun,
    check, // as dryRun, and nothing is said: what is missing is still to be made
};

/// The plan that the options describe: --plan gives the base, everything else on the command line wins over it. Notes what an
/// importance matrix covers. For a dry run a missing importance matrix is a warning, not an error; for a check it is neither.
/// Throws Error(badInput).
[[nodiscard]] Plan planFromOptions(Session& session, const std::shared_ptr<const Model>& model, const PlanOptions& options,
                                   Purpose purpose = Purpose::conversion);

} // namespace quantlathe::cli
