// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli download: fetches a model from a hub (docs/hub.md, "Downloading").
#include "download.h"

#include "base/text.h"
#include "hub/download.h"
#include "hub_option.h"
#include "table.h"

#include <fmt/format.h>
#include <memory>

namespace quantlathe::cli {
namespace {

struct DownloadArguments {
    std::string address;
    std::string output;
    std::vector<std::string> files;
    std::size_t parallel = DownloadRequest().parallel;
    bool dryRun = false;
};

/// `report` is nullptr for a dry run.
Json downloadJson(const PlannedDownload& plan, const DownloadArguments& options, const DownloadReport* report) {
    Json files = Json::array();
    for (const HubFile& file : plan.files) {
        files.push_back({{"path", jsonText(plan.relative(file))},
                         {"bytes", file.bytes},
                         {"sha256", file.sha256.empty() ? Json(nullptr) : Json(file.sha256)}});
    }
    Json document{{"address", jsonText(plan.listing.address.text())},
                  {"commit", plan.listing.commit},
                  {"output", jsonText(options.output)},
                  {"bytes", plan.bytes},
                  {"bytes_already_here", plan.bytesHere},
                  {"files", std::move(files)}};
    document["written"] = report != nullptr;
    if (report != nullptr) {
        document["traffic_bytes"] = report->bytesFetched;
        document["seconds"] = jsonNumber(report->seconds);
    }
    return document;
}

std::string downloadText(const PlannedDownload& plan, const DownloadArguments& options, const DownloadReport* report,
                         const Terminal& screen) {
    std::vector<std::pair<std::string, std::string>> facts{
        {report == nullptr ? "Would write" : "Written", escapeForDisplay(options.output, 4096)},
        {"From", plan.listing.address.text()},
        {"Commit", plan.listing.commit},
        {"Files", groupedDigits(plan.files.size())},
        {"Size", fileSizeText(plan.bytes)}};
    if (plan.bytesHere > 0) {
        facts.emplace_back("Already here", fileSizeText(plan.bytesHere));
    }
    if (report != nullptr) {
        facts.emplace_back("Fetched", fileSizeText(report->bytesFetched));
        facts.emplace_back("Time", fmt::format("{:.1f} s", report->seconds));
        return factLines(facts, screen);
    }
    Table table({{"File", Column::Align::left, true}, {"Size", Column::Align::right}});
    for (const HubFile& file : plan.files) {
        table.addRow({escapeForDisplay(plan.relative(file)), fileSizeText(file.bytes)});
    }
    return factLines(facts, screen) + "\n" + table.text(screen) + "\nNothing was written.\n";
}

void downloadModel(Session& session, const DownloadArguments& options) {
    const auto hub = connectToHub(session);
    const DownloadRequest request{.address = parseHubAddress(options.address, hub->access.endpoint),
                                  .patterns = options.files,
                                  .folder = options.output,
                                  .parallel = options.parallel};
    DownloadReport report;
    if (options.dryRun) {
        report.plan = planDownload(*hub, request);
    } else {
        report = download(*hub, request);
    }
    const DownloadReport* const made = options.dryRun ? nullptr : &report;
    if (session.wantsJson()) {
        session.printJson(downloadJson(report.plan, options, made));
    } else {
        session.printText(downloadText(report.plan, options, made, session.screen()));
    }
}

} // namespace

Command addDownload(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("download", "Fetch a model from a hub into a folder");
    const auto options = std::make_shared<DownloadArguments>();
    command->add_option("MODEL", options->address, "hf:ORG/NAME[@REVISION][/FOLDER or file], or the address of its page")
        ->required();
    command->add_option("-o,--output", options->output, "The folder to make; FOLDER.part until it is complete")
        ->required()
        ->type_name("FOLDER");
    command
        ->add_option("--file", options->files,
                     "Only files whose path below MODEL matches GLOB, whatever they are; may be given several times")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("GLOB");
    command->add_option("--parallel", options->parallel, "Files that are fetched at a time")
        ->check(CLI::Range(1, 16))
        ->type_name("N");
    command->add_flag("--dry-run", options->dryRun, "List the files, and write nothing");
    command->footer("An interrupted download is continued by the same command. HF_TOKEN and HF_ENDPOINT are honoured.");
    return {command, [options](Session& session) { downloadModel(session, *options); }};
}

} // namespace quantlathe::cli
