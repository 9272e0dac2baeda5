// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli calibrate: runs a text through a model and keeps what goes into each of its matrices.
#include "base/text.h"
#include "calibration_option.h"
#include "model_option.h"
#include "result_files.h"
#include "table.h"

#include <chrono>
#include <fmt/format.h>
#include <memory>

namespace quantlathe::cli {
namespace {

struct CalibrateArguments {
    std::string model;
    ModelOptions understanding;
    std::string output;
    TextOptions text;
    ForwardOptions run;
    bool withGram = false;
    bool force = false;
};

void calibrateModel(Session& session, const CalibrateArguments& options) {
    const auto model = modelFromOptions(session, options.model, options.understanding);
    checkResultFiles(model->checkpoint(), {options.text.file}, {options.output}, options.force);
    CalibrationRequest request = requestFromOptions(session, *model, options.text, options.run);
    request.withGram = options.withGram;
    const auto startedAt = std::chrono::steady_clock::now();
    ThreadArena arena(session.threads());
    const CalibrationStatistics statistics =
        calibrate(ModelWeights(model), request, options.output, {arena, session.progress(), session.cancelToken()});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt).count();
    const CalibrationOrigin& origin = statistics.origin();
    const CalibrationCoverage coverage = coverageOf(statistics);
    if (session.wantsJson()) {
        session.printJson(Json{{"output", jsonText(options.output)},
                               {"model", jsonText(options.model)},
                               {"text", jsonText(origin.dataset)},
                               {"context", origin.longestSequence},
                               {"chunks", origin.sequences},
                               {"tokens", origin.tokens},
                               {"weights", statistics.weights().size()},
                               {"gram", statistics.hasGram()},
                               {"thin_weights", coverage.thin.size()},
                               {"unused_matrices", coverage.unusedMatrices},
                               {"seconds", jsonNumber(seconds)}});
        return;
    }
    session.printText(factLines({{"Written", escapeForDisplay(options.output, 4096)},
                                 {"Text", fmt::format("{}: {} windows of {} tokens", escapeForDisplay(origin.dataset),
                                                      groupedDigits(origin.sequences), origin.longestSequence)},
                                 {"Weights", groupedDigits(statistics.weights().size())},
                                 {"Coverage", summaryOf(coverage)},
                                 {"Time", fmt::format("{:.1f} s", seconds)}},
                                session.screen()));
}

} // namespace

Command addCalibrate(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("calibrate", "Run a text through a model and keep what goes into its matrices");
    const auto options = std::make_shared<CalibrateArguments>();
    options->text.windows = defaultCalibrationWindows;
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF")->required();
    addModelOptions(*command, options->understanding);
    command->add_option("-o,--output", options->output, "The file to write")->required()->type_name("FILE");
    addTextOptions(*command, options->text);
    addRunOptions(*command, options->run);
    command->add_flag("--gram", options->withGram, "Keep the products of all columns, too: columns² numbers for each matrix");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { calibrateModel(session, *options); }};
}

} // namespace quantlathe::cli
