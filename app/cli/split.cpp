// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli split and merge: the same model in several files, or in one.
#include "base/text.h"
#include "command.h"
#include "convert/gguf_copy.h"
#include "convert/job.h"
#include "convert/output.h"
#include "direct_report.h"
#include "hub_option.h"
#include "output_options.h"
#include "table.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace quantlathe::cli {
namespace {

constexpr std::uint32_t usualTensors = 128; // of one file when no limit is given, as llama-gguf-split does

struct SplitArguments {
    std::string source;
    std::string output;
    bool force = false;
    bool dryRun = false;
    bool isFirstEmpty = false;
    SplitLimitOptions limits;
};

std::vector<std::size_t> tensorsOfFiles(const OutputLayout& layout) {
    std::vector<std::size_t> counts(layout.files.size(), 0);
    for (const OutputPiece& piece : layout.pieces) {
        ++counts[piece.file];
    }
    return counts;
}

/// `report` is nullptr for a dry run.
Json layoutJson(const OutputLayout& layout, const SplitArguments& options, const DirectReport* report) {
    const auto paths = finalPaths(options.output, layout);
    const auto tensors = tensorsOfFiles(layout);
    Json files = Json::array();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        files.push_back({{"path", jsonPath(paths[i])}, {"bytes", layout.files[i].bytes}, {"tensors", tensors[i]}});
    }
    Json document{{"source", jsonText(options.source)},
                  {"files", std::move(files)},
                  {"file_bytes", layout.bytes()},
                  {"tensors", layout.pieces.size()}};
    addReport(document, report);
    return document;
}

std::string layoutText(const OutputLayout& layout, const SplitArguments& options, const DirectReport* report,
                       const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    const auto paths = finalPaths(options.output, layout);
    const auto tensors = tensorsOfFiles(layout);
    Table table({{"File", Column::Align::left, true}, {"Tensors", right}, {"Size", right}});
    for (std::size_t i = 0; i < paths.size(); ++i) {
        table.addRow(
            {escapeForDisplay(paths[i].string(), 4096), groupedDigits(tensors[i]), fileSizeText(layout.files[i].bytes)});
    }
    std::string text = table.text(screen) + "\n";
    if (report == nullptr) {
        text += fmt::format("{} in all. Nothing was written.\n", fileSizeText(layout.bytes()));
    } else {
        text += fmt::format("{} written and compared in {:.1f} s.\n", fileSizeText(report->bytesWritten), report->seconds);
    }
    return text;
}

void copy(Session& session, const Checkpoint& source, const OutputLayout& layout, const SplitArguments& options) {
    std::optional<DirectReport> report;
    if (!options.dryRun) {
        if (hasInterruptedRun(options.output)) {
            session.note("what an interrupted run left under this name is discarded");
        }
        report = copyGguf(source, layout, options.output, options.force, session.progress(), session.cancelToken());
    }
    const DirectReport* const made = report ? &*report : nullptr;
    if (session.wantsJson()) {
        session.printJson(layoutJson(layout, options, made));
    } else {
        session.printText(layoutText(layout, options, made, session.screen()));
    }
}

void split(Session& session, const SplitArguments& options) {
    const SplitOptions limits = options.limits.resolved();
    requireModelHere(options.source);
    const Checkpoint source = openCheckpoint(options.source);
    const bool hasLimit = limits.maxBytes > 0 || limits.maxTensors > 0;
    copy(session, source,
         layOutSplit(source, {.bytes = limits.maxBytes,
                              .tensors = hasLimit ? limits.maxTensors : usualTensors,
                              .isFirstEmpty = options.isFirstEmpty}),
         options);
}

void merge(Session& session, const SplitArguments& options) {
    requireModelHere(options.source);
    const Checkpoint source = openCheckpoint(options.source);
    copy(session, source, layOutMerged(source), options);
}

void addOutputOptions(CLI::App& command, SplitArguments& options) {
    command.add_flag("--force", options.force, "Replace existing files");
    command.add_flag("--dry-run", options.dryRun, "Show the files and their exact sizes, and write nothing");
}

} // namespace

Command addSplit(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("split", "Cut a GGUF model into several files, tensors byte for byte");
    const auto options = std::make_shared<SplitArguments>();
    command->add_option("FILE", options->source, "A GGUF model")->required();
    command->add_option("-o,--output", options->output, "The files are called PREFIX-00001-of-0000N.gguf")
        ->required()
        ->type_name("PREFIX");
    addSplitLimitOptions(*command, options->limits);
    command->add_flag("--no-tensor-first-split", options->isFirstEmpty, "Write the metadata alone into the first file");
    addOutputOptions(*command, *options);
    command->footer(fmt::format("Without a limit a file has at most {} tensors.", usualTensors));
    return {command, [options](Session& session) { split(session, *options); }};
}

Command addMerge(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("merge", "Put a split GGUF model into one file, tensors byte for byte");
    const auto options = std::make_shared<SplitArguments>();
    command->add_option("FILE", options->source, "Any file of the set, for example model-00001-of-00003.gguf")->required();
    command->add_option("-o,--output", options->output, "The file to write")->required()->type_name("FILE");
    addOutputOptions(*command, *options);
    return {command, [options](Session& session) { merge(session, *options); }};
}

} // namespace quantlathe::cli
