// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli imatrix: an importance matrix from a text, as llama.cpp's tool of that name makes it.
#include "runtime/importance_writer.h"

#include "base/error.h"
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

struct ImatrixArguments {
    std::string model;
    ModelOptions understanding;
    std::string output;
    TextOptions text;
    std::string calibration;
    ImportanceForm form = ImportanceForm::gguf;
    ForwardOptions run;
    bool processOutput = false;
    bool force = false;
};

/// What calibrate has written, of this model.
CalibrationStatistics statisticsOf(const Model& model, const ImatrixArguments& options) {
    CalibrationStatistics statistics(options.calibration);
    for (const std::string& name : statistics.weights()) {
        const Weight* const weight = model.find(name);
        const InputStatistics sums = statistics.of(name);
        if (weight == nullptr || weight->columns() * sums.rows.size() != sums.squares.size()) {
            throw badInput(options.calibration, "These are the statistics of another model",
                           fmt::format("{} is {}.", escapeForDisplay(name),
                                       weight == nullptr ? "no weight of this one" : "of another width in this one"));
        }
    }
    return statistics;
}

CalibrationStatistics statisticsOfText(Session& session, const std::shared_ptr<const Model>& model,
                                       const ImatrixArguments& options) {
    CalibrationRequest request = requestFromOptions(session, *model, options.text, options.run);
    request.withOutputHead = options.processOutput;
    const ModelWeights source(model);
    ThreadArena arena(session.threads());
    const auto cached = calibrationCacheFile(calibrationKey(source, request));
    return calibrate(source, request, cached, {arena, session.progress(), session.cancelToken()});
}

void makeImatrix(Session& session, const ImatrixArguments& options) {
    const auto model = modelFromOptions(session, options.model, options.understanding);
    checkResultFiles(model->checkpoint(), {options.text.file, options.calibration}, {options.output}, options.force);
    const auto startedAt = std::chrono::steady_clock::now();
    const CalibrationStatistics statistics =
        options.calibration.empty() ? statisticsOfText(session, model, options) : statisticsOf(*model, options);
    writeImportanceMatrix(statistics, options.form, options.output, options.force);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt).count();
    const CalibrationOrigin& origin = statistics.origin();
    if (session.wantsJson()) {
        session.printJson(Json{{"output", jsonText(options.output)},
                               {"format", options.form == ImportanceForm::gguf ? "gguf" : "dat"},
                               {"model", jsonText(options.model)},
                               {"text", jsonText(origin.dataset)},
                               {"context", origin.longestSequence},
                               {"chunks", origin.sequences},
                               {"tokens", origin.tokens},
                               {"weights", statistics.weights().size()},
                               {"seconds", jsonNumber(seconds)}});
        return;
    }
    session.printText(factLines({{"Written", escapeForDisplay(options.output, 4096)},
                                 {"Text", fmt::format("{}: {} windows of {} tokens", escapeForDisplay(origin.dataset),
                                                      groupedDigits(origin.sequences), origin.longestSequence)},
                                 {"Weights", groupedDigits(statistics.weights().size())},
                                 {"Time", fmt::format("{:.1f} s", seconds)}},
                                session.screen()));
}

} // namespace

Command addImatrix(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("imatrix", "Make an importance matrix from a text");
    const auto options = std::make_shared<ImatrixArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF")->required();
    addModelOptions(*command, options->understanding);
    command->add_option("-o,--output", options->output, "The file to write")->required()->type_name("FILE");
    addTextOptions(*command, options->text);
    command
        ->add_option_function<std::string>(
            "--format",
            [options](const std::string& name) {
                options->form = name == "dat" ? ImportanceForm::legacy : ImportanceForm::gguf;
            },
            "gguf (default) or dat, the older form")
        ->check(CLI::IsMember({"gguf", "dat"}))
        ->type_name("NAME");
    addRunOptions(*command, options->run);
    command->add_flag("--process-output", options->processOutput, "Collect for output.weight, too");
    CLI::Option* const calibration = command->add_option("--calibration", options->calibration,
                                                         "Take the statistics that calibrate has written, instead of a text");
    calibration->type_name("FILE");
    for (const char* const ofText : {"--text", "--context", "--chunks", "--process-output"}) {
        calibration->excludes(command->get_option(ofText));
    }
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { makeImatrix(session, *options); }};
}

} // namespace quantlathe::cli
